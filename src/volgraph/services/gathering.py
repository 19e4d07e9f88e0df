"""Making the data graph and the shapes graph of what a user names and of what that imports."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from volgraph.domain.notices import notice, of_error
from volgraph.domain.validation import Location, Notice
from volgraph.errors import InputError, RemoteError
from volgraph.io.fetching import fetch_rdf
from volgraph.io.graph_files import Document, GraphFile, Merging
from volgraph.io.inputs import Inputs, Source, shown

IMPORT_NOTHING, IMPORT_LOCAL, IMPORT_FETCH = IMPORTS = ("none", "local", "fetch")


@dataclass(slots=True)
class _Side:
    """One of the two graphs while its documents are read."""

    merging: Merging
    seen: set[str] = field(default_factory=set)
    documents: list[Document] = field(default_factory=list)
    waiting: list[tuple[Document, str]] = field(default_factory=list)


class Gathering:
    """Reads sources, and then what they import, until nothing more is imported.

    Args:
        folder: for what is fetched, and for the graphs.
        imports: one of `IMPORTS`: whether `owl:imports` is followed, to local files only or to the web too.
        progress: told of each file.
    """

    def __init__(self, folder: Path, imports: str, progress: Callable[[str], None]) -> None:
        self._folder, self._imports, self._progress = folder, imports, progress
        self._fetched = 0
        self.notices: list[Notice] = []

    def graphs(self, data: Inputs, shapes: Inputs) -> tuple[GraphFile, GraphFile]:
        """Return the data graph and the shapes graph. What cannot be read is left out, with a notice of level error."""
        with ExitStack() as open_files:
            sides = [_Side(open_files.enter_context(Merging(prefix, self._folder))) for prefix in "ds"]
            for side, inputs in zip(sides, (data, shapes), strict=True):
                self.notices += [notice("named-twice", Location(name)) for name in inputs.repeated]
                for source in inputs.sources:
                    self._add(side, source)
            if self._imports != IMPORT_NOTHING:
                for side in sides:
                    self._follow(side, sides)
            first, second = (
                side.merging.finish(self._folder / name)
                for side, name in zip(sides, ("data.nt", "shapes.nt"), strict=True)
            )
            return first, second

    def _add(self, side: _Side, source: Source) -> None:
        if source.identity in side.seen:
            return
        side.seen.add(source.identity)
        self._progress(f"reading {source.shown}")
        try:
            document = side.merging.add(source.path, source.shown, source.base_iri, lined=source.lined)
        except InputError as error:
            self.notices.append(of_error(error))
            return
        if not document.triples:
            self.notices.append(notice("empty-file", Location(source.shown)))
        side.documents.append(document)
        side.waiting += [(document, iri) for iri in document.imports]

    def _follow(self, side: _Side, sides: list[_Side]) -> None:
        done: set[str] = set()
        while side.waiting:
            importing, iri = side.waiting.pop(0)
            if iri in done:
                continue
            done.add(iri)
            source = self._named(iri, sides) or self._found(importing, iri)
            if source is not None:
                self._add(side, source)

    def _named(self, iri: str, sides: list[_Side]) -> Source | None:
        """Return the file that is, or describes, the ontology of an IRI, among those that were read."""
        wanted = _plain(iri)
        for document in _documents(sides):
            if wanted in map(_plain, (document.base, *document.ontologies)):
                return Source(document.shown, document.path, document.base_iri, document.lined)
        return None

    def _found(self, importing: Document, iri: str) -> Source | None:
        """Return the file that an IRI names, or a copy of what it names on the web."""
        place = Location(importing.shown)
        address = urlsplit(urldefrag(iri).url)
        # What comes from the web may not make us read files of this machine.
        if address.scheme == "file" and importing.lined and importing.base.startswith("file:"):
            path = Path(unquote(address.path))
            if path.is_relative_to(Path.cwd()):
                path = path.relative_to(Path.cwd())
            if path.is_file():
                return Source(shown(path), path)
            self.notices.append(notice("import-missing", place, iri=shown(path), reason="there is no such file"))
        elif address.scheme in ("http", "https") and self._imports == IMPORT_FETCH:
            self._progress(f"fetching {iri}")
            self._fetched += 1
            try:
                return Source(iri, fetch_rdf(iri, self._folder / f"fetched-{self._fetched}"), urldefrag(iri).url)
            except RemoteError as error:
                self.notices.append(notice("import-missing", place, iri=iri, reason=error.reason))
        else:
            self.notices.append(notice("import-elsewhere", place, iri=iri))
        return None


def _documents(sides: list[_Side]) -> Iterator[Document]:
    for side in sides:
        yield from side.documents


def _plain(iri: str) -> str:
    """Return an IRI as imports mean it: `…/x`, `…/x#` and `…/x/` name one ontology."""
    return urldefrag(iri).url.rstrip("/")
