// What stands under the editor: running and stopping, a short address, downloads, and what was found how fast.

import { element } from "./elements.js";
import { numbers } from "./locales.js";
import { snippets } from "./snippets.js";

const MOST_ADDRESS_CHARS = 40_000;
const LOOKED_AT = 200;

export class Tools {
  /**
   * @param {HTMLElement} place in which the tools stand.
   * @param {object} settings of the page.
   */
  constructor(place, settings) {
    this.settings = settings;
    const find = (name) => place.querySelector(`[data-tool="${name}"]`);
    this.bar = find("bar");
    [this.run, this.stop, this.share, this.add, this.told] = ["run", "stop", "share", "add", "told"].map(find);
    [this.downloads, this.sharing, this.address, this.copy] = ["downloads", "sharing", "address", "copy"].map(find);
    this.programs = find("programs");
    this.number = numbers(settings.language, { maximumFractionDigits: 2 });
    this.runs = new WeakMap(); // the last one of each editor
  }

  /** Works for the tab that is shown. */
  serve(yasgui) {
    this.yasgui = yasgui;
    this.run.addEventListener("click", () => yasgui.getTab().query());
    this.stop.addEventListener("click", () => this.cancel());
    this.share.addEventListener("click", () => this.keep());
    this.add.addEventListener("click", () => yasgui.addTab(true).getYasqe().focus());
    this.copy.addEventListener("click", () => this.copyAddress());
    const move = () => {
      const panel = yasgui.getTab().rootEl;
      panel.insertBefore(this.bar, panel.lastElementChild);
    };
    move();
    for (const event of ["tabSelect", "tabAdd", "tabClose"]) yasgui.on(event, () => setTimeout(() => (move(), this.show())));
  }

  /** Returns the last run of the tab that is shown. */
  get shown() {
    return this.runs.get(this.yasgui.getTab()?.getYasqe());
  }

  /** Notes that an editor asks a query, and returns the run. */
  begin(editor, query) {
    const run = { query, headers: undefined, spent: undefined, ended: false };
    this.runs.set(editor, run);
    this.show();
    return run;
  }

  /** Notes how long a whole answer took; without that there is none. */
  end(run, spent) {
    Object.assign(run, { spent, ended: true });
    if (run === this.shown) this.show();
  }

  /** Ends the query here and, once its name is known, at the server at once; without it, the server notices soon. */
  cancel() {
    this.yasgui.getTab().getYasqe().abortQuery();
    const name = this.shown?.headers?.get("Volgraph-Query");
    if (name) fetch(`${this.settings.queries}/${name}`, { method: "DELETE" }).catch(() => {});
  }

  /** Shows how the run of this tab stands. */
  show() {
    const run = this.shown;
    this.busy(Boolean(run) && !run.ended);
    this.downloads.hidden = this.sharing.hidden = this.programs.hidden = true;
    this.told.textContent = run && !run.ended ? this.settings.texts.running : "";
    const results = this.yasgui.getTab()?.getYasr().results;
    if (run?.spent !== undefined && results && !results.hasError()) this.tell(run, results);
  }

  busy(runs) {
    const hadFocus = document.activeElement === this.stop || document.activeElement === this.run;
    [this.run.hidden, this.stop.hidden] = [runs, !runs];
    if (hadFocus) (runs ? this.stop : this.run).focus();
  }

  /** Tells how many rows were found in which time, and offers them. */
  tell(run, results) {
    const { texts } = this.settings;
    const rows = results.getBindings()?.length;
    const generation = generationOf(run)?.slice(0, 12);
    this.told.textContent = [
      rows === undefined ? "" : `${capitalized(texts.rows)}: ${this.number.format(rows)}`,
      `${this.number.format(run.spent / 1000)} ${texts.seconds}`,
      generation ? `${texts.generation} ${generation}` : "",
    ].filter(Boolean).join(" · ");
    this.offer(run, results, rows !== undefined);
    this.write(run, results.getType() === "ttl" ? "ttl" : rows === undefined ? "json" : "csv");
  }

