"use strict";
const byId = (id) => document.getElementById(id);
const [controls, search, group, level, list, found, nothing] = ["controls", "search", "group", "level", "results", "found", "nothing"].map(byId);
const results = [...list.querySelectorAll(".result")];
const severities = [...level.options].slice(1).map((option) => option.text);
const texts = new Map(results.map((result) => [result, result.textContent.toLowerCase()]));

function section(name, members) {
  const made = document.createElement("section");
  made.className = "group";
  const heading = document.createElement("h2");
  const title = document.createElement("bdi");
  const amount = document.createElement("span");
  title.textContent = name;
  amount.className = "amount";
  amount.textContent = members.length;
  heading.append(title, " ", amount);
  const items = document.createElement("ol");
  items.append(...members);
  made.append(heading, items);
  return made;
}

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map(group.value === "severity" ? severities.map((name) => [name, []]) : []);
  let shown = 0;
  for (const result of results) {
    const text = texts.get(result);
    if (level.value && result.dataset.level !== level.value) continue;
    if (!words.every((word) => text.includes(word))) continue;
    const name = result.dataset[group.value];
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(result);
    shown += 1;
  }
  const sections = [...groups].filter(([, members]) => members.length).map(([name, members]) => section(name, members));
  list.replaceChildren(...sections);
  found.textContent = `${shown} / ${results.length}`;
  nothing.hidden = shown > 0;
}

let waiting;
search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
});
group.addEventListener("change", show);
level.addEventListener("change", show);
controls.addEventListener("submit", (event) => event.preventDefault());
controls.hidden = false;
show();
