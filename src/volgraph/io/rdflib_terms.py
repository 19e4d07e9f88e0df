"""Terms of rdflib, made from pyoxigraph's and back, with their lexical forms and blank node labels as they are."""

import pyoxigraph
from pyoxigraph import NamedNode
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")


def rdflib_triple(triple: pyoxigraph.Triple) -> tuple[Node, Node, Node]:
    """Return a triple as rdflib has it."""
    return _theirs(triple.subject), _theirs(triple.predicate), _theirs(triple.object)


def line_of(triple: tuple[Node, Node, Node]) -> bytes | None:
    """Return a triple of rdflib as a line of N-Triples, None if RDF has no such triple, as reasoners make them."""
    subject, predicate, value = triple
    if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
        return None
    return f"{_ours(subject)} {_ours(predicate)} {_ours(value)} .\n".encode()


def _theirs(term: object) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    datatype = None if term.language or term.datatype == _STRING else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def _ours(term: Node) -> NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(term, URIRef):
        return NamedNode(term)
    if isinstance(term, BNode):
        return pyoxigraph.BlankNode(term)
    assert isinstance(term, Literal)
    if term.language:
        return pyoxigraph.Literal(term, language=term.language)
    return pyoxigraph.Literal(term, datatype=NamedNode(term.datatype)) if term.datatype else pyoxigraph.Literal(term)
