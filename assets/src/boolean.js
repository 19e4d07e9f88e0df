// The answer of an ASK query, as a word.

import { element } from "./elements.js";

export function booleanView({ texts }) {
  return class Truth {
    label = texts.result;
    priority = 10;
    hideFromSelection = true;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      return this.yasr.results?.getBoolean() !== undefined;
    }

    draw() {
      this.yasr.resultsEl.append(element("p", { class: "answer" }, this.yasr.results.getBoolean() ? texts.yes : texts.no));
    }
  };
}
