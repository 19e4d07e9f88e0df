// Beside marked words, show the claims that they state; light up in the list what is looked at in the text, and back.

const text = document.getElementById("text");
const list = document.querySelector(".reader .claims");
const bubble = Object.assign(document.createElement("span"), { className: "bubble", id: "bubble" });
let shownBy = null;

const names = (mark) => [...mark.dataset.core.split(" "), ...mark.dataset.context.split(" ")].filter(Boolean);
const claimsOf = (mark) => names(mark).map((name) => document.getElementById(name));
const marksOf = (name) => [...text.querySelectorAll(".words")].filter((mark) => names(mark).includes(name));

function light(elements) {
  for (const lit of document.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
  for (const element of elements) element.classList.add("is-lit");
}

function show(mark) {
  if (shownBy === mark) return;
  hide();
  shownBy = mark;
  const claims = claimsOf(mark);
  const items = claims.map((claim) => {
    const copy = claim.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  });
  const inner = document.createElement("ul");
  inner.append(...items);
  bubble.replaceChildren(inner);
  bubble.lang = document.documentElement.lang;
  mark.after(bubble);
  const line = mark.closest("p").getBoundingClientRect();
  const words = [...mark.getClientRects()].at(-1);
  bubble.style.top = `${words.bottom - line.top + 2}px`;
  const room = line.width - bubble.offsetWidth;
  bubble.style.left = `${Math.max(0, Math.min(words.left - line.left, room))}px`;
  light(claims);
  reveal(claims[0]);
}

function hide() {
  bubble.remove();
  light([]);
  shownBy = null;
}

// Bring a claim into view within the list, without moving the page.
function reveal(claim) {
  if (list.scrollHeight <= list.clientHeight) return;
  const [inner, outer] = [claim.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - 60;
}

const markOf = (target) => (target instanceof Element ? target.closest(".words") : null);
const within = (target) => target instanceof Node && (bubble.contains(target) || shownBy?.contains(target));

let leaving = 0;
text.addEventListener("pointerover", (event) => {
  clearTimeout(leaving);
  const mark = markOf(event.target);
  if (mark) show(mark);
});
text.addEventListener("pointerout", (event) => {
  if (within(event.relatedTarget) || bubble.contains(document.activeElement)) return;
  leaving = setTimeout(hide, 250);
});
text.addEventListener("focusin", (event) => {
  const mark = markOf(event.target);
  if (mark) show(mark);
});
text.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !within(event.relatedTarget)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shownBy) return;
  const back = shownBy.querySelector("a");
  const inside = bubble.contains(document.activeElement);
  hide();
  if (inside) back.focus();
});

// Words of several claims lead to their list: the bubble is that list, nearer.
text.addEventListener("click", (event) => {
  const mark = markOf(event.target);
  if (!mark || !mark.querySelector("a").getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  show(mark);
  bubble.querySelector("a").focus();
});

for (const claim of list.querySelectorAll(".claim")) {
  for (const kind of ["pointerenter", "focusin"]) {
    claim.addEventListener(kind, () => light([claim, ...marksOf(claim.id)]));
  }
  for (const kind of ["pointerleave", "focusout"]) claim.addEventListener(kind, () => light([]));
}
for (const link of text.querySelectorAll(".words a")) link.removeAttribute("title"); // the bubble says it
