"""Building a generation: from the files of a collection to a store, dumps and a manifest."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, TypeVar

from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from volgraph.domain.articles import (
    Article,
    Built,
    build_article,
    read_article,
    references,
    text_graph,
)
from volgraph.domain.claim_table import claim_of
from volgraph.domain.claims import Claim, check
from volgraph.domain.coverage import WAIVER_COLUMNS, Waiver, coverage, uncovered_errors, waiver_of
from volgraph.domain.iris import Base, is_part_of_claim, is_slug
from volgraph.domain.names import nearest
from volgraph.domain.resolution import resolved
from volgraph.domain.text import decode
from volgraph.domain.vocabulary import VG, DiscrepancyType
from volgraph.errors import BuildError, ClaimError, InputError, LiteralError, Place, UnknownNameError
from volgraph.io.claims_dump import ClaimsDump
from volgraph.io.csv_files import read_rows
from volgraph.io.disk import require_space, size_of, write_json
from volgraph.io.dumps import Views, compress, write_forms
from volgraph.io.generations import MANIFEST, Generation, Home
from volgraph.io.history import Withdrawal
from volgraph.io.memory import give_back_memory
from volgraph.io.rdf_files import read_triples
from volgraph.io.stores import (
    GraphDigest,
    QuadsWriter,
    changed_literals,
    digest_of,
    finish_store,
    generation_digest,
    graph_lines,
    load_store,
)
from volgraph.services.collection import Collection, claim_rows, load_collection
from volgraph.services.derivation import Derivation, discrepancy_triples
from volgraph.services.description import Inputs, describe
from volgraph.services.indexing import write_index

Progress = Callable[[str], None]
T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """What a build made: counts that the manifest keeps and the command line shows."""

    digest: str = ""
    triples: int = 0
    claims: int = 0
    articles: int = 0
    entities: int = 0
    sources: int = 0
    measures: int = 0
    numerals: int = 0
    numerals_covered: int = 0
    numerals_waived: int = 0
    plain_triples: int = 0
    claims_by_kind: dict[str, int] = field(default_factory=dict)
    discrepancies: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Names:
    """Every thing that something describes, and the references that were made before it was known.

    Parts of a claim, most of what a graph describes, are known in their own graph only.
    """

    base: Base
    known: set[str] = field(default_factory=set)
    waiting: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, triples: list[Triple], file: str, *, referring: bool) -> None:
        """Note what a graph describes, and its references to what nothing described so far."""
        here = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
        self.known.update(iri for iri in here if not is_part_of_claim(iri))
        if referring:
            for subject, target in references(triples, self.base):
                if target.value not in self.known and target.value not in here:
                    self.waiting.append((target.value, subject.value, file))

    def unknown(self) -> Iterator[UnknownNameError]:
        """Yield an error for each reference that is still to nothing, with the nearest names of its kind."""
        missing = sorted({reference for reference in self.waiting if reference[0] not in self.known})
        for target, references_to_it in groupby(missing, key=itemgetter(0)):
            path = target.removeprefix(self.base.things)
            kind = path.partition("/")[0]
            prefix = f"{self.base.things}{kind}/"
            alike = [iri.removeprefix(self.base.things) for iri in self.known if iri.startswith(prefix)]
            alike = [name for name in alike if "/label/" not in name]
            names = nearest(path, alike)
            for _, subject, file in references_to_it:
                place = Place(file, subject=subject.removeprefix(self.base.things))
                yield UnknownNameError(kind, path, names, place)


class Builder:
    """Builds the graphs of a collection, one at a time.

    Args:
        collection: the tables, already read.
        output: where the graphs go.
        withdrawals: what must not come back.
    """

    def __init__(self, collection: Collection, output: "Output", withdrawals: Sequence[Withdrawal] = ()) -> None:
        self.collection = collection
        self.base = collection.base
        self.errors: list[InputError] = list(collection.errors)
        self.report = Report(measures=len(collection.measures), sources=len(collection.sources))
        self.inputs = Inputs(collection.root)
        self._output = output
        self._withdrawals = withdrawals
        self._names = _Names(self.base)
        self._derivation = Derivation(self.base, collection.measures)
        self._kinds: Counter[str] = Counter()

    def tables(self) -> None:
        """Write the graphs of entities, sources, measures and origins, and let go of their triples."""
        for path in list(self.collection.graphs):
            self._write(path, self.collection.graphs.pop(path), self.collection.files[path])
        self.report.entities = len(self.collection.labels)

    def articles(self) -> Iterator[None]:
        """Write the graphs of each article, one a step."""
        for path in self.collection.articles():
            if self._has_slug(path, path.parent.name):
                self._article(path)
            yield

    def _article(self, path: Path) -> None:
        slug, shown = path.parent.name, self.collection.shown(path)
        text_path = path.with_name("text.txt")
        triples = self._tried(lambda: read_triples(path, self.base.things, shown))
        text = self._tried(lambda: _read_text(text_path, self.collection.shown(text_path)))
        if text is None or self._is_withdrawn(f"article/{slug}/text", text, text_path):
            return
        article, errors = read_article(slug, triples or [], text, self.base, shown)
        if triples is None:
            self.errors += errors
            return
        built = build_article(article, self.collection.measures, self.base)
        self.errors += [*errors, *built.errors]
        self._derivation.add_identifications(article.others)
        self._take(built, f"article/{slug}", [path, text_path])
        self._write(f"text/{slug}", text_graph(article), [text_path], merged=False)
        if not errors and not built.errors:
            self._cover(article, built.claims, text_path)
        self.report.articles += 1

    def _is_withdrawn(self, name: str, text: str, path: Path) -> bool:
        """Tell whether a stored text was withdrawn, under this name or another; the error is kept."""
        iri, digest = self.base.thing(name).value, sha256(text.encode()).hexdigest()
        found = next((entry for entry in self._withdrawals if entry.covers(iri) or digest in entry.texts), None)
        if found:
            self.errors.append(_withdrawn(found, self.base, Place(self.collection.shown(path))))
        return found is not None

    def _tried(self, read: Callable[[], T]) -> T | None:
        """Return what is read, or None if that cannot be; the error is kept."""
        try:
            return read()
        except InputError as error:
            self.errors.append(error)
            return None

    def _has_slug(self, path: Path, name: str) -> bool:
        """Tell whether a graph can be named after a file or folder; the error is kept."""
        if not is_slug(name):
            message = f"“{name}” names a graph: rename it with ASCII letters, digits, points and hyphens only"
            self.errors.append(InputError(message, Place(self.collection.shown(path))))
        return is_slug(name)

    def _cover(self, article: Article, claims: list[Claim], text_path: Path) -> None:
        result = coverage(article.text, claims, self._waivers(article, text_path.with_name("waivers.csv")))
        self.errors += uncovered_errors(article.text, result, Place(self.collection.shown(text_path)))
        self.report.numerals += result.numerals
        self.report.numerals_covered += result.covered
        self.report.numerals_waived += result.waived

    def _waivers(self, article: Article, path: Path) -> list[Waiver]:
        if not path.exists():
            return []
        rows, errors = read_rows(path, WAIVER_COLUMNS, self.collection.shown(path), ["quote"])
        self.errors += errors
        waivers = []
        for row in rows:
            try:
                waivers.append(waiver_of(row, article.text))
            except InputError as error:
                self.errors.append(error)
        return waivers

    def claim_tables(self) -> Iterator[None]:
        """Write the graph of each claims table, one a step."""
        for path in self.collection.claim_tables():
            if not self._has_slug(path, path.stem):
                continue
            rows, errors = claim_rows(self.collection, path)
            self.errors += errors
            built = Built()
            for row in rows:
                try:
                    claim, explanation = resolved(claim_of(row, self.collection.tables), None, row.place())
                    check(claim, row.place())
                except InputError as error:
                    self.errors.append(error)
                else:
                    built.add(claim, explanation)
            self._take(built, f"claims/{path.stem}", [path])
            yield

    def _take(self, built: Built, graph: str, files: list[Path]) -> None:
        for claim in built.claims:
            if claim.iri.value in self._names.known:
                place = Place(self.collection.shown(files[0]), subject=f"claim {self.base.path(claim.iri)}")
                self.errors.append(
                    ClaimError("the claim stands already in another file: give it an id of its own", place)
                )
            self._derivation.add_claim(claim)
            self._output.claims.write(claim)
            self._kinds[claim.kind.name.lower()] += 1
        self.report.claims += len(built.claims)
        self._write(graph, built.triples, files)

    def derive(self) -> None:
        """Write the graphs of discrepancies and of plain triples."""
        discrepancies = self._derivation.discrepancies()
        made = [t for d in discrepancies for t in discrepancy_triples(d, self.base, self.collection.name_of)]
        plain = self._derivation.plain_triples(discrepancies)
        self._write("derived/discrepancies", made)
        self._write("derived/plain", list(plain))
        counts = Counter(discrepancy.kind for discrepancy in discrepancies)
        self.report.discrepancies = {kind.value: counts[kind] for kind in DiscrepancyType}
        self.report.claims_by_kind = dict(sorted(self._kinds.items()))
        self.report.plain_triples = len(plain)

    def vocabulary(self) -> None:
        """Write the graphs of the ontology and of the shapes."""
        root = self.collection.root
        ontology = root / "ontology/volgraph.ttl"
        self._names.known.add(VG.iri)
        for graph, files in (("ontology", [ontology]), ("shapes", sorted(root.glob("shapes/*.ttl")))):
            triples = []
            for file in files:
                try:
                    triples += read_triples(file, shown=self.collection.shown(file))
                except InputError as error:
                    self.errors.append(error)
            self._write(graph, triples, files, merged=False)

    def release(self) -> None:
        """Note references to nothing, and let go of what only reading needs before the store takes its memory."""
        self.errors += self._names.unknown()
        self._names = _Names(self.base)
        self._derivation = Derivation(self.base, {})
        self.collection.forget()
        give_back_memory()

    def finish(self) -> None:
        """Raise all that went wrong.

        Raises:
            BuildError: something did.
        """
        if self.errors:
            raise BuildError(self.errors)

    def _write(self, path: str, triples: list[Triple], files: Sequence[Path] = (), *, merged: bool = True) -> None:
        graph = self.base.graph(path)
        if self._withdrawals and files:
            self._refuse_withdrawn(triples, self._shown(files))
        # What is derived refers to nothing that its claims do not.
        self._names.take(triples, self._shown(files), referring=merged and bool(files))
        file = self._output.texts if path.startswith("text/") else self._output.quads
        self.report.triples += self._output.writer.write(file, graph, triples, merged=merged).triples
        self.inputs.add(graph, files)

    def _refuse_withdrawn(self, triples: list[Triple], file: str) -> None:
        """Note an error for each subject that is, or refers to, something withdrawn."""
        for entry in self._withdrawals:
            subjects = {
                triple.subject.value
                for triple in triples
                if isinstance(triple.subject, NamedNode)
                and any(isinstance(n, NamedNode) and entry.covers(n.value) for n in (triple.subject, triple.object))
            }
            for subject in sorted(subjects):
                below_another = any(subject.startswith(f"{other}/") for other in subjects)
                if not below_another:
                    place = Place(file, subject=self.base.path(NamedNode(subject)))
                    self.errors.append(_withdrawn(entry, self.base, place))

    def _shown(self, files: Iterable[Path]) -> str:
        """Return the files in which an author can mend a graph; a stored text is none of them."""
        return ", ".join(self.collection.shown(file) for file in files if file.suffix != ".txt")

    def read_back(self, store: Store, quads: Sequence[Path], views: Views) -> None:
        """Read every graph back from the store, make its views, and note each literal that has another form there."""
        with_claims = self.base.graph("article/").value, self.base.graph("claims/").value
        for graph, written in self._output.writer.digests.items():
            statements = graph_lines(store, graph)
            if graph.value.startswith(with_claims):
                views.write(statements)
            if digest_of(graph, statements) != written:
                files = self._shown(self.inputs.files[graph])
                for error in changed_literals(store, quads, graph):
                    place = Place(files, subject=error.place.subject)
                    self.errors.append(LiteralError(error.written, error.stored, place))


@dataclass(frozen=True, slots=True)
class Output:
    """Where a build writes: the named graphs, the stored texts apart, and the claims as a table."""

    writer: QuadsWriter
    quads: BinaryIO
    texts: BinaryIO
    claims: ClaimsDump


def _withdrawn(entry: Withdrawal, base: Base, place: Place) -> InputError:
    name, day = base.path(NamedNode(entry.iri)), entry.withdrawn.date()
    return InputError(f"{name} was withdrawn on {day}, “{entry.reason}”: take it out of the collection", place)


def _read_text(path: Path, shown: str) -> str:
    try:
        return decode(path.read_bytes(), Place(shown))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", Place(shown)) from None


def build(root: Path, base: Base, home: Home, progress: Progress = lambda step: None) -> tuple[Generation, Report]:
    """Build a generation of the collection in `root` and keep it in `home`, not yet published.

    Args:
        root: the folder that holds `data/`, `ontology/` and `shapes/`.
        base: under which things and graphs are named.
        home: where generations are kept.
        progress: told of each step.

    Raises:
        BuildError: the collection has errors; nothing in the home has changed.
        DiskSpaceError: the disk has too little room, or became full; nothing in the home has changed.
    """
    with home.lock(), home.workspace() as folder:
        require_space(home.path, _needed_bytes(home, root), "a build")
        dumps = folder / "dumps"
        dumps.mkdir()
        quads, texts, merge = dumps / "volgraph.nq", dumps / "texts.nq", folder / "merge.nt"
        with (
            quads.open("wb") as quads_file,
            texts.open("wb") as texts_file,
            merge.open("wb") as merge_file,
            ClaimsDump(dumps / "claims.csv") as claims,
        ):
            writer = QuadsWriter(merge_file)
            output = Output(writer, quads_file, texts_file, claims)
            builder = Builder(load_collection(root, base), output, home.withdrawals())
            _write_graphs(builder, progress)
        builder.release()
        progress("loading the store")
        store = load_store(folder / "store", [quads, texts], merge)
        progress("reading the store back")
        with Views(sorted(root.glob("ontology/views/*.rq")), dumps) as views:
            builder.read_back(store, [quads, texts], views)
        builder.finish()
        builder.report.digest = generation_digest(writer.digests.values())
        complete(Draft(folder, root, base, store, quads, merge), writer.digests, builder.inputs, progress)
        del store
        progress("compressing dumps")
        write_manifest(folder, builder.report, writer.digests)
        return home.adopt(folder, builder.report.digest), builder.report


def _needed_bytes(home: Home, root: Path) -> int:
    """Return how much of the disk a build takes at its peak, before the dumps are compressed.

    Measured: the peak is 1.6 to 2.5 times the finished generation; for 424 kB of tables and texts 61 times their
    size, for 5.9 MB 56 times, and about 4 MB for the smallest.
    """
    newest = home.built() or home.current()
    by_collection = 64 * size_of(root / "data") + (8 << 20)
    return max(by_collection, 3 * size_of(newest.path) if newest else 0)


def _write_graphs(builder: Builder, progress: Progress) -> None:
    progress("reading tables")
    builder.vocabulary()  # first: these graphs have blank nodes, and large files are loaded in parts
    builder.tables()
    for number, _ in enumerate(builder.articles(), 1):
        progress(f"reading articles ({number})")
    for number, _ in enumerate(builder.claim_tables(), 1):
        progress(f"reading claims tables ({number})")
    progress("comparing claims")
    builder.derive()


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation in the making: its store is loaded and every graph of it is known."""

    folder: Path
    root: Path
    base: Base
    store: Store
    quads: Path
    merge: Path


