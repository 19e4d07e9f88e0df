// The query page: replaces its form by an editor with views of what a query finds.

import { startWorkbench } from "./workbench.js";

const settings = document.getElementById("query-settings");
const place = document.getElementById("workbench");
if (settings && place) startWorkbench(place, JSON.parse(settings.textContent));
