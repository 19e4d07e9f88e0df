"""Small defects that any RDF can be given, one kind a function; a rule is a class and a property of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pyoxigraph import RdfFormat, serialize
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from volgraph.io.mutants import Made, Operator, Subject, Triple, another, local, replace, triples
from volgraph.io.rdf_files import read_triples

_NOWHERE = URIRef("urn:volgraph:nothing-here")
_NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}


def _rule(subject: Subject, triple: Triple) -> str:
    kinds = sorted(local(kind) for kind in subject.data.objects(triple[0], RDF.type))
    return f"{kinds[0] if kinds else 'node'} {local(triple[1])}"


def _statements(subject: Subject) -> Iterator[Triple]:
    """Yield the triples of a graph, without the classes of its nodes."""
    return (triple for triple in triples(subject, (None, None, None)) if triple[1] != RDF.type)


def _pairs(subject: Subject) -> Iterator[tuple[Triple, list[Triple]]]:
    """Yield the first triple of each node and property, and all of them."""
    seen: set[tuple[Node, Node]] = set()
    for triple in _statements(subject):
        if triple[:2] not in seen:
            seen.add(triple[:2])
            yield triple, triples(subject, (triple[0], triple[1], None))


def _literals(subject: Subject) -> Iterator[tuple[Triple, Literal]]:
    return ((triple, triple[2]) for triple in _statements(subject) if isinstance(triple[2], Literal))


def _links(subject: Subject) -> Iterator[tuple[Triple, URIRef]]:
    return ((triple, triple[2]) for triple in _statements(subject) if isinstance(triple[2], URIRef))


def drop_property(subject: Subject) -> Made:
    """Take every value of a property from a node."""
    for triple, every in _pairs(subject):
        yield _rule(subject, triple), (f"{local(triple[0])} {local(triple[1])}", every, [])


def drop_class(subject: Subject) -> Made:
    """Take a class from a node."""
    for triple in triples(subject, (None, RDF.type, None)):
        yield _rule(subject, triple), (f"{local(triple[0])} {local(triple[2])}", [triple], [])


def second_value(subject: Subject) -> Made:
    """Give a node one more value of a property."""
    for triple, _ in _pairs(subject):
        value = triple[2]
        other: Node | None = _next(value) if isinstance(value, Literal) else another(subject, triple[1], value)
        if other is not None and (triple[0], triple[1], other) not in subject.data:
            site = f"{local(triple[0])} {local(triple[1])} {local(other)}"
            yield _rule(subject, triple), (site, [], [(triple[0], triple[1], other)])


def _next(value: Literal) -> Literal | None:
    """Return a second literal as good as the first; None for a datatype of which none is known."""
    if value.datatype in (XSD.integer, XSD.decimal) and isinstance(value.value, int | Decimal):
        return Literal(str(value.value + 1), datatype=value.datatype)
    if value.datatype == XSD.date:
        return Literal("2031-01-01", datatype=XSD.date)
    if value.language or value.datatype in (None, XSD.string):
        return Literal(f"{value}x", lang=value.language, datatype=None if value.language else value.datatype)
    return None


def other_datatype(subject: Subject) -> Made:
    """Write a literal with another datatype, and a plain string as a number."""
    for triple, value in _literals(subject):
        typed = value.datatype not in (None, XSD.string) or value.language
        yield _rule(subject, triple), replace(triple, Literal(str(value)) if typed else Literal(7))


def other_language(subject: Subject) -> Made:
    """Say that words are in a language in which nobody wrote them."""
    for triple, value in _literals(subject):
        if value.language:
            yield _rule(subject, triple), replace(triple, Literal(str(value), lang="tlh"))


def empty_text(subject: Subject) -> Made:
    """Take the words out of a text."""
    for triple, value in _literals(subject):
        if value.language or value.datatype in (None, XSD.string):
            datatype = None if value.language else value.datatype
            yield _rule(subject, triple), replace(triple, Literal("", lang=value.language, datatype=datatype))


def negative_number(subject: Subject) -> Made:
    """Put a number below zero."""
    for triple, value in _literals(subject):
        if value.datatype in _NUMBERS and not str(value).startswith("-"):
            below = Literal("-1000000", datatype=value.datatype)
            yield _rule(subject, triple), replace(triple, below)


def text_for_node(subject: Subject) -> Made:
    """Write the IRI of a thing as a text."""
    for triple, value in _links(subject):
        yield _rule(subject, triple), replace(triple, Literal(str(value)))


def node_for_text(subject: Subject) -> Made:
    """Put a node where a literal belongs."""
    for triple, _ in _literals(subject):
        yield _rule(subject, triple), replace(triple, _NOWHERE)


def dangling_link(subject: Subject) -> Made:
    """Lead from a node to one that is not described."""
    for triple, value in _links(subject):
        if (value, None, None) in subject.data or (value, None, None) in subject.context:
            yield _rule(subject, triple), replace(triple, _NOWHERE)


def wrong_link(subject: Subject) -> Made:
    """Lead from a node to one that is named elsewhere, for another property."""
    named = sorted({(value, triple[1]) for triple, value in _links(subject)})
    for triple, value in _links(subject):
        others = [other for other, predicate in named if predicate != triple[1] and other != value]
        for other in others[:1]:
            yield _rule(subject, triple), replace(triple, other)


def misspelt_property(subject: Subject) -> Made:
    """Misspell a property."""
    for triple in _statements(subject):
        wrong = URIRef(f"{triple[1]}s")
        site = f"{local(triple[0])} {local(wrong)}"
        yield _rule(subject, triple), (site, [triple], [(triple[0], wrong, triple[2])])


def blank_node(subject: Subject) -> Made:
    """Take the IRI from a node."""
    for triple in triples(subject, (None, RDF.type, None)):
        node, blank = triple[0], BNode("unnamed")
        if isinstance(node, URIRef):
            gone = [*subject.data.triples((node, None, None)), *subject.data.triples((None, None, node))]
            come: list[Triple] = [(blank if s == node else s, p, blank if o == node else o) for s, p, o in gone]
            yield _rule(subject, triple), (local(node), gone, come)


OPERATORS: dict[str, Operator] = {
    operator.__name__.replace("_", "-"): operator
    for operator in (
        *(drop_property, drop_class, second_value, other_datatype, other_language, empty_text, negative_number),
        *(text_for_node, node_for_text, dangling_link, wrong_link, misspelt_property, blank_node),
    )
}
"""By name, as reports show it."""


def read_subject(file: Path, context: Sequence[Path]) -> Subject:
    """Return the graph of a file, beside that of the files that it refers to.

    Raises:
        RdfSyntaxError: one does not parse.
    """
    return Subject(file.name, _read([file]), _read(context))


def _read(files: Sequence[Path]) -> Graph:
    graph = Graph()
    for file in files:
        statements = serialize(read_triples(file, file.resolve().as_uri()), format=RdfFormat.N_TRIPLES)
        graph.parse(data=statements or b"", format="nt")
    return graph


def write_graph(graph: Graph, file: Path) -> None:
    """Write a graph as N-Triples."""
    graph.serialize(file, format="nt", encoding="utf-8")
