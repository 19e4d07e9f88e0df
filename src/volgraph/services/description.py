"""Describing the dataset: VoID, DCAT, prefixes, example queries, and the rights and origin of every graph.

What depends on the server that answers, its address above all, is added by it: see `web.service_description`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from volgraph.domain.articles import TEXT_RIGHTS
from volgraph.domain.iris import Base, child
from volgraph.domain.vocabulary import (
    DCAT,
    DCT,
    PREFIXES,
    PROV,
    RDFS,
    SCHEMA,
    SD,
    SH,
    TYPE,
    VOID,
    integer,
    localized,
    typed,
)
from volgraph.io.stores import GraphDigest
from volgraph.services.examples import ExampleQuery, examples_in, own_examples
from volgraph.services.partitions import partitions

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
DATASET = "dataset/volgraph"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
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


def describe(
    inputs: Inputs, digests: Mapping[NamedNode, GraphDigest], store: Store, base: Base, root: Path
) -> Iterator[Triple]:
    """Yield the description of the dataset, its distributions and its graphs.

    Args:
        inputs: the files behind the graphs.
        digests: the graphs as they were written.
        store: the loaded store, which counts classes and properties of the default graph.
        base: under which the collection is named.
        root: the collection whose views and questions hold.
    """
    dataset = base.thing(DATASET)
    yield Triple(dataset, TYPE, VOID["Dataset"])
    yield Triple(dataset, TYPE, DCAT["Dataset"])
    yield Triple(dataset, TYPE, SD["Dataset"])
    for property, texts in ((DCT["title"], _TITLE), (DCT["description"], _ABOUT)):
        for text in localized(texts):
            yield Triple(dataset, property, text)
    yield Triple(dataset, DCT["license"], LICENCE)
    yield Triple(dataset, VOID["uriSpace"], Literal(base.things))
    yield from _default_graph(dataset, store)
    yield from _distributions(dataset, root)
    yield from _prefixes(dataset)
    for example in (*own_examples(), *examples_in(root / "ontology/questions")):
        yield from _example(example, dataset, base)
    stated = [graph for graph in digests if graph.value.startswith(_claim_graphs(base))]
    for graph, digest in digests.items():
        yield Triple(dataset, SD["namedGraph"], graph)
        yield from _graph(graph, digest, inputs, base)
        if graph.value.startswith(base.graph("derived/").value):
            for origin in stated:
                yield Triple(graph, PROV["wasDerivedFrom"], origin)


def redescribe(
    description: Iterable[Triple], digests: Mapping[NamedNode, GraphDigest], store: Store, base: Base
) -> Iterator[Triple]:
    """Yield a description again for graphs of which some are shorter and some are gone, its counts and digests new.

    Args:
        description: what was said of the dataset.
        digests: the graphs as they are now.
        store: the loaded store, which counts classes and properties of the default graph.
        base: under which the collection is named.
    """
    dataset, graphs = base.thing(DATASET), base.graph("").value
    counted = child(dataset, "default-graph").value
    for triple in description:
        nodes = [node.value for node in (triple.subject, triple.object) if isinstance(node, NamedNode)]
        gone = any(node.startswith(graphs) and NamedNode(node) not in digests for node in nodes)
        of_graph = triple.predicate == SCHEMA["sha256"] and nodes[0].startswith(graphs)
        of_counts = triple.predicate == VOID["triples"] or any(node.startswith(counted) for node in nodes)
        if not gone and not of_graph and not of_counts:
            yield triple
    yield from _default_graph(dataset, store)
    for graph, digest in digests.items():
        yield from _size(graph, digest)


def _claim_graphs(base: Base) -> tuple[str, str]:
    return base.graph("article/").value, base.graph("claims/").value


def _default_graph(dataset: NamedNode, store: Store) -> Iterator[Triple]:
    """Yield what the default graph is made of, without the description itself, which is not loaded yet."""
    default = child(dataset, "default-graph")
    yield Triple(dataset, SD["defaultGraph"], default)
    yield Triple(dataset, VOID["subset"], default)
    for triple in partitions(default, store):
        yield triple
        if triple.subject == default and triple.predicate == VOID["triples"]:
            yield Triple(dataset, VOID["triples"], triple.object)


def _distributions(dataset: NamedNode, root: Path) -> Iterator[Triple]:
    views = [f"views/{path.stem}.nt.gz" for path in root.glob("ontology/views/*.rq")]
    for name in (*_DISTRIBUTIONS, *views):
        node = child(dataset, f"distribution/{name}")
        yield Triple(dataset, DCAT["distribution"], node)
        yield Triple(node, TYPE, DCAT["Distribution"])
        yield Triple(node, DCT["title"], Literal(name))
        yield Triple(node, DCAT["mediaType"], NamedNode(_MEDIA_TYPES + media_type(name)))
        yield Triple(node, DCAT["compressFormat"], NamedNode(f"{_MEDIA_TYPES}application/gzip"))
        yield from _rights(node, text=is_text(name))


def media_type(dump: str) -> str:
    """Return what a dump is when it is unpacked."""
    return _DISTRIBUTIONS.get(dump, "application/n-triples")  # views


def is_text(dump: str) -> bool:
    """Tell whether a dump holds the texts, which have rights of their own."""
    return dump == _TEXTS


def _prefixes(dataset: NamedNode) -> Iterator[Triple]:
    """Yield the prefixes that queries are written with: https://www.w3.org/TR/shacl/#sparql-prefixes."""
    for prefix, namespace in PREFIXES.items():
        node = child(dataset, f"prefix/{prefix}")
        yield Triple(dataset, SH["declare"], node)
        yield Triple(node, TYPE, SH["PrefixDeclaration"])
        yield Triple(node, SH["prefix"], Literal(prefix))
        yield Triple(node, SH["namespace"], typed(namespace, "anyURI"))


