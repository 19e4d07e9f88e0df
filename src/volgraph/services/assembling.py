"""Making a generation of a build that somebody sent: from its quads alone, as if none of them could be trusted.

Store, dumps, counts and digest are made here from the statements. Only which files each graph was made of, which the
quads cannot show, is taken from the description that came with them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from volgraph.domain.claims import Claim
from volgraph.domain.coverage import coverage
from volgraph.domain.iris import Base
from volgraph.domain.reading import read_claims
from volgraph.domain.vocabulary import DCT, LABEL, PROV, SCHEMA, TYPE, VG, DiscrepancyType
from volgraph.errors import ArchiveError, Place
from volgraph.io.archives import QUADS, TEXTS, unpack
from volgraph.io.claims_dump import ClaimsDump
from volgraph.io.dumps import Views
from volgraph.io.history import Withdrawal
from volgraph.io.rdf_files import read_quads
from volgraph.io.stores import (
    GraphDigest,
    QuadsWriter,
    changed_literals,
    digest_of,
    generation_digest,
    graph_lines,
    load_store,
)
from volgraph.services.building import Draft, Report, complete, write_manifest
from volgraph.services.description import Inputs

Progress = Callable[[str], None]

_SLUG = r"[A-Za-z0-9][A-Za-z0-9.-]*"
_KNOWN = re.compile(
    r"entities|sources|measures|origins|ontology|shapes|dataset|derived/(?:discrepancies|plain)"
    rf"|(?:article|claims|text)/{_SLUG}"
)
_APART = ("text/", "ontology", "shapes")
"""The graphs, by the beginning of their path, that the default graph does not merge."""
_WITH_BLANK_NODES = ("ontology", "shapes")
_DATASET = "dataset"


def assemble(
    archive: Path,
    folder: Path,
    root: Path,
    base: Base,
    limit_bytes: int,
    withdrawals: Sequence[Withdrawal] = (),
    progress: Progress = lambda step: None,
) -> Report:
    """Make a generation in `folder` of an archive, and return what it counts.

    Args:
        archive: what was sent; see `io.archives`.
        folder: an empty folder, which becomes the generation's.
        root: the collection whose views and JSON-LD context hold here.
        base: under which things and graphs are named here.
        limit_bytes: how large the quads may be.
        withdrawals: what must not come back.
        progress: told of each step.

    Raises:
        InputError: it cannot be used; the message says what is wrong with it.
    """
    dumps, sent = folder / "dumps", folder / "sent"
    dumps.mkdir()
    sent.mkdir()
    progress("unpacking")
    received = unpack(archive, sent, limit_bytes)
    quads, texts, merge = dumps / QUADS, dumps / TEXTS, folder / "merge.nt"
    with quads.open("wb") as quads_file, texts.open("wb") as texts_file, merge.open("wb") as merge_file:
        writer = QuadsWriter(merge_file)
        description: list[Triple] = []
        for file, path in zip((quads_file, texts_file), received, strict=True):
            for name, triples in _graphs(path, base, of_texts=path.name == TEXTS):
                if name == _DATASET:
                    description = triples
                    continue
                graph = base.graph(name)
                _refuse_withdrawn(triples, withdrawals, name)
                if graph in writer.digests:
                    raise ArchiveError(f"the statements of {name} do not stand together", Place(path.name))
                writer.write(file, graph, triples, merged=not name.startswith(_APART))
    for path in received:
        path.unlink()
    sent.rmdir()
    progress("loading the store")
    store = load_store(folder / "store", [quads, texts], merge)
    progress("reading the store back")
    report = Report(digest=generation_digest(writer.digests.values()))
    with Views(sorted(root.glob("ontology/views/*.rq")), dumps) as views, ClaimsDump(dumps / "claims.csv") as claims:
        reader = _Reader(store, base, report, views, claims)
        for graph, written in writer.digests.items():
            reader.read(graph, written, [quads, texts])
    complete(Draft(folder, root, base, store, quads, merge), writer.digests, _inputs(description), progress)
    del reader, store
    progress("compressing dumps")
    write_manifest(folder, report, writer.digests)
    return report


def _graphs(path: Path, base: Base, *, of_texts: bool) -> Iterator[tuple[str, list[Triple]]]:
    """Yield the path and the triples of each graph of a file."""
    prefix = base.graph("").value
    for graph, quads in groupby(read_quads(path, shown=path.name), key=lambda quad: quad.graph_name):
        if not isinstance(graph, NamedNode) or not graph.value.startswith(prefix):
            raise ArchiveError(
                f"{graph} is not a graph under {prefix}: build with the base of the server", Place(path.name)
            )
        name = graph.value.removeprefix(prefix)
        if not _KNOWN.fullmatch(name) or name.startswith("text/") != of_texts:
            raise ArchiveError(f"{name} is no graph that a build writes there", Place(path.name))
        yield name, [_plain(quad, name, path) for quad in quads]


def _refuse_withdrawn(triples: Sequence[Triple], withdrawals: Sequence[Withdrawal], graph: str) -> None:
    for entry in withdrawals:
        for triple in triples:
            named = (node.value for node in (triple.subject, triple.object) if isinstance(node, NamedNode))
            texts = sha256(triple.object.value.encode()).hexdigest() if isinstance(triple.object, Literal) else ""
            if any(map(entry.covers, named)) or texts in entry.texts:
                day = entry.withdrawn.date()
                raise ArchiveError(
                    f"{graph} has {entry.iri}, which was withdrawn on {day}: take it out and build again"
                )


def _plain(quad: Quad, graph: str, path: Path) -> Triple:
    """Return the triple of a quad, which must be of RDF 1.1 and, but for ontology and shapes, without blank nodes."""
    triple = quad.triple
    if isinstance(triple.object, Triple):
        raise ArchiveError(f"{graph} has a triple about a triple: a build has none", Place(path.name))
    if graph not in _WITH_BLANK_NODES and BlankNode in (type(triple.subject), type(triple.object)):
        raise ArchiveError(f"{graph} has blank nodes: a build has none there", Place(path.name))
    return triple


class _Reader:
    """Reads each graph back from the store: checks it, makes its views, and counts what it holds."""

    def __init__(self, store: Store, base: Base, report: Report, views: Views, claims: ClaimsDump) -> None:
        self._store, self._base, self._report = store, base, report
        self._views, self._claims = views, claims
        self._report.claims_by_kind = {}
        self._report.discrepancies = {kind.value: 0 for kind in DiscrepancyType}

    def read(self, graph: NamedNode, written: GraphDigest, quads: Sequence[Path]) -> None:
        """Read a graph.

        Raises:
            InputError: the store has changed it, or a claim of it cannot be read.
        """
        statements = graph_lines(self._store, graph)
        if digest_of(graph, statements) != written:
            raise next(changed_literals(self._store, quads, graph), None) or ArchiveError(f"{graph} cannot be stored")
        self._report.triples += written.triples
        kind, _, slug = graph.value.removeprefix(self._base.graph("").value).partition("/")
        match kind, slug:
            case "article" | "claims", _:
                self._views.write(statements)
                claims = list(read_claims(self._triples(graph), f"{kind}/{slug}"))
                self._take(claims)
                if kind == "article":
                    self._report.articles += 1
                    self._cover(slug, claims)
            case "entities", _:
                self._report.entities = len({triple.subject for triple in self._triples(graph, LABEL)})
            case "sources", _:
                self._report.sources = len(list(self._triples(graph, TYPE, VG["Source"])))
            case "measures", _:
                self._report.measures = len(list(self._triples(graph, TYPE, VG["Measure"])))
            case "derived", "plain":
                self._report.plain_triples = written.triples
            case "derived", "discrepancies":
                for found in DiscrepancyType:
                    number = len(list(self._triples(graph, DCT["type"], found.node)))
                    self._report.discrepancies[found.value] = number

    def _triples(
        self, graph: NamedNode, predicate: NamedNode | None = None, term: NamedNode | None = None
    ) -> Iterator[Triple]:
        return (quad.triple for quad in self._store.quads_for_pattern(None, predicate, term, graph))

    def _take(self, claims: list[Claim]) -> None:
        for claim in claims:
            self._claims.write(claim)
        kinds = Counter(self._report.claims_by_kind) + Counter(claim.kind.name.lower() for claim in claims)
        self._report.claims_by_kind = dict(sorted(kinds.items()))
        self._report.claims += len(claims)

    def _cover(self, slug: str, claims: list[Claim]) -> None:
        """Count the numerals of an article's text; a build that left one uncovered has waived it."""
        for triple in self._triples(self._base.graph(f"text/{slug}"), SCHEMA["text"]):
            if isinstance(triple.object, Literal):
                found = coverage(triple.object.value, claims)
                self._report.numerals += found.numerals
                self._report.numerals_covered += found.covered
                self._report.numerals_waived += found.numerals - found.covered


