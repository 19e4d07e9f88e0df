// Views that draw: what they need is fetched when somebody first looks at one.

import { ofKind } from "./columns.js";
import { numbers } from "./locales.js";
import { saver } from "./saving.js";

const MOST_ROWS = 5000;

/**
 * Returns a view.
 *
 * @param {object} context the texts, links and language of the page, and what is told of an answer's source.
 * @param {string} name of its text.
 * @param {(results: object) => boolean} can tells whether an answer can be drawn so.
 * @param {() => Promise<{draw: Function}>} load fetches the module that draws.
 */
function drawnView(context, name, can, load) {
  return class Drawn {
    label = context.texts[name];
    priority = 1;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      const results = this.yasr.results;
      return Boolean(results?.getBindings()?.length) && can(results);
    }

    async draw() {
      const { results, resultsEl, pluginControls } = this.yasr;
      const { draw } = await load();
      const rows = results.getBindings();
      const place = document.createElement("figure");
      place.className = `drawn ${name}`;
      resultsEl.append(place);
      draw({ place, controls: pluginControls, results, rows: rows.slice(0, MOST_ROWS), ...context });
      const about = { name: `volgraph-${name}`, source: context.source() };
      place.append(saver(place.querySelector("svg"), context.texts.save, about));
      if (rows.length > MOST_ROWS) note(place, context.texts["first-rows"], MOST_ROWS, context.language);
    }

    destroy() {
      this.yasr.pluginControls.replaceChildren();
    }
  };
}

function note(place, text, number, language) {
  const caption = document.createElement("figcaption");
  caption.textContent = `${text} ${numbers(language).format(number)}.`;
  place.append(caption);
}

/** Returns the views that draw, by name, in the order of their buttons. */
export function drawnViews(context) {
  return {
    chart: drawnView(context, "chart", (found) => ofKind(found, "number").length > 0, () => import("./chart.js")),
    timeline: drawnView(context, "timeline", (found) => ofKind(found, "time").length > 0, () => import("./timeline.js")),
    map: drawnView(context, "map", (found) => ofKind(found, "code", "point").length > 0 || hasPlaces(found), () => import("./map.js")),
    graph: drawnView(context, "graph", (found) => ofKind(found, "thing").length > 1, () => import("./graph.js")),
  };
}

function hasPlaces(results) {
  const names = ofKind(results, "number").map((column) => column.name.toLowerCase());
  return names.some((name) => name.startsWith("lat")) && names.some((name) => name.startsWith("lon"));
}
