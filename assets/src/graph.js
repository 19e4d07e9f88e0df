// Things and what joins them, as a graph that has come to rest.

import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation } from "d3-force";

import { ofKind } from "./columns.js";
import { svg } from "./elements.js";
import { picture } from "./scales.js";

const MOST_LINKS = 400;
const [WIDTH, HEIGHT] = [860, 620];

export function draw({ place, results, rows, texts, links }) {
  const { nodes, edges } = joined(results, rows);
  forceSimulation(nodes)
    .force("link", forceLink(edges).id((node) => node.id).distance(90))
    .force("charge", forceManyBody().strength(-400))
    .force("collide", forceCollide(18))
    .force("center", forceCenter(WIDTH / 2, HEIGHT / 2))
    .stop()
    .tick(300);
  const fit = fitting(nodes);
  const made = picture(WIDTH, HEIGHT, `${texts.graph}: ${nodes.length}`, true);
  for (const { source, target, name } of edges) {
    const [x1, y1, x2, y2] = [...fit(source), ...fit(target)];
    made.append(svg("line", { x1, y1, x2, y2, class: "edge" }, svg("title", {}, links.shorten(name))));
  }
  for (const node of nodes) made.append(drawnNode(node, fit(node), links));
  place.append(made);
}

/** Returns the things of an answer: of triples, subjects and objects; of rows, the first two columns of things. */
function joined(results, rows) {
  const names = ofKind(results, "thing").map((column) => column.name);
  const isTriples = ["subject", "predicate", "object"].every((name) => results.getVariables().includes(name));
  const [from, to] = isTriples ? ["subject", "object"] : names;
  const [nodes, edges] = [new Map(), []];
  for (const row of rows) {
    const ends = [row[from], row[to]];
    if (!ends.every((term) => term && (term.type === "uri" || term.type === "bnode"))) continue;
    if (edges.length >= MOST_LINKS) break;
    for (const { value } of ends) if (!nodes.has(value)) nodes.set(value, { id: value });
    edges.push({ source: ends[0].value, target: ends[1].value, name: isTriples ? row.predicate.value : to });
  }
  return { nodes: [...nodes.values()], edges };
}

function drawnNode({ id }, [x, y], links) {
  const href = links.href(id);
  const short = links.shorten(id);
  const mark = svg("g", { class: "mark", transform: `translate(${x},${y})` },
    svg("title", {}, id),
    svg("circle", { r: 6 }),
    svg("text", { x: 9, y: 4 }, short.length > 30 ? `…${short.slice(-29)}` : short));
  return href ? svg("a", { href }, mark) : mark;
}

function fitting(nodes) {
  const along = (key) => [Math.min(...nodes.map((node) => node[key])), Math.max(...nodes.map((node) => node[key]))];
  const [[left, right], [top, bottom]] = [along("x"), along("y")];
  const scale = Math.min(2, (WIDTH - 240) / (right - left || 1), (HEIGHT - 40) / (bottom - top || 1));
  const middle = [(left + right) / 2, (top + bottom) / 2];
  return ({ x, y }) => [WIDTH / 2 - 80 + (x - middle[0]) * scale, HEIGHT / 2 + (y - middle[1]) * scale];
}
