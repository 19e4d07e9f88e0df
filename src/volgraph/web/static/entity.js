// Explore the graph in its place: a click on an entity draws what that one is linked with, and the way back is kept.

const section = document.getElementById("neighbours");
const way = Object.assign(document.createElement("nav"), { className: "way" });
way.setAttribute("aria-live", "polite");
const been = [];

const figure = () => section.querySelector(".graph");

async function go(address, asked) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#neighbours .graph");
  if (!response.ok || !found) return location.assign(address);
  if (asked) been.push(figure());
  draw(document.adoptNode(found));
}

function draw(next) {
  figure().replaceWith(next);
  const steps = been.map((one, place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: one.dataset.name });
    button.addEventListener("click", () => {
      been.length = place;
      draw(one);
    });
    return button;
  });
  const page = Object.assign(document.createElement("a"), { href: next.dataset.address, textContent: next.dataset.name });
  way.replaceChildren(...steps, page);
  way.hidden = been.length === 0;
  next.before(way);
  centre();
  next.focus();
}

// Where the drawing is wider than the window, begin at its middle.
const centre = () => (figure().scrollLeft = (figure().scrollWidth - figure().clientWidth) / 2);
centre();

section.addEventListener("click", (event) => {
  const node = event.target.closest(".node");
  if (!node || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(node.getAttribute("href"), true);
});
