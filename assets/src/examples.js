// Finds an example query by words of its title.

import { element } from "./elements.js";

/**
 * Puts a box above the lists of examples that leaves only those with what is typed.
 *
 * @param {HTMLElement} section with a heading and the lists.
 * @param {string} label of the box.
 */
export function searchExamples(section, label) {
  const lists = [...section.querySelectorAll("details")];
  const opened = lists.map((list) => list.open);
  const narrow = ({ target }) => {
    const words = target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const has = (item) => words.every((word) => item.textContent.toLocaleLowerCase().includes(word));
    lists.forEach((list, index) => {
      const items = [...list.querySelectorAll("li")];
      for (const item of items) item.hidden = !has(item);
      list.hidden = items.every((item) => item.hidden);
      list.open = words.length > 0 || opened[index];
    });
  };
  const box = element("input", { type: "search", class: "narrow", "aria-label": label, placeholder: label, input: narrow });
  section.querySelector("h2").after(box);
}
