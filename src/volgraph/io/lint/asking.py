"""Asking Oxigraph itself what a pattern or a comparison means."""

from enum import Enum
from functools import cache
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from volgraph.domain.vocabulary import XSD


class Order(Enum):
    """How a value stands to another."""

    LESS = -1
    SAME = 0
    GREATER = 1
    NONE = None
    """They cannot be compared."""


def reads_pattern(pattern: str, flags: str) -> bool:
    """Return whether REGEX reads a pattern with some flags."""
    return _ask("regex", pattern=Literal(pattern), flags=Literal(flags))["matches"] is not None


def compare(one: Literal, other: Literal) -> Order:
    """Return how a literal stands to another by SPARQL's operators."""
    answer = _ask("greater", one=one, other=other)
    greater, same = answer["greater"], answer["same"]
    if greater is None:
        return Order.NONE
    if same == Literal("true", datatype=XSD["boolean"]):
        return Order.SAME
    return Order.GREATER if greater == Literal("true", datatype=XSD["boolean"]) else Order.LESS


def _ask(name: str, **values: Literal) -> dict[str, object]:
    substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
        Variable(variable): value for variable, value in values.items()
    }
    answer = Store().query(_query(name), substitutions=substitutions)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    solution = next(answer)
    return {variable: solution[variable] for variable in names}


@cache
def _query(name: str) -> str:
    return files("volgraph.io.lint").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")
