"""Reading in a query's text what must be known before it runs: whether it reaches out, and which graphs it is about."""

import re
from collections.abc import Callable, Iterator
from threading import Lock

from pyoxigraph import NamedNode
from pyparsing import ParseResults
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from volgraph.errors import QueryError
from volgraph.io.datasets import Dataset

_ESCAPE = re.compile(r"\\u", re.IGNORECASE)
_FROM = re.compile(r"(?<![?$\w])from\b", re.IGNORECASE)  # a variable may be called so
_REFUSED = {
    "ServiceGraphPattern": "this server asks no other server: take SERVICE out of the {what}",
    "Load": "this server fetches nothing: send the data itself instead of LOAD",
}
_Parser = Callable[[str], ParseResults | CompValue]
parsing = Lock()  # the parser keeps state between its rules


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
    _refuse(text, "query", parseQuery, sealed)


def refuse_outside_in_update(text: str, *, sealed: bool = True) -> None:
    """Refuse an update that makes the engine ask another machine or read a file of this one; see `refuse_outside`.

    Raises:
        QueryError: the update uses `SERVICE` or `LOAD`, or contains one of the words and cannot be read.
    """
    _refuse(text, "update", parseUpdate, sealed)


def _refuse(text: str, what: str, parser: _Parser, sealed: bool) -> None:
    folded = text.casefold()
    if "service" not in folded and "load" not in folded:
        return
    if not sealed:
        raise QueryError("on this system a text with the word SERVICE or LOAD is refused: take the word out")
    if _ESCAPE.search(text):
        raise QueryError(f"write the {what}, which contains the word SERVICE or LOAD, without \\u escapes")
    tree = _parse(text, parser)
    if tree is None:
        raise QueryError(f"the {what} contains the word SERVICE or LOAD and cannot be read surely: take the word out")
    for node in _nodes(tree):
        if node.name in _REFUSED:
            raise QueryError(_REFUSED[node.name].format(what=what))


def seems_to_merge(text: str) -> bool:
    """Tell whether a query may have several `FROM` clauses, whose graphs the engine would not merge."""
    return "from" in text.casefold() and len(_FROM.findall(text)) > 1


def dataset_of(text: str, base_iri: str | None = None) -> Dataset | None:
    """Return the graphs that the `FROM` and `FROM NAMED` clauses name, or None if there are no such clauses.

    Raises:
        QueryError: the query cannot be read.
    """
    tree = _parse(text, parseQuery)
    try:
        assert isinstance(tree, ParseResults)
        clauses = translateQuery(tree, base_iri).algebra.datasetClause or []
        default = tuple(dict.fromkeys(NamedNode(str(clause.default)) for clause in clauses if clause.default))
        named = tuple(dict.fromkeys(NamedNode(str(clause.named)) for clause in clauses if clause.named))
    except Exception:  # as above
        message = "the query has several FROM clauses and cannot be read surely: give the graphs as parameters"
        raise QueryError(message) from None
    return Dataset(default, named) if default or named else None


def _parse(text: str, parser: _Parser) -> ParseResults | CompValue | None:
    """Return the syntax tree, or None if it does not parse.

    For the engine a comment ends at a carriage return, for this parser only at a line feed.
    """
    with parsing:
        try:
            return parser(text.replace("\r", "\n"))
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
