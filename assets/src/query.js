// The query page: replaces its form by an editor with views of what a query finds.

import { startWorkbench } from "./workbench.js";

const place = document.getElementById("workbench");
startWorkbench(place, JSON.parse(place.dataset.settings));
