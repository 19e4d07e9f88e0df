"use strict";
const search = document.getElementById("search");
const shapes = [...document.querySelectorAll(".shape")];
const show = () => {
  const wanted = search.value.trim().toLowerCase();
  let found = 0;
  for (const shape of shapes) {
    const fits = shape.querySelector("summary").textContent.toLowerCase().includes(wanted);
    shape.hidden = !fits;
    found += fits;
  }
  document.getElementById("found").value = `${found} / ${shapes.length}`;
};
const open = () => {
  const shape = location.hash && document.getElementById(location.hash.slice(1));
  if (shape) {
    search.value = "";
    show();
    shape.open = true;
    shape.scrollIntoView();
  }
};
search.closest("p").hidden = false;
search.addEventListener("input", show);
addEventListener("hashchange", open);
show();
open();
