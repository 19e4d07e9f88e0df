"""What pySHACL is known not to see, and which shapes ask for it.

Each was found by experiment; the tests show what every engine says of an example.
"""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from volgraph.domain.validation import Notice
from volgraph.io.engines.shapes import SH, ShapesGraph, Term, read_shapes

XSD = "http://www.w3.org/2001/XMLSchema#"
CODE = "engine-blind-spot"

_BOUNDS = tuple(f"{SH}{name}" for name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"))
_PAIRS = (f"{SH}lessThan", f"{SH}lessThanOrEquals")
_INTEGERS = {
    *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
}
_TIMES = {"date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth", "gMonth", "gDay"}
_OTHERS = {"decimal", "double", "float", "dayTimeDuration", "yearMonthDuration", "normalizedString", "token"}
_ONE_ORDER = _INTEGERS | {"decimal", "double", "float"}, {"dateTime", "dateTimeStamp"}
"""Datatypes whose values have an order with each other: https://www.w3.org/TR/sparql11-query/#OperatorMapping"""
LENIENT = frozenset(_INTEGERS | _TIMES | _OTHERS)
"""Datatypes of which pySHACL takes more for well-formed than XML Schema does: `1_000` for an integer, say."""

_SHOWN = 3


def warnings(shapes: Path, engine: str) -> list[Notice]:
    """Return a notice for each blind spot of an engine that some of these shapes meet.

    Args:
        shapes: N-Triples.
        engine: its name.
    """
    if engine != "pyshacl":
        return []
    _, graph = read_shapes(shapes)
    found = (_INCOMPARABLE, _unguarded(graph)), (_UNORDERED, _pairing(graph)), (_LEXICAL, _lenient(graph))
    return [_notice(texts, shapes) for texts, shapes in found if shapes]


def _unguarded(graph: ShapesGraph) -> list[str]:
    """Return the shapes with a bound that let values be of a datatype without order with it."""
    bounds = [
        (shape, bound) for name in _BOUNDS for shape in graph.subjects(name) for bound in graph.objects(shape, name)
    ]
    return sorted({shape for shape, bound in bounds if not _guarded(graph.objects(shape, f"{SH}datatype"), bound)})


def _guarded(datatypes: Sequence[Term], bound: Term) -> bool:
    """Return whether one of the datatypes that a shape asks for has an order with a bound."""
    kind = bound.datatype if isinstance(bound, Literal) else None
    names = {one.value.removeprefix(XSD) for one in (kind, *datatypes) if isinstance(one, NamedNode)}
    return kind in datatypes or (bool(datatypes) and any(names <= ordered for ordered in _ONE_ORDER))


def _pairing(graph: ShapesGraph) -> list[str]:
    """Return the shapes that compare the values of two properties, whose datatypes may differ."""
    return sorted({shape for pair in _PAIRS for shape in graph.subjects(pair)})


def _lenient(graph: ShapesGraph) -> list[str]:
    terms = {f"<{XSD}{name}>" for name in LENIENT}
    stating = set(graph.subjects(f"{SH}datatype"))
    return sorted(s for s in stating if terms.intersection(map(str, graph.objects(s, f"{SH}datatype"))))


_INCOMPARABLE = {
    "kk": "pySHACL шекпен салыстыруға келмейтін мәнді өткізіп жібереді, мысалы xsd:date шегіндегі бүтін санды: "
    "шектің sh:datatype мәнін қосыңыз немесе басқа қозғалтқышты алыңыз; пішіндер: {shapes}",
    "ru": "pySHACL пропускает значения, которые нельзя сравнить с границей, например целое число при границе xsd:date: "
    "добавьте sh:datatype границы или возьмите другой движок; формы: {shapes}",
    "en": "pySHACL lets values pass that cannot be compared with a bound, such as an integer where the bound is an "
    "xsd:date: add the sh:datatype of the bound, or use another engine; shapes: {shapes}",
}
_UNORDERED = {
    "kk": "pySHACL реті жоқ екі мәнді салыстырып, өткізіп жібереді, мысалы xsd:date пен xsd:dateTime: "
    "екі қасиеттің де sh:datatype мәнін көрсетіңіз немесе басқа қозғалтқышты алыңыз; пішіндер: {shapes}",
    "ru": "pySHACL упорядочивает значения, у которых порядка нет, например xsd:date и xsd:dateTime, и пропускает их: "
    "укажите sh:datatype обоих свойств или возьмите другой движок; формы: {shapes}",
    "en": "pySHACL orders two values that have no order, such as an xsd:date and an xsd:dateTime, and lets them pass: "
    "state sh:datatype for both properties, or use another engine; shapes: {shapes}",
}
_LEXICAL = {
    "kk": "pySHACL кейбір қате жазылған мәнді дұрыс деп санайды, мысалы “1_000” деген xsd:integer: "
    "басқа қозғалтқышты алыңыз; пішіндер: {shapes}",
    "ru": "pySHACL принимает некоторые неверно записанные значения, например “1_000” как xsd:integer: "
    "возьмите другой движок; формы: {shapes}",
    "en": "pySHACL takes some ill-formed values for good ones, such as “1_000” for an xsd:integer: use another engine; "
    "shapes: {shapes}",
}


def _notice(texts: dict[str, str], shapes: Sequence[str]) -> Notice:
    shown = ", ".join(shapes[:_SHOWN]) + (f" +{len(shapes) - _SHOWN}" if len(shapes) > _SHOWN else "")
    return Notice(CODE, "warning", {language: text.format(shapes=shown) for language, text in texts.items()})