def _example(example: ExampleQuery, dataset: NamedNode, base: Base) -> Iterator[Triple]:
    """Yield a query as https://github.com/sib-swiss/sparql-examples keeps them."""
    node = base.thing(f"example/{example.name}")
    yield Triple(dataset, DCT["hasPart"], node)
    yield Triple(node, TYPE, SH["SPARQLExecutable"])
    yield Triple(node, TYPE, SH[f"SPARQL{example.verb.capitalize()}Executable"])
    yield Triple(node, SH["prefixes"], dataset)
    yield Triple(node, SH[example.verb], Literal(_under(base, example.text)))
    for title in localized(example.titles):
        yield Triple(node, RDFS["comment"], title)
    for term in example.terms:
        yield Triple(node, SCHEMA["keywords"], Literal(term))


def _under(base: Base, text: str) -> str:
    """Return a query with the things and graphs that it names under the base of the collection."""
    return text.replace(Base().things, base.things).replace(Base().graph("").value, base.graph("").value)


def _graph(graph: NamedNode, digest: GraphDigest, inputs: Inputs, base: Base) -> Iterator[Triple]:
    yield Triple(graph, TYPE, SD["NamedGraph"])
    yield Triple(graph, SD["name"], graph)
    yield from _size(graph, digest)
    yield from _rights(graph, text=graph.value.startswith(base.graph("text/").value))
    for file in inputs.files.get(graph, []):
        path = file.relative_to(inputs.root).as_posix()
        node = base.thing(f"file/{path}")
        yield Triple(graph, PROV["wasDerivedFrom"], node)
        yield Triple(node, TYPE, PROV["Entity"])
        yield Triple(node, DCT["title"], Literal(path))
        yield Triple(node, SCHEMA["sha256"], Literal(inputs.digest(file)))


def _size(graph: NamedNode, digest: GraphDigest) -> Iterator[Triple]:
    yield Triple(graph, VOID["triples"], integer(digest.triples))
    yield Triple(graph, SCHEMA["sha256"], Literal(digest.sha256))


def _rights(node: NamedNode, *, text: bool) -> Iterator[Triple]:
    if not text:
        yield Triple(node, DCT["license"], LICENCE)
        return
    for right in localized(TEXT_RIGHTS):
        yield Triple(node, DCT["rights"], right)
