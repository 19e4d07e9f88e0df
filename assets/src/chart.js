// Numbers as bars, or over time as dots with their intervals.

import { columnsOf, momentOf, ofKind, shortText } from "./columns.js";
import { choice, element, svg } from "./elements.js";
import { numbers } from "./locales.js";
import { bottomAxis, leftAxis, numbersScale, picture, timesScale } from "./scales.js";

const MOST_BARS = 60;
const MOST_CHARS = 34;
const ROW = 26;
const ENDS = [["lower", "upper"], ["from", "to"], ["min", "max"]];

export function draw(view) {
  const values = ofKind(view.results, "number").map((column) => column.name);
  const others = columnsOf(view.results).filter((column) => column.kind !== "number");
  const along = [...ofKind(view.results, "time"), ...others.filter((column) => column.kind !== "time")];
  const ends = ENDS.find((pair) => pair.every((name) => values.includes(name)));
  const chosen = { y: ends?.[0] ?? values[0], x: along[0]?.name ?? "" };
  const canvas = element("div");
  view.place.append(canvas);
  const show = () => {
    const column = along.find(({ name }) => name === chosen.x);
    const interval = ends?.includes(chosen.y) ? ends : [chosen.y, chosen.y];
    canvas.replaceChildren(column?.kind === "time" ? dots(view, chosen, interval) : bars(view, chosen, interval));
  };
  const named = (names) => names.map((name) => [name, name]);
  const pick = (key) => (name) => {
    chosen[key] = name;
    show();
  };
  view.controls.replaceChildren(
    choice(view.texts.value, named(values), chosen.y, pick("y")),
    along.length > 1 ? choice(view.texts.along, named(along.map(({ name }) => name)), chosen.x, pick("x")) : "",
  );
  show();
}

/** One mark for each row that has both values; an interval is a line with its ends. */
function dots({ rows, texts, links, language }, { x, y }, [lower, upper]) {
  const marks = rows
    .map((row) => ({ row, at: momentOf(row[x]), low: numberOf(row[lower]), high: numberOf(row[upper]) }))
    .filter(({ at, low, high }) => Number.isFinite(at) && (Number.isFinite(low) || Number.isFinite(high)));
  const [width, height, left] = [860, 420, 70];
  const across = timesScale(marks.map(({ at }) => at), [left + 10, width - 20]);
  const up = numbersScale(marks.flatMap(({ low, high }) => [low, high]), [height - 40, 15], true);
  const made = picture(width, height, `${texts.chart}: ${y}, ${x}`);
  made.append(bottomAxis(across, height - 40, language, true), leftAxis(up, left, language));
  for (const { row, at, low, high } of marks) {
    const place = across(at);
    const [bottom, top] = [low, high].map((value) => up(Number.isFinite(value) ? value : (Number.isFinite(low) ? low : high)));
    const title = svg("title", {}, Object.values(row).map((term) => shortText(term, links.shorten)).join(" · "));
    const mark = svg("g", { class: "mark" }, title);
    if (bottom !== top) mark.append(svg("line", { x1: place, x2: place, y1: bottom, y2: top }));
    mark.append(svg("circle", { cx: place, cy: bottom, r: 4 }));
    if (bottom !== top) mark.append(svg("circle", { cx: place, cy: top, r: 4 }));
    made.append(mark);
  }
  return made;
}

function bars({ rows, texts, links, language }, { x, y }, [lower, upper]) {
  const shown = rows.filter((row) => row[lower] || row[upper]).slice(0, MOST_BARS);
  const values = shown.flatMap((row) => [numberOf(row[lower]), numberOf(row[upper])]);
  const [width, left] = [860, 260];
  const across = numbersScale(values, [left, width - 70], true);
  const made = picture(width, shown.length * ROW + 50, `${texts.chart}: ${y}${x ? `, ${x}` : ""}`);
  const written = numbers(language, { maximumFractionDigits: 4 });
  shown.forEach((row, index) => {
    const place = index * ROW + 8;
    const [low, high] = [numberOf(row[lower]), numberOf(row[upper])].map((value, end, both) => (Number.isFinite(value) ? value : both[1 - end]));
    const start = low === high ? across(Math.min(0, low)) : across(low);
    const name = shortText(row[x], links.shorten);
    const text = low === high ? written.format(low) : `${written.format(low)}–${written.format(high)}`;
    made.append(
      svg("g", { class: "mark" },
        svg("title", {}, `${name}: ${text}`),
        svg("text", { x: left - 8, y: place + 13, "text-anchor": "end", lang: row[x]?.["xml:lang"] }, name.length > MOST_CHARS ? `${name.slice(0, MOST_CHARS)}…` : name),
        svg("rect", { x: start, y: place, width: Math.max(2, across(low === high ? Math.max(0, high) : high) - start), height: ROW - 8, rx: 2 }),
        svg("text", { x: across(Math.max(0, high)) + 6, y: place + 13, class: "number" }, text)),
    );
  });
  made.append(bottomAxis(across, shown.length * ROW + 8, language, false));
  if (shown.length === rows.length) return made;
  return element("div", {}, made, element("p", { class: "meta" }, `${texts["first-rows"]} ${written.format(MOST_BARS)}.`));
}

function numberOf(term) {
  return term ? Number(term.value) : NaN;
}