def complete(draft: Draft, digests: Mapping[NamedNode, GraphDigest], inputs: Inputs, progress: Progress) -> None:
    """Describe the dataset, write the dumps and the search index, and put the store on the disk."""
    dumps = draft.folder / "dumps"
    progress("describing the dataset")
    _describe(draft, digests, inputs)
    progress("writing dumps")
    write_forms(draft.quads, draft.merge, dumps)
    draft.merge.unlink()
    shutil.copy(draft.root / "ontology/context.jsonld", draft.folder / "context.jsonld")
    progress("writing the search index")
    write_index(draft.store, draft.base, Generation(draft.folder).index)
    progress("finishing the store")
    finish_store(draft.store)


def write_manifest(folder: Path, report: Report, digests: Mapping[NamedNode, GraphDigest]) -> None:
    """Compress the dumps, and write down what the generation consists of."""
    graphs = {d.graph.value: {"sha256": d.sha256, "triples": d.triples} for d in digests.values()}
    content = {"digest": report.digest, "counts": asdict(report), "graphs": graphs, "dumps": compress(folder / "dumps")}
    write_json(folder / MANIFEST, content)


def _describe(draft: Draft, digests: Mapping[NamedNode, GraphDigest], inputs: Inputs) -> None:
    """Add the graph that describes the dataset; it is no part of the digest, nor of the counts.

    Its triples stand in the default graph too, where clients look for prefixes, partitions and examples.
    """
    graph = draft.base.graph("dataset")
    triples = {str(triple) for triple in describe(inputs, digests, draft.store, draft.base, draft.root)}
    for path, ending in ((draft.quads, f" {graph} .\n"), (draft.merge, " .\n")):
        lines = "".join(sorted(f"{triple}{ending}" for triple in triples)).encode()
        draft.store.load(lines, format=RdfFormat.N_QUADS)
        with path.open("ab") as file:
            file.write(lines)
