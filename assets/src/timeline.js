// Rows on a line of time: from one moment, or from one to another.

import { columnsOf, momentOf, ofKind, shortText } from "./columns.js";
import { svg } from "./elements.js";
import { bottomAxis, picture, timesScale } from "./scales.js";

const ROW = 26;
const MOST = 200;
const MOST_CHARS = 34;

export function draw({ place, results, rows, texts, links, language }) {
  const times = ofKind(results, "time").map((column) => column.name);
  const [from, until] = [times[0], times[1] ?? times[0]];
  const rest = columnsOf(results).filter(({ kind }) => kind !== "time");
  const isAddress = (name) => rows.some((row) => /^https?:/.test(row[name]?.value ?? ""));
  const label = (rest.find(({ kind, name }) => kind === "text" && !isAddress(name)) ?? rest[0])?.name;
  const marks = rows
    .map((row) => ({ row, start: momentOf(row[from]), end: momentOf(row[until] ?? row[from]) }))
    .filter(({ start }) => Number.isFinite(start))
    .sort((a, b) => a.start - b.start)
    .slice(0, MOST);
  const [width, left] = [860, 260];
  const across = timesScale(marks.flatMap(({ start, end }) => [start, end]), [left, width - 30]);
  const made = picture(width, marks.length * ROW + 50, `${texts.timeline}: ${times.join(", ")}`);
  marks.forEach(({ row, start, end }, index) => {
    const name = shortText(row[label], links.shorten);
    const when = from === until || !row[until] ? row[from].value : `${row[from].value} – ${row[until].value}`;
    const [x, y] = [across(start), index * ROW + 8];
    made.append(
      svg("g", { class: "mark" },
        svg("title", {}, `${when}: ${name}`),
        svg("text", { x: left - 12, y: y + 13, "text-anchor": "end", lang: row[label]?.["xml:lang"] }, name.length > MOST_CHARS ? `${name.slice(0, MOST_CHARS)}…` : name),
        svg("rect", { x: x - 4, y: y + 3, width: Math.max(8, across(Number.isFinite(end) ? end : start) - x + 8), height: 12, rx: 6 })),
    );
  });
  made.append(bottomAxis(across, marks.length * ROW + 8, language, true));
  place.append(made);
}
