// The editor, its tools and its views, from YASGUI: https://github.com/zazuko/Yasgui.

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";

import { ask } from "./ask.js";
import { booleanView } from "./boolean.js";
import { registerCompleters } from "./completion.js";
import { drawnViews } from "./drawn.js";
import { searchExamples } from "./examples.js";
import { linking } from "./links.js";
import { problemRenderer } from "./problems.js";
import "./query.css";
import { tableView } from "./table.js";
import { Tools } from "./tools.js";

/**
 * Puts the workbench into its place, and takes the form away that does without it.
 *
 * @param {HTMLElement} place in the page, with the tools in it.
 * @param {object} settings of the page: see `pages/query.py`.
 */
export function startWorkbench(place, settings) {
  const tools = new Tools(place, settings);
  const source = () => tools.source();
  const context = { texts: settings.texts, links: linking(settings), language: settings.language, source };
  const terms = fetch(settings.terms).then((response) => response.json());
  registerCompleters(Yasgui.Yasqe, terms);
  registerViews(Yasgui.Yasr, context);
  Yasgui.Yasr.defaults.errorRenderers = [problemRenderer(settings.texts, () => yasgui.getTab().getYasqe())];
  Yasgui.Yasqe.prototype.query = function query() {
    return answer(this, settings, tools);
  };
  place.hidden = false;
  document.getElementById("plain").remove();
  const yasgui = new Yasgui(place.querySelector("#editor"), {
    persistenceId: "volgraph",
    populateFromUrl: false,
    autofocus: false,
    tabName: settings.texts.query,
    requestConfig: { endpoint: new URL(settings.endpoint, location.href).href },
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { value: settings.query, showQueryButton: false, createShareableLink: null, editorHeight: "20rem" },
    yasr: { prefixes: settings.prefixes },
  });
  tools.serve(yasgui);
  openQuery(yasgui, settings.query, settings.title, settings.run);
  nameEditors(yasgui, settings.texts);
  searchExamples(document.getElementById("examples"), settings.texts["find-example"]);
  for (const link of document.querySelectorAll("a[data-example]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openQuery(yasgui, new URL(link.href).searchParams.get("query"), link.textContent, true);
      place.scrollIntoView({ block: "start" });
    });
  }
}

function registerViews(Yasr, context) {
  const response = class extends Yasr.plugins.response {
    label = context.texts.response;
  };
  const error = Yasr.plugins.error;
  Yasr.plugins = {};
  Yasr.defaults.plugins = {};
  const views = { table: tableView(context), boolean: booleanView(context), ...drawnViews(context) };
  for (const [name, view] of Object.entries(views)) Yasr.registerPlugin(name, view);
  Yasr.registerPlugin("response", response);
  Yasr.registerPlugin("error", error);
  Yasr.defaults.pluginOrder = [...Object.keys(views), "response"];
}

/** Asks what is in an editor, in the place of what YASQE does itself: see `ask`. */
async function answer(editor, settings, tools) {
  editor.abortQuery();
  const started = performance.now();
  const controller = new AbortController();
  const fields = { query: editor.getValue(), ...(settings.pinned ? { generation: settings.generation } : {}) };
  editor.emit("queryBefore", editor);
  editor.emit("query", new Request(settings.endpoint), controller);
  const run = tools.begin(editor, fields.query);
  try {
    const response = await ask(settings.endpoint, fields, controller.signal, (headers) => (run.headers = headers));
    const spent = performance.now() - started;
    editor.emit("queryResponse", response, spent);
    editor.emit("queryResults", response.content, spent);
    tools.end(run, spent);
    return response;
  } catch (error) {
    editor.emit("queryResponse", error, performance.now() - started);
    tools.end(run);
    return undefined;
  }
}

/** Shows a query in a tab: in one that holds it already, or in a new one. */
function openQuery(yasgui, query, title, run) {
  const held = Object.values(yasgui._tabs).find((tab) => tab.getPersistedJson().yasqe.value === query);
  if (held) held.select();
  else yasgui.addTab(true, { name: title || yasgui.createTabName(), yasqe: { value: query } });
  if (run) yasgui.getTab().query();
}

/** Names the editors, and what else YASGUI leaves without a name, for those who do not see them. */
function nameEditors(yasgui, texts) {
  const name = () => {
    for (const field of yasgui.rootEl.querySelectorAll(".CodeMirror textarea")) field.setAttribute("aria-label", texts.query);
    for (const button of yasgui.rootEl.querySelectorAll(".yasr_btnGroup [aria-label]")) button.removeAttribute("aria-label");
    yasgui.rootEl.querySelector('[role="tablist"]')?.setAttribute("aria-label", texts.queries);
  };
  name();
  new MutationObserver(name).observe(yasgui.rootEl, { childList: true, subtree: true });
}
