// Where a thing leads, and how it is written short.

/**
 * @param {{things: string, ontology: string, page: string, vocabulary: string, prefixes: Record<string, string>}} settings
 */
export function linking({ things, ontology, page, vocabulary, prefixes, generation, pinned }) {
  const starts = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
  const fields = pinned ? `?generation=${generation}` : "";
  return {
    /** Returns the address that a thing is shown at; empty for what is on no web. */
    href(iri) {
      if (iri.startsWith(things)) return page + encodeURI(iri.slice(things.length)) + fields;
      if (iri.startsWith(ontology)) return `${vocabulary}${fields}#${encodeURIComponent(iri.slice(ontology.length))}`;
      return /^https?:/.test(iri) ? iri : "";
    },
    /** Tells whether that is on another site. */
    isOutside: (iri) => !iri.startsWith(things) && !iri.startsWith(ontology),
    shorten(iri) {
      if (iri.startsWith(things)) return iri.slice(things.length);
      const found = starts.find(([, start]) => iri.startsWith(start));
      return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
    },
  };
}