  offer(run, results, isTable) {
    const isTriples = results.getType() === "ttl";
    const { texts } = this.settings;
    const formats = isTriples ? ["ttl", "nt", "rdf", "jsonld"] : ["csv", "xlsx", "tsv", "json", "xml"];
    const claims = isTable && !isTriples ? this.claims(results) : "";
    this.downloads.replaceChildren(texts.download, " ", ...formats.flatMap((form) => [this.link(run, form), " "]));
    if (claims) {
      this.downloads.append(`· ${texts["with-evidence"]} `, element("code", {}, `?${claims}`), ": ");
      this.downloads.append(this.link(run, "csv", claims), " ", this.link(run, "xlsx", claims));
    }
    this.downloads.append("· ", element("a", { href: this.citation(run), rel: "nofollow" }, texts["claim-cite"]));
    this.downloads.hidden = run.query.length > MOST_ADDRESS_CHARS;
  }

  /** Tells where an answer is from, so that a drawing of it can be cited. */
  source() {
    const endpoint = new URL(this.settings.endpoint, location.href).href;
    const run = this.shown;
    return run ? `${endpoint} · ${this.settings.texts.generation} ${generationOf(run) ?? ""}\n\n${run.query}` : endpoint;
  }

  /** Writes how programs get the same answer in a format. */
  write(run, format) {
    const fields = fieldsOf(run, { format });
    const shown = snippets(new URL(this.settings.endpoint, location.href).href, fields).flatMap(([name, text]) => [
      element("p", { class: "meta" }, name),
      element("pre", { tabindex: 0, role: "region", "aria-label": name, lang: "en" }, text),
    ]);
    this.programs.replaceChildren(this.programs.firstElementChild, ...shown);
    this.programs.hidden = false;
  }

  /** Returns the first column that holds claims, empty if there is none. */
  claims(results) {
    const rows = results.getBindings().slice(0, LOOKED_AT);
    const isClaim = (term) => term?.type === "uri" && term.value.startsWith(this.settings.things) && term.value.includes("/claim/");
    return results.getVariables().find((name) => rows.some((row) => isClaim(row[name]))) ?? "";
  }

  link(run, format, evidence) {
    const fields = fieldsOf(run, { format, ...(evidence ? { evidence } : {}) });
    const href = `${this.settings.endpoint}?${new URLSearchParams(fields)}`;
    return element("a", { href, download: `volgraph-${generationOf(run)?.slice(0, 12)}.${format}` }, format.toUpperCase());
  }

  citation(run) {
    return `${this.settings.cite}?${new URLSearchParams(fieldsOf(run, {}))}`;
  }

  /** Has the query kept, and shows the short address for good. */
  async keep() {
    const query = this.yasgui.getTab().getQuery();
    const { keep, texts, pinned, generation } = this.settings;
    const sent = { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ query }) };
    const response = await fetch(keep, sent).catch(() => undefined);
    this.sharing.hidden = false;
    const kept = response?.ok ? await response.json() : undefined;
    this.address.parentElement.hidden = !kept;
    this.copy.hidden = !kept;
    if (kept) {
      this.address.value = kept.address + (pinned ? `?generation=${generation}` : "");
      this.address.select();
    } else {
      this.told.textContent = texts[`keep-${response?.status}`] ?? texts["keep-failed"];
    }
  }

  async copyAddress() {
    await navigator.clipboard?.writeText(this.address.value).catch(() => {});
    this.address.select();
    this.told.textContent = this.settings.texts.copied;
  }
}

function generationOf(run) {
  return run.headers?.get("Volgraph-Generation");
}

/** Returns the parameters of an address that has a query, in the generation that answered it. */
function fieldsOf(run, more) {
  const generation = generationOf(run);
  return { query: run.query, ...more, ...(generation ? { generation } : {}) };
}

function capitalized(text) {
  return text[0].toUpperCase() + text.slice(1);
}
