// The rows of an answer as a table that can be sorted, filtered and turned page by page.

import { columnsOf } from "./columns.js";
import { element } from "./elements.js";
import { numbers } from "./locales.js";

const PAGE_ROWS = 100;

/** Returns the view; `context` has the texts, links and language of the page. */
export function tableView({ texts, links, language }) {
  const written = numbers(language);

  return class Table {
    label = texts.table;
    priority = 10;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      return Boolean(this.yasr.results?.getBindings() && this.yasr.results.getVariables().length);
    }

    draw() {
      this.rows = this.yasr.results.getBindings();
      this.columns = columnsOf(this.yasr.results);
      Object.assign(this, { order: null, words: "", page: 0 });
      this.body = element("tbody");
      this.header = element("tr", {}, ...this.columns.map((column) => this.heading(column)));
      this.paging = element("nav", { class: "paging", "aria-label": texts.page });
      const table = element("table", {}, element("thead", {}, this.header), this.body);
      const scroll = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": texts.result }, table);
      this.yasr.resultsEl.append(scroll, this.paging);
      this.show();
      if (this.rows.length > 10) this.yasr.pluginControls.replaceChildren(this.filter());
    }

    destroy() {
      this.yasr.pluginControls.replaceChildren();
    }

    download() {
      return undefined; // whole answers come from the server
    }

    heading(column) {
      const sort = () => {
        const descending = this.order?.column === column && !this.order.descending;
        this.order = { column, descending };
        this.page = 0;
        this.show();
      };
      const button = element("button", { type: "button", class: "sort", click: sort }, column.name);
      return element("th", { scope: "col", class: column.kind }, button);
    }

    filter() {
      const changed = (event) => {
        this.words = event.target.value.toLocaleLowerCase(language);
        this.page = 0;
        this.show();
      };
      return element("input", { type: "search", "aria-label": texts.filter, placeholder: texts.filter, input: changed });
    }

    found() {
      const names = this.columns.map((column) => column.name);
      const holds = (row) => names.some((name) => row[name]?.value.toLocaleLowerCase(language).includes(this.words));
      const rows = this.words ? this.rows.filter(holds) : [...this.rows];
      if (!this.order) return rows;
      const { column, descending } = this.order;
      const sign = descending ? -1 : 1;
      return rows.sort((a, b) => sign * compared(a[column.name], b[column.name], column.kind, language));
    }

    show() {
      const rows = this.found();
      const shown = rows.slice(this.page * PAGE_ROWS, (this.page + 1) * PAGE_ROWS);
      this.body.replaceChildren(...shown.map((row) => this.line(row)));
      this.columns.forEach((column, index) => {
        const sorted = this.order?.column === column ? (this.order.descending ? "descending" : "ascending") : "none";
        this.header.children[index].setAttribute("aria-sort", sorted);
      });
      this.turn(Math.ceil(rows.length / PAGE_ROWS));
    }

    line(row) {
      return element("tr", {}, ...this.columns.map(({ name, kind }) => element("td", { class: kind }, this.cell(row[name]))));
    }

    cell(term) {
      if (!term) return "";
      if (term.type === "uri") return this.thing(term.value);
      const lang = term["xml:lang"];
      const datatype = term.datatype && links.shorten(term.datatype);
      const text = element("span", { lang: lang !== language ? lang : undefined, title: datatype }, term.value);
      return /^https?:\/\/\S+$/.test(term.value) ? outside(term.value) : text;
    }

    thing(iri) {
      const href = links.href(iri);
      if (!href) return iri;
      const extra = links.isOutside(iri) ? { rel: "external noreferrer", class: "out" } : {};
      return element("a", { href, title: iri, ...extra }, links.shorten(iri));
    }

    turn(pages) {
      this.paging.hidden = pages < 2;
      const step = (text, page) =>
        element("button", {
          type: "button",
          class: "quiet",
          disabled: page < 0 || page >= pages,
          click: () => {
            this.page = page;
            this.show();
          },
        }, text);
      const where = element("span", {}, `${texts.page} ${written.format(this.page + 1)} / ${written.format(pages)}`);
      this.paging.replaceChildren(step(texts.prev, this.page - 1), where, step(texts.next, this.page + 1));
    }
  };
}

function outside(address) {
  return element("a", { href: address, rel: "external noreferrer", class: "out" }, decoded(address));
}

function compared(a, b, kind, language) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  return kind === "number" ? Number(a.value) - Number(b.value) : a.value.localeCompare(b.value, language);
}

function decoded(address) {
  try {
    return decodeURI(address);
  } catch {
    return address; // not every address is percent-encoded UTF-8
  }
}
