"""Asking the published generation or an endpoint a question from the command line."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, parse, parse_query_results

from volgraph.domain.vocabulary import PREFIXES
from volgraph.errors import GenerationError, InputError, Place, QueryError
from volgraph.io.generations import Home
from volgraph.io.media_types import FORMATS, Format, Kind, by_name
from volgraph.io.remote import kind_of
from volgraph.io.results import Term
from volgraph.io.stores import open_store
from volgraph.services.naming import shortened
from volgraph.services.querying import Query, run, run_remote, run_to_file

TABLE = "table"
FORMAT_NAMES = (TABLE, *dict.fromkeys(entry.name for entry in FORMATS), "turtle")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as a table of shortened terms; `boolean` is that of an `ASK` query."""

    columns: list[str]
    rows: list[list[str]]
    boolean: bool | None = None


def query_text(argument: str) -> str:
    """Return the query that a user means: the text of a `.rq` file, or the argument itself, `-` for standard input.

    Known prefixes that the query uses and does not declare are declared, on the first line, so that the lines of
    errors stay right.
    """
    if argument == "-":
        text = sys.stdin.read()
    elif argument.endswith(".rq"):
        try:
            text = Path(argument).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read: {error}", Place(argument)) from None
    else:
        text = argument
    declared = set(re.findall(r"\bprefix\s+([\w-]*):", text, re.IGNORECASE))
    missing = [
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in PREFIXES.items()
        if prefix not in declared and re.search(rf"(?<![\w-]){prefix}:\w", text)
    ]
    return " ".join([*missing, text])


def table_here(home: Home, text: str) -> Answered:
    """Return what the published generation answers, as a table.

    Raises:
        GenerationError: nothing is published.
        QueryError: the query does not parse.
    """
    answer = run(_published(home), Query(text))
    return Answered(answer.variables, [_shown(row) for row in answer.rows(sys.maxsize)], answer.boolean)


def table_there(url: str, text: str) -> Answered:
    """Return what an endpoint answers, as a table.

    Raises:
        RemoteError: the endpoint does not answer as it should.
    """
    if kind_of(text) is Kind.TRIPLES:
        triples = parse(run_remote(url, text, "nt"), format=_format("nt", Kind.TRIPLES).engine)  # type: ignore[arg-type]
        rows = [_shown([quad.subject, quad.predicate, quad.object]) for quad in triples]
        return Answered(["subject", "predicate", "object"], rows)
    found = parse_query_results(run_remote(url, text, "json"), format=QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        return Answered([], [], bool(found))
    columns = [variable.value for variable in found.variables]
    return Answered(columns, [_shown([solution[name] for name in columns]) for solution in found])


def write_here(home: Home, text: str, format_name: str, output: IO[bytes]) -> None:
    """Write what the published generation answers, in a format.

    Raises:
        GenerationError: nothing is published.
        QueryError: the query does not parse, or the format is not for what it finds.
    """
    run_to_file(_published(home), Query(text), _format(format_name, kind_of(text)), output)


def _format(name: str, kind: Kind) -> Format:
    form = by_name(name, kind)
    if form is None:
        names = ", ".join(entry.name for entry in FORMATS if entry.kind is kind)
        raise QueryError(f"the query finds {kind.value}, which {name} cannot hold: use one of {names}")
    return form


def _published(home: Home) -> Store:
    generation = home.current()
    if generation is None:
        raise GenerationError(f"nothing is published in {home.path}: run volgraph build, validate and publish")
    return open_store(generation.store)


def _shown(terms: list[Term | None]) -> list[str]:
    return [_text(term) for term in terms]


def _text(term: Term | None) -> str:
    match term:
        case None:
            return ""
        case NamedNode():
            return shortened(term.value)
        case Literal():
            return term.value
    return str(term)
