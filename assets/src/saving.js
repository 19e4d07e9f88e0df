// Saves a drawing as a file of its own: with the colours that it has on the page, and with where it is from.

import { element, svg } from "./elements.js";

const SHOWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "font-family", "font-size", "text-anchor"];

/**
 * Returns a button that saves a drawing.
 *
 * @param {SVGElement} drawing in the page.
 * @param {string} text of the button.
 * @param {{name: string, source: string}} about how the file is called, and what is noted in it.
 */
export function saver(drawing, text, { name, source }) {
  const save = () => {
    const href = URL.createObjectURL(new Blob([standalone(drawing, source)], { type: "image/svg+xml" }));
    element("a", { href, download: `${name}.svg` }).click();
    URL.revokeObjectURL(href);
  };
  return element("button", { type: "button", class: "quiet save", click: save }, text);
}

function standalone(drawing, source) {
  const copy = drawing.cloneNode(true);
  const styled = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, index) => {
    const style = getComputedStyle(styled[index]);
    for (const name of SHOWN) node.setAttribute(name, style.getPropertyValue(name));
  });
  const ground = getComputedStyle(document.body).backgroundColor;
  copy.prepend(svg("desc", {}, source), svg("rect", { width: "100%", height: "100%", fill: ground }));
  return new XMLSerializer().serializeToString(copy);
}
