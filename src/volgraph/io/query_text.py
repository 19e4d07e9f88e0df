"""Reading in a query's text what must be known before it runs: whether it reaches out, and which graphs it is about."""

import re
from collections.abc import Iterator
from threading import Lock

from pyoxigraph import NamedNode
from pyparsing import ParseResults
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from volgraph.errors import QueryError
from volgraph.io.datasets import Dataset

_OUTSIDE = re.compile(r"service|load", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\b", re.IGNORECASE)
_REFUSED = "this server asks no other server: take SERVICE out of the query"
_parsing = Lock()  # the parser keeps state between its rules


def refuse_outside(text: str, *, sealed: bool = True) -> None:
    """Refuse a query that makes the engine ask another machine.

    The engine follows `SERVICE` wherever it leads. Only a query in which the letters occur is parsed here, and what
    this parser cannot read, or reads in another way than the engine might, is refused too.

    Args:
        text: the query.
        sealed: whether the system keeps this process from other machines as well. No reading of a text is sure: without
            that, every query with the letters is refused.

    Raises:
        QueryError: the query uses `SERVICE`, or contains the word and cannot be read.
    """
    if not _OUTSIDE.search(text):
        return
    if not sealed:
        raise QueryError("on this system a query with the word SERVICE or LOAD is refused: take the word out")
    if _ESCAPE.search(text):
        raise QueryError("write a query that contains the word SERVICE or LOAD without \\u escapes")
    tree = _parse(text)
    if tree is None:
        raise QueryError("the query contains the word SERVICE or LOAD and cannot be read surely: take the word out")
    if any(node.name == "ServiceGraphPattern" for node in _nodes(tree)):
        raise QueryError(_REFUSED)


def seems_to_merge(text: str) -> bool:
    """Tell whether a query may have several `FROM` clauses, whose graphs the engine would not merge."""
    return len(_FROM.findall(text)) > 1


def dataset_of(text: str) -> Dataset | None:
    """Return the graphs that the `FROM` and `FROM NAMED` clauses name, or None if there are no such clauses.

    Raises:
        QueryError: the query cannot be read.
    """
    tree = _parse(text)
    try:
        assert tree is not None
        clauses = translateQuery(tree).algebra.datasetClause or []
    except Exception:  # as above
        message = "the query has several FROM clauses and cannot be read surely: give the graphs as parameters"
        raise QueryError(message) from None
    default = tuple(dict.fromkeys(NamedNode(str(clause.default)) for clause in clauses if clause.default))
    named = tuple(dict.fromkeys(NamedNode(str(clause.named)) for clause in clauses if clause.named))
    return Dataset(default, named) if default or named else None


def _parse(text: str) -> ParseResults | None:
    """Return the syntax tree, or None if it does not parse.

    For the engine a comment ends at a carriage return, for this parser only at a line feed.
    """
    with _parsing:
        try:
            return parseQuery(text.replace("\r", "\n"))
        except Exception:  # the parser and its actions raise many kinds, RecursionError too; they all mean: not read
            return None


def _nodes(tree: object) -> Iterator[CompValue]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, CompValue):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list | tuple) or hasattr(node, "as_list"):
            waiting.extend(node)  # type: ignore[arg-type]
