// Places on outlines of the world (Natural Earth, public domain): points, and countries by their ISO 3166 codes.

import { geoNaturalEarth1, geoPath } from "d3-geo";
import codes from "i18n-iso-countries/codes.json";
import { feature } from "topojson-client";
import world from "world-atlas/countries-110m.json";

import { columnsOf, ofKind, shortText } from "./columns.js";
import { element, svg } from "./elements.js";
import { list } from "./locales.js";
import { picture } from "./scales.js";

const [WIDTH, HEIGHT] = [860, 440];
const NUMERIC = new Map(codes.map(([two, , number]) => [two, number]));

export function draw({ place, results, rows, texts, links, language }) {
  const countries = feature(world, world.objects.countries).features;
  const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: "Sphere" });
  const path = geoPath(projection);
  const code = ofKind(results, "code")[0]?.name;
  const named = new Map(rows.filter((row) => row[code]).map((row) => [NUMERIC.get(row[code].value), row]));
  const made = picture(WIDTH, HEIGHT, texts.map);
  const drawn = new Set();
  for (const country of countries) {
    const row = named.get(country.id);
    const outline = svg("path", { d: path(country), class: row ? "land mark" : "land" });
    if (row) {
      drawn.add(row);
      outline.append(svg("title", {}, told(row, links)));
    }
    made.append(outline);
  }
  for (const { row, at } of points(results, rows)) {
    const [x, y] = projection(at) ?? [];
    if (x !== undefined) made.append(svg("circle", { cx: x, cy: y, r: 5, class: "mark" }, svg("title", {}, told(row, links))));
  }
  place.append(made);
  // What is too small for outlines of this scale, or no country, is said and not left out.
  const missing = [...named.values()].filter((row) => !drawn.has(row));
  if (missing.length) {
    const names = list(language, missing.map((row) => row[code].value));
    place.append(element("figcaption", {}, `${texts["not-drawn"]} ${names}`));
  }
}

function points(results, rows) {
  const wkt = ofKind(results, "point")[0]?.name;
  const numbers = columnsOf(results).map(({ name }) => name);
  const [latitude, longitude] = ["lat", "lon"].map((start) => numbers.find((name) => name.toLowerCase().startsWith(start)));
  const at = (row) => {
    if (wkt) return (/POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)/i.exec(row[wkt]?.value ?? "") ?? []).slice(1).map(Number);
    return latitude && longitude ? [row[longitude], row[latitude]].map((term) => Number(term?.value ?? NaN)) : [];
  };
  return rows.map((row) => ({ row, at: at(row) })).filter(({ at }) => at.length === 2 && at.every(Number.isFinite));
}

function told(row, links) {
  return Object.values(row).map((term) => shortText(term, links.shorten)).join(" · ");
}
