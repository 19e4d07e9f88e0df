// Suggestions below the search box, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ describes them.
// Without this script the box is a form like any other.
"use strict";

(() => {
  const form = document.querySelector("form[role=search]");
  const box = form?.querySelector("input[name=q]");
  if (!box) return;

  const language = document.documentElement.lang;
  const pinned = new URLSearchParams(location.search).get("generation");
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.getAttribute("aria-label") ?? box.labels[0].textContent);
  list.hidden = true;
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);

  const waitMs = 120;
  let timer, asking, chosen = -1;

  const address = (path, fields) => {
    const all = pinned ? { ...fields, generation: pinned } : fields;
    const text = new URLSearchParams(all).toString();
    return text ? `${path}?${text}` : path;
  };

  const close = () => {
    clearTimeout(timer); // what was asked for before must not open it again
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = [...list.children];
    chosen = options.length ? (index + options.length + 1) % (options.length + 1) : -1;
    if (chosen === options.length) chosen = -1; // back in the box
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const option = (result, index) => {
    const item = document.createElement("li");
    item.id = `suggestion-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = address(`/${language}${result.page}`, {});
    const tag = [language, "en", "ru", "kk"].find((code) => code in result.names);
    item.textContent = tag ? result.names[tag] : result.id;
    if (tag && tag !== language) item.lang = tag;
    return item;
  };

  const show = async () => {
    const words = box.value.trim();
    if (words.length < 2) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address("/search", { q: words, limit: 8 }), {
        headers: { Accept: "application/json" }, signal: asking.signal,
      });
      if (!answer.ok) return close();
      const { results } = await answer.json();
      list.replaceChildren(...results.map(option));
      chosen = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = results.length === 0;
      box.setAttribute("aria-expanded", String(results.length > 0));
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form still works
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, waitMs);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      list.children[chosen].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.address);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("blur", close);
})();
