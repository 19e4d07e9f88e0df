"""Describing the dataset: VoID, DCAT and the rights and origin of every graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from volgraph.domain.articles import TEXT_RIGHTS
from volgraph.domain.iris import Base, child
from volgraph.domain.vocabulary import DCAT, DCT, PROV, SCHEMA, SD, TYPE, VOID, integer, localized
from volgraph.io.stores import GraphDigest

LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_TITLE = {
    "kk": "volgraph: Қазақстандағы волонтёрлік туралы мәлімдемелер",
    "ru": "volgraph: утверждения о волонтёрстве в Казахстане",
    "en": "volgraph: claims about volunteering in Kazakhstan",
}
_ABOUT = {
    "kk": "Әр факт оны білдіретін сөздерге апарады; келіспейтін дереккөздер қатар көрсетіледі.",
    "ru": "Каждый факт ведёт к словам, которые его выражают; несогласные источники показаны рядом.",
    "en": "Every fact leads to the words that state it; sources that disagree are shown side by side.",
}
_CLASSES = "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"
_DISTRIBUTIONS = {
    "volgraph.nq.gz": "application/n-quads",
    "volgraph.trig.gz": "application/trig",
    "volgraph.ttl.gz": "text/turtle",
    "volgraph.jsonld.gz": "application/ld+json",
    "claims.csv.gz": "text/csv",
    "texts.nq.gz": "application/n-quads",
}
_TEXTS = "texts.nq.gz"


@dataclass(slots=True)
class Inputs:
    """Which files each graph was made from, with a digest of each file."""

    root: Path
    files: dict[NamedNode, list[Path]] = field(default_factory=dict)
    _digests: dict[Path, str] = field(default_factory=dict)

    def add(self, graph: NamedNode, files: Iterable[Path]) -> None:
        """Note the files of a graph."""
        self.files[graph] = list(files)

    def know(self, file: Path, digest: str) -> None:
        """Note the SHA-256 of a file that is not here."""
        self._digests[file] = digest

    def digest(self, file: Path) -> str:
        """Return the SHA-256 of a file."""
        if file not in self._digests:
            self._digests[file] = sha256(file.read_bytes()).hexdigest()
        return self._digests[file]


def describe(inputs: Inputs, digests: Mapping[NamedNode, GraphDigest], store: Store, base: Base) -> Iterator[Triple]:
    """Yield the description of the dataset, its distributions and its graphs.

    Args:
        inputs: the files behind the graphs.
        digests: the graphs as they were written.
        store: the loaded store, which counts classes and properties of the default graph.
        base: under which the collection is named.
    """
    dataset = base.thing("dataset/volgraph")
    yield Triple(dataset, TYPE, VOID["Dataset"])
    yield Triple(dataset, TYPE, DCAT["Dataset"])
    for property, texts in ((DCT["title"], _TITLE), (DCT["description"], _ABOUT)):
        for text in localized(texts):
            yield Triple(dataset, property, text)
    yield Triple(dataset, DCT["license"], LICENCE)
    yield Triple(dataset, VOID["uriSpace"], Literal(base.things))
    yield from _partitions(dataset, store)
    yield from _distributions(dataset)
    stated = [graph for graph in digests if graph.value.startswith(_claim_graphs(base))]
    for graph, digest in digests.items():
        yield Triple(dataset, SD["namedGraph"], graph)
        yield from _graph(graph, digest, inputs, base)
        if graph.value.startswith(base.graph("derived/").value):
            for origin in stated:
                yield Triple(graph, PROV["wasDerivedFrom"], origin)


def _claim_graphs(base: Base) -> tuple[str, str]:
    return base.graph("article/").value, base.graph("claims/").value


def _partitions(dataset: NamedNode, store: Store) -> Iterator[Triple]:
    """Yield how many entities each class and how many triples each property has in the default graph."""
    total = 0
    for kind, key, count, query in (
        ("class", VOID["class"], VOID["entities"], _CLASSES),
        ("property", VOID["property"], VOID["triples"], _PROPERTIES),
    ):
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        for solution in answer:
            term, number = solution["term"], solution["n"]
            assert isinstance(term, NamedNode)
            assert isinstance(number, Literal)
            part = child(dataset, f"{kind}/{sha256(term.value.encode()).hexdigest()[:12]}")
            yield Triple(dataset, VOID[f"{kind}Partition"], part)
            yield Triple(part, key, term)
            yield Triple(part, count, number)
            total += int(number.value) if kind == "property" else 0
    yield Triple(dataset, VOID["triples"], integer(total))


def _distributions(dataset: NamedNode) -> Iterator[Triple]:
    for name, media_type in _DISTRIBUTIONS.items():
        node = child(dataset, f"distribution/{name}")
        yield Triple(dataset, DCAT["distribution"], node)
        yield Triple(node, TYPE, DCAT["Distribution"])
        yield Triple(node, DCT["title"], Literal(name))
        yield Triple(node, DCAT["mediaType"], NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}"))
        yield from _rights(node, text=name == _TEXTS)


def _graph(graph: NamedNode, digest: GraphDigest, inputs: Inputs, base: Base) -> Iterator[Triple]:
    yield Triple(graph, TYPE, SD["NamedGraph"])
    yield Triple(graph, VOID["triples"], integer(digest.triples))
    yield Triple(graph, SCHEMA["sha256"], Literal(digest.sha256))
    yield from _rights(graph, text=graph.value.startswith(base.graph("text/").value))
    for file in inputs.files.get(graph, []):
        path = file.relative_to(inputs.root).as_posix()
        node = base.thing(f"file/{path}")
        yield Triple(graph, PROV["wasDerivedFrom"], node)
        yield Triple(node, TYPE, PROV["Entity"])
        yield Triple(node, DCT["title"], Literal(path))
        yield Triple(node, SCHEMA["sha256"], Literal(inputs.digest(file)))


def _rights(node: NamedNode, *, text: bool) -> Iterator[Triple]:
    if not text:
        yield Triple(node, DCT["license"], LICENCE)
        return
    for right in localized(TEXT_RIGHTS):
        yield Triple(node, DCT["rights"], right)
