// How programs get the same answer: from the same generation, whole or not at all.

/**
 * Returns snippets by what runs them.
 *
 * @param {string} endpoint its whole address.
 * @param {Record<string, string>} fields of the form: the query, a format, and perhaps a generation.
 * @returns {[string, string][]}
 */
export function snippets(endpoint, fields) {
  return [["curl", curl(endpoint, fields)], ["Python", python(endpoint, fields)]];
}

function curl(endpoint, fields) {
  const given = Object.entries(fields).map(([name, value]) => `  --data-urlencode ${quoted(`${name}=${value}`)}`);
  return [`curl --fail ${quoted(endpoint)}`, ...given].join(" \\\n");
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function python(endpoint, { query, ...others }) {
  const [imported, read] = others.format === "csv"
    ? ["import csv\nimport io\n", 'rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))']
    : ["", "text = answer.read().decode()"];
  const more = Object.entries(others).map(([name, value]) => `, "${name}": "${value}"`).join("");
  return `${imported}from urllib.parse import urlencode
from urllib.request import urlopen

query = ${literal(query)}
fields = {"query": query${more}}
with urlopen("${endpoint}", urlencode(fields).encode()) as answer:
    ${read}`;
}

/** Returns a text as Python writes it, over several lines where that changes nothing. */
function literal(text) {
  return /\\|"""|"$/.test(text) ? JSON.stringify(text) : `"""${text}"""`;
}
