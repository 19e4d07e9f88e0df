// Asks with Comunica: one JSON object a line comes in (url, kind: sparql or graph, query), one goes out (body or error).
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

async function answer({ url, kind, query }) {
  const source = kind === "graph" ? url : { type: "sparql", value: url };
  const context = { sources: [source], httpRetryCount: 0 };
  const result = await engine.query(query, context);
  const { data } = await engine.resultToString(result, "application/sparql-results+json");
  const parts = [];
  for await (const part of data) parts.push(part);
  return parts.join("");
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = { body: await answer(JSON.parse(line)) };
  } catch (error) {
    said = { error: `${error.name}: ${error.message}` };
  }
  await engine.invalidateHttpCache();
  process.stdout.write(JSON.stringify(said) + "\n");
}
