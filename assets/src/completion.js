// Completes prefixes, classes and properties from what the generation says of itself: nobody else is asked.

const MOST = 100;

/**
 * Registers the completers.
 *
 * @param {object} Yasqe the class of editors.
 * @param {Promise<{prefixes: object, classes: object[], properties: object[]}>} terms what can be written: each class
 *   and property has an `iri`, a `curie`, a `label` in the reader's language and a `count`; the commonest come first.
 */
export function registerCompleters(Yasqe, terms) {
  const { prefixes, class: classes, property: properties } = Yasqe.Autocompleters;
  Yasqe.Autocompleters = { variables: Yasqe.Autocompleters.variables };
  Yasqe.defaults.autocompleters = ["variables"];
  const all = async () => Object.entries((await terms).prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  Yasqe.registerAutocompleter({ ...prefixes, get: all, persistenceId: null });
  Yasqe.registerAutocompleter(completer(classes, async () => (await terms).classes));
  Yasqe.registerAutocompleter(completer(properties, async () => (await terms).properties));
}

/** Returns a completer like one that there is, for terms of our own: by IRI, by prefix and name, or by label. */
function completer(like, listed) {
  return {
    ...like,
    persistenceId: null,
    get: async (_editor, token) => {
      const typed = token.autocompletionString.toLowerCase();
      return (await listed()).filter((term) => matches(term, typed)).slice(0, MOST).map((term) => term.iri);
    },
    postprocessHints: async (editor, hints) => {
      const known = new Map((await listed()).map((term) => [term.iri, term]));
      const declared = editor.getPrefixesFromQuery();
      return hints.map((hint) => described(hint, known, declared));
    },
  };
}

function matches({ iri, curie, label }, typed) {
  return iri.toLowerCase().startsWith(typed) || curie.toLowerCase().includes(typed) || label.toLowerCase().includes(typed);
}

/** Shows a term with its label and how often it is used; writes it short if the query declares its prefix. */
function described(hint, known, declared) {
  const iri = iriOf(hint.text, declared);
  const term = known.get(iri);
  if (!term) return hint;
  const short = Object.entries(declared).find(([, start]) => start && iri.startsWith(start));
  const text = short ? `${short[0]}:${iri.slice(short[1].length)}` : hint.text;
  return { ...hint, text, displayText: `${term.curie}  ${term.label ? `${term.label} ` : ""}(${term.count})` };
}

function iriOf(text, declared) {
  if (text.startsWith("<")) return text.slice(1, -1);
  const [prefix, ...name] = text.split(":");
  return (declared[prefix] ?? "") + name.join(":");
}
