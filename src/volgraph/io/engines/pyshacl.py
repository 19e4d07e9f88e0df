"""pySHACL, the reference: https://github.com/RDFLib/pySHACL"""

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch
from pyshacl.shapes_graph import ShapesGraph as CompiledShapes
from pyshacl.validator import Validator
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from volgraph.domain.validation import Result
from volgraph.errors import ShapesError
from volgraph.io.engines.choice import version_of
from volgraph.io.engines.engine import EVERYTHING, Found, Selection, first
from volgraph.io.engines.reports import Properties, result_of
from volgraph.io.engines.scope import Scope
from volgraph.io.engines.shapes import Term, read_shapes

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_EXPANDED = ("http:", "https:", "urn:", "file:")
"""Names of focus nodes that begin so are IRIs to pySHACL; it takes the others for abbreviated ones."""

_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.disabled = True


class PyShacl:
    """pySHACL, with its shapes compiled once, and its results as they are before it makes a report of them."""

    name: ClassVar[str] = "pyshacl"

    def __init__(self, shapes: Path) -> None:
        self.version = version_of(self.name)
        text, self._shapes = read_shapes(shapes)
        rdflib_bool_patch()  # type: ignore[no-untyped-call]  # only `true` is true in shapes, as pySHACL reads them
        try:
            with _refusing():
                self._compiled = CompiledShapes(_graph(parse(text, format=RdfFormat.N_TRIPLES)), logger=_SILENT)
        finally:
            rdflib_bool_unpatch()  # type: ignore[no-untyped-call]

    def validate(self, data: Path, selection: Selection = EVERYTHING) -> Found:
        """Return what is wrong with a graph."""
        scope = Scope(self._shapes, selection)
        if scope.empty:
            return Found(())
        focus = scope.focus if scope.focus and all(iri.lower().startswith(_EXPANDED) for iri in scope.focus) else None
        options = {
            "logger": _SILENT,
            "inference": "none",
            "advanced": self._shapes.advanced,
            "focus_nodes": sorted(focus) if focus else None,
        }
        with _refusing():
            graph = DataGraph.from_rdflib_graph(_graph(parse(path=data, format=RdfFormat.N_TRIPLES)))
            validator = _Results(graph, shacl_graph=Graph(), options=options)
            validator.shacl_graph = self._compiled
            _, found, _ = validator.run()  # type: ignore[no-untyped-call]
        return first(scope.wanted(self._result(triples) for _, _, triples in found), selection.most)

    def _result(self, triples: Iterable[tuple[Any, URIRef, Any]]) -> Result:
        properties: Properties = {}
        for _, predicate, value in triples:
            node = value[1] if isinstance(value, tuple) else value
            properties.setdefault(str(predicate), []).append(str(_ours(node)))
        return result_of(properties, self._shapes)


class _Results(Validator):
    """A validator that returns its results in place of a report, which would name blank nodes and literals anew."""

    @classmethod
    def create_validation_report(cls, sg: Any, conforms: bool, results: Sequence[Any]) -> tuple[Sequence[Any], str]:
        """Return the results: of each a text, a node, and the triples."""
        return results, ""


@contextmanager
def _refusing() -> Iterator[None]:
    """Make an error of pySHACL, or of rdflib below it, one of ours, and leave out what they remark beside."""
    remarks = logging.getLogger("rdflib.term")
    before = remarks.disabled
    remarks.disabled = True
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except MemoryError:
        raise
    except Exception as error:  # rdflib raises Exception itself where a query has an unknown prefix
        raise ShapesError(f"pySHACL cannot validate with the shapes: {' '.join(str(error).split())}") from None
    finally:
        remarks.disabled = before


def _graph(quads: Iterable[Quad]) -> Graph:
    """Return a graph whose literals keep their lexical forms, as rdflib's own parser would not have them."""
    graph = Graph()
    for quad in quads:
        graph.add((_theirs(quad.subject), URIRef(quad.predicate.value), _theirs(quad.object)))
    return graph


def _theirs(term: Term) -> BNode | URIRef | RdflibLiteral:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    datatype = None if term.language or term.datatype.value == _STRING else URIRef(term.datatype.value)
    return RdflibLiteral(term.value, lang=term.language, datatype=datatype, normalize=False)


def _ours(term: BNode | URIRef | RdflibLiteral) -> Term:
    if isinstance(term, URIRef):
        return NamedNode(term)
    if isinstance(term, BNode):
        return BlankNode(term)
    if term.language:
        return Literal(term, language=term.language)
    return Literal(term, datatype=NamedNode(term.datatype)) if term.datatype else Literal(term)
