// What stands under the editor: running and stopping, a short address, downloads, and what was found how fast.

import { element } from "./elements.js";
import { numbers } from "./locales.js";

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
    this.number = numbers(settings.language, { maximumFractionDigits: 2 });
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
    yasgui.on("tabSelect", () => setTimeout(() => (move(), this.clear())));
    yasgui.on("tabAdd", () => setTimeout(() => (move(), this.clear())));
    yasgui.on("tabClose", () => setTimeout(move));
  }

  clear() {
    this.told.textContent = "";
    this.downloads.hidden = this.sharing.hidden = true;
  }

  begin(query) {
    this.query = query;
    this.headers = undefined;
    this.clear();
    this.told.textContent = this.settings.texts.running;
    this.busy(true);
  }

  busy(runs) {
    const hadFocus = document.activeElement === this.stop || document.activeElement === this.run;
    [this.run.hidden, this.stop.hidden] = [runs, !runs];
    if (hadFocus) (runs ? this.stop : this.run).focus();
  }

  answered(headers) {
    this.headers = headers;
  }

  /** Ends the query here and, once its name is known, at the server at once; without it, the server notices soon. */
  cancel() {
    this.yasgui.getTab().getYasqe().abortQuery();
    const name = this.headers?.get("Volgraph-Query");
    if (name) fetch(`${this.settings.queries}/${name}`, { method: "DELETE" }).catch(() => {});
  }

  /** Tells how many rows were found in which time; without a time there is no answer. */
  end(spent) {
    this.busy(false);
    const results = this.yasgui.getTab().getYasr().results;
    if (spent === undefined || !results || results.hasError()) {
      this.told.textContent = "";
      return;
    }
    const { texts } = this.settings;
    const rows = results.getBindings()?.length;
    const generation = this.headers?.get("Volgraph-Generation")?.slice(0, 12);
    this.told.textContent = [
      rows === undefined ? "" : `${capitalized(texts.rows)}: ${this.number.format(rows)}`,
      `${this.number.format(spent / 1000)} ${texts.seconds}`,
      generation ? `${texts.generation} ${generation}` : "",
    ].filter(Boolean).join(" · ");
    this.offer(results, rows !== undefined);
  }

  offer(results, isTable) {
    const isTriples = results.getType() === "ttl";
    const { texts } = this.settings;
    const formats = isTriples ? ["ttl", "nt", "rdf", "jsonld"] : ["csv", "xlsx", "tsv", "json", "xml"];
    const claims = isTable && !isTriples ? this.claims(results) : "";
    this.downloads.replaceChildren(texts.download, " ", ...formats.flatMap((form) => [this.link(form), " "]));
    if (claims) {
      this.downloads.append(`· ${texts["with-evidence"]} `, element("code", {}, `?${claims}`), ": ");
      this.downloads.append(this.link("csv", claims), " ", this.link("xlsx", claims));
    }
    this.downloads.append("· ", element("a", { href: this.citation(), rel: "nofollow" }, texts["claim-cite"]));
    this.downloads.hidden = this.query.length > MOST_ADDRESS_CHARS;
  }

  /** Returns the first column that holds claims, empty if there is none. */
  claims(results) {
    const rows = results.getBindings().slice(0, LOOKED_AT);
    const isClaim = (term) => term?.type === "uri" && term.value.startsWith(this.settings.things) && term.value.includes("/claim/");
    return results.getVariables().find((name) => rows.some((row) => isClaim(row[name]))) ?? "";
  }

  link(format, evidence) {
    const generation = this.headers?.get("Volgraph-Generation");
    const href = `${this.settings.endpoint}?${this.fields({ format, ...(evidence ? { evidence } : {}) })}`;
    return element("a", { href, download: `volgraph-${generation?.slice(0, 12)}.${format}` }, format.toUpperCase());
  }

  citation() {
    return `${this.settings.cite}?${this.fields({})}`;
  }

  /** Returns the parameters of an address that has the query, in the generation that answered it. */
  fields(more) {
    const generation = this.headers?.get("Volgraph-Generation");
    return new URLSearchParams({ query: this.query, ...more, ...(generation ? { generation } : {}) });
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

function capitalized(text) {
  return text[0].toUpperCase() + text.slice(1);
}
