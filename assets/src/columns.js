// What the columns of an answer hold, found out from their values.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "nonNegativeInteger"].map((name) => XSD + name));
const TIMES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));
const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const LOOKED_AT = 200;

const known = new WeakMap();

/**
 * Returns the columns of an answer.
 *
 * @param {object} results as YASGUI parsed them.
 * @returns {{name: string, kind: "number" | "time" | "thing" | "code" | "point" | "text"}[]}
 */
export function columnsOf(results) {
  if (!results) return [];
  if (!known.has(results)) {
    const rows = results.getBindings() ?? [];
    known.set(results, results.getVariables().map((name) => ({ name, kind: kindOf(rows, name) })));
  }
  return known.get(results);
}

export function ofKind(results, ...kinds) {
  return columnsOf(results).filter((column) => kinds.includes(column.kind));
}

function kindOf(rows, name) {
  const terms = rows.slice(0, LOOKED_AT).map((row) => row[name]).filter(Boolean);
  const every = (test) => terms.length > 0 && terms.every(test);
  if (every((term) => NUMBERS.has(term.datatype))) return "number";
  if (every((term) => TIMES.has(term.datatype))) return "time";
  if (every((term) => term.type === "uri" || term.type === "bnode")) return "thing";
  if (every((term) => term.datatype === WKT || /^\s*POINT\s*\(/i.test(term.value))) return "point";
  if (every((term) => term.type !== "uri" && /^[A-Z]{2}$/.test(term.value))) return "code";
  return "text";
}

/** Returns the moment at which a date, month or year begins; NaN if it is none. */
export function momentOf(term) {
  const match = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(term?.value ?? "");
  return match ? Date.UTC(Number(match[1]), Number(match[2] ?? 1) - 1, Number(match[3] ?? 1)) : NaN;
}

/** Returns a value as one reads it: the end of an IRI, or the text. */
export function shortText(term, shorten) {
  if (!term) return "";
  return term.type === "uri" ? shorten(term.value) : term.value;
}