def _inputs(description: Sequence[Triple]) -> Inputs:
    """Return which files each graph was made of, and their digests, as the sender describes them."""
    root = Path("/sent")  # where nothing is: a file is known by its path in the collection and its digest
    inputs = Inputs(root)
    paths, digests = _texts(description, DCT["title"]), _texts(description, SCHEMA["sha256"])
    made_of: dict[NamedNode, list[Path]] = {}
    for triple in description:
        graph, node = triple.subject, triple.object
        if triple.predicate != PROV["wasDerivedFrom"] or not isinstance(graph, NamedNode):
            continue
        if isinstance(node, NamedNode) and node in paths:
            path = root / paths[node]
            if ".." in path.parts or not path.is_relative_to(root) or not path.name.isprintable():
                raise ArchiveError(f"the description of the dataset names a file {paths[node]!a}: name one by its path")
            made_of.setdefault(graph, []).append(path)
            inputs.know(path, digests.get(node, ""))
    for graph, files in made_of.items():
        inputs.add(graph, sorted(files))
    return inputs


def _texts(description: Sequence[Triple], predicate: NamedNode) -> dict[NamedNode, str]:
    """Return the literal that each thing has for a property."""
    return {
        triple.subject: triple.object.value
        for triple in description
        if triple.predicate == predicate
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }
