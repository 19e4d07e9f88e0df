"""Rewriting an update so that each of its operations is about exactly the graphs that were asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from pyoxigraph import NamedNode
from pyparsing import (
    CaselessKeyword,
    Forward,
    Group,
    Located,
    Optional,
    ParserElement,
    ParseResults,
    Suppress,
    ZeroOrMore,
    rest_of_line,
)
from rdflib.plugins.sparql import parser as rdflib_grammar

from volgraph.errors import QueryError
from volgraph.io.datasets import Dataset
from volgraph.io.query_text import parsing

_USING = re.compile(r"\busing(?:\s|#[^\r\n]*)*(?:<|[^\s:<>{}]*:)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A `USING` clause: the IRI as it is written, and whether the graph is a named one."""

    iri: str
    named: bool


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation with a `WHERE`, and where it stands in the text.

    Args:
        start, end: of the whole operation.
        using: start and end of its `USING` clauses; None in `DELETE WHERE { … }`, where none may stand.
        pattern: start of the braces in `DELETE WHERE { … }`.
        clauses: its `USING` clauses.
        has_with: whether it begins with `WITH`.
    """

    start: int
    end: int
    using: tuple[int, int] | None
    pattern: int
    clauses: tuple[_Clause, ...]
    has_with: bool


def needs_rewriting(text: str, dataset: Dataset | None) -> bool:
    """Tell whether the engine would not give the update the graphs that are asked for."""
    return dataset is not None or len(_USING.findall(text)) > 1


def with_dataset(text: str, dataset: Dataset | None) -> str:
    """Return an update that does what `text` says, on the graphs of a dataset.

    The engine takes no dataset beside an update's text, and several `USING` clauses are no merge for it: it counts a
    triple once for each graph that has it. So the clauses are written into the text, and where several graphs make the
    default graph, the operation before copies them into one that the operation after drops. All is one transaction:
    nobody sees that graph.

    Args:
        text: an update that the engine can read.
        dataset: what the protocol's parameters ask for, or None if there are none.

    Raises:
        QueryError: the text has `USING` or `WITH` beside a dataset, or cannot be read here.
            https://www.w3.org/TR/sparql11-protocol/#update-dataset
    """
    written = text
    for operation in reversed(_operations(text)):
        if dataset is not None:
            if operation.clauses or operation.has_with:
                raise QueryError(
                    "the update has USING or WITH, and its graphs are given as parameters too: take one of them out"
                )
            default, named = [str(graph) for graph in dataset.default], [str(graph) for graph in dataset.named]
        else:
            default = [clause.iri for clause in operation.clauses if not clause.named]
            named = [clause.iri for clause in operation.clauses if clause.named]
        if dataset is not None or len(default) > 1:
            written = (
                written[: operation.start] + _rewritten(text, operation, default, named) + written[operation.end :]
            )
    return written


def _rewritten(text: str, operation: _Operation, default: list[str], named: list[str]) -> str:
    before = after = ""
    if len(default) > 1:
        merge = str(NamedNode(f"urn:uuid:{uuid4()}"))
        before = "".join(f"ADD SILENT {graph} TO {merge} ; " for graph in default)
        after = f" ; DROP SILENT GRAPH {merge}"
        default = [merge]
    using = " ".join((*(f"USING {graph}" for graph in default), *(f"USING NAMED {graph}" for graph in named)))
    if operation.using is None:
        pattern = text[operation.pattern : operation.end]
        return f"{before}DELETE {pattern} {using} WHERE {pattern}{after}"
    start, end = operation.using
    return f"{before}{text[operation.start : start]} {using} {text[end : operation.end]}{after}"


def _grammar() -> ParserElement:
    """Return rdflib's grammar of updates, which also says where the parts of an operation with a `WHERE` stand.

    https://www.w3.org/TR/sparql11-query/#rUpdate
    """
    rdf = rdflib_grammar
    clause = Group(Suppress(CaselessKeyword("USING")) + Optional(CaselessKeyword("NAMED"))("named") + Located(rdf.iri))
    modify = (
        Optional(CaselessKeyword("WITH")("with") + Suppress(rdf.iri))
        + Suppress(rdf.DeleteClause + Optional(rdf.InsertClause) | rdf.InsertClause)
        + Located(ZeroOrMore(clause))("using")
        + Suppress(CaselessKeyword("WHERE") + rdf.GroupGraphPattern)
    )
    delete_where = Suppress(CaselessKeyword("DELETE") + CaselessKeyword("WHERE")) + Located(rdf.QuadPattern)("pattern")
    other = Suppress(
        rdf.Load | rdf.Clear | rdf.Drop | rdf.Add | rdf.Move | rdf.Copy | rdf.Create | rdf.InsertData | rdf.DeleteData
    )
    update = Forward()
    update <<= Suppress(rdf.Prologue) + Optional(
        Group(Located(other | delete_where | modify)) + Optional(Suppress(";") + update)
    )
    return update.ignore("#" + rest_of_line)


_UPDATE = _grammar()


def _operations(text: str) -> list[_Operation]:
    """Return the operations that have a `WHERE`, in their order.

    For the engine a comment ends at a carriage return, for this parser only at a line feed.
    """
    if _ESCAPE.search(text):
        raise QueryError("write an update on several graphs, or with its graphs as parameters, without \\u escapes")
    with parsing:
        try:
            found = _UPDATE.parse_string(text.replace("\r", "\n"), parse_all=True)
        except Exception:  # the parser and its actions raise many kinds, RecursionError too; they all mean: not read
            message = "the update is on several graphs and cannot be read surely: write it in a plainer way"
            raise QueryError(message) from None
        return list(_read(text, found))


def _read(text: str, found: ParseResults) -> Iterator[_Operation]:
    for start, operation, end in found:
        if "pattern" in operation:
            yield _Operation(start, end, None, operation["pattern"][0], (), has_with=False)
        elif "using" in operation:
            using_start, clauses, using_end = operation["using"]
            read = tuple(_Clause(text[clause[-3] : clause[-1]], "named" in clause) for clause in clauses)
            yield _Operation(start, end, (using_start, using_end), 0, read, has_with="with" in operation)
