// Sends a query, so that what is shown is a whole answer, or a sentence that says why there is none.

export const MOST_BYTES = 30_000_000;
// More than that makes a browser slow: a download takes it as well.

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";

/**
 * Asks the endpoint.
 *
 * @param {string} endpoint its address.
 * @param {Record<string, string>} fields of the form: the query, and perhaps a generation.
 * @param {AbortSignal} signal ends it.
 * @param {(headers: Headers) => void} whenAnswered is called when the answer begins.
 * @returns the answer as the result view of YASGUI takes it.
 * @throws {Error} whose message is a problem as JSON: https://www.rfc-editor.org/rfc/rfc9457. Those of this page have
 *   `own`: unreachable, cut, too-large, stopped.
 */
export async function ask(endpoint, fields, signal, whenAnswered) {
  const sent = { method: "POST", headers: { Accept: ACCEPT }, body: new URLSearchParams(fields), signal };
  const response = await fetch(endpoint, sent).catch(() => fail(signal.aborted ? "stopped" : "unreachable"));
  whenAnswered(response.headers);
  const content = await read(response, signal);
  if (!response.ok) throw new Error(isProblem(response) ? content : JSON.stringify({ status: response.status }));
  const { ok, status, statusText, headers, type } = response;
  return { ok, status, statusText, headers, type, content };
}

async function read(response, signal) {
  const reader = response.body.getReader();
  const blocks = [];
  let size = 0;
  for (;;) {
    // An answer that meets a limit after it began is a broken transfer: what came of it is not shown.
    const { done, value } = await reader.read().catch(() => fail(signal.aborted ? "stopped" : "cut"));
    if (done) return new TextDecoder().decode(await new Blob(blocks).arrayBuffer());
    blocks.push(value);
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      fail("too-large");
    }
  }
}

function isProblem(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
}

function fail(own) {
  throw new Error(JSON.stringify({ own }));
}
