"""Running SPARQL queries, here or at another endpoint."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Protocol

from pyoxigraph import Store

from volgraph.errors import QueryError
from volgraph.io.datasets import Dataset, dataset_from
from volgraph.io.media_types import Format, by_name, formats
from volgraph.io.query_text import dataset_of, refuse_outside, seems_to_merge
from volgraph.io.remote import ask_remote, kind_of
from volgraph.io.results import Answer, Term, evaluate, solutions, substituted
from volgraph.io.solutions import Solution

MAX_QUERY_CHARS = 50_000
MOST_THINGS = 500
"""How many things one query of this package is asked about: their IRIs have room in a message to a worker."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the graphs it is asked about.

    Args:
        text: SPARQL.
        default_graphs: IRIs of the graphs whose merge is the default graph.
        named_graphs: IRIs of the graphs that it can name; with both empty, the query says itself what it is about.
        base_iri: against which its relative IRIs resolve, if it has no `BASE`.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None


def run(store: Store, query: Query) -> Answer:
    """Start a query on a store.

    Raises:
        QueryError: it does not parse, reaches out of this machine, or is about graphs that cannot be merged.
    """
    if len(query.text) > MAX_QUERY_CHARS:
        raise QueryError(f"the query has {len(query.text)} characters; {MAX_QUERY_CHARS} are the most")
    refuse_outside(query.text)
    dataset = dataset_from(query.default_graphs, query.named_graphs)
    if dataset is None and seems_to_merge(query.text):
        evaluate(store, query.text, Dataset(), query.base_iri)  # on no graphs: one that does not parse says so
        dataset = dataset_of(query.text, query.base_iri)
    return evaluate(store, query.text, dataset, query.base_iri)


def run_to_file(store: Store, query: Query, form: Format, output: IO[bytes]) -> None:
    """Run a query and write all it finds.

    Raises:
        QueryError: see `run`; or the format is not for what the query finds.
    """
    answer = run(store, query)
    if answer.kind is not form.kind:
        names = ", ".join(entry.name for entry in formats(answer.kind))
        raise QueryError(f"the query finds {answer.kind.value}, which {form.name} cannot hold: use one of {names}")
    answer.write(output, form)


def run_remote(url: str, text: str, format_name: str | None = None) -> bytes:
    """Return what the endpoint at `url` answers.

    Args:
        url: the endpoint.
        text: the query.
        format_name: a name of `io.media_types`; if None, the preferred format of what the query finds.

    Raises:
        QueryError: there is no such format for such a query.
        RemoteError: the endpoint does not answer.
    """
    kind = kind_of(text)
    form = by_name(format_name, kind) if format_name else formats(kind)[0]
    if form is None:
        names = ", ".join(entry.name for entry in formats(kind))
        raise QueryError(f"there is no format {format_name} for {kind.value}: use one of {names}")
    return ask_remote(url, text, form)


@cache
def stored_query(name: str) -> str:
    """Return one of the queries of this package."""
    return files("volgraph.services").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")


class Asker(Protocol):
    """Who answers the queries of this package without being a store: see `services.reading`."""

    def ask(
        self, name: str, most: int | None, terms: dict[str, Term], things: Sequence[Term] = ()
    ) -> Sequence[Solution]:
        """Return what a query finds."""


Source = Store | Asker


def ask(
    source: Source, name: str, most: int | None = None, *, things: Sequence[Term] = (), **terms: Term
) -> Sequence[Solution]:
    """Return what a query of this package finds, with terms in the place of some of its variables.

    Args:
        source: what is asked.
        name: of the query.
        most: how many solutions are enough.
        things: what `?thing` may be, if not anything.
        terms: by the names of their variables.
    """
    if isinstance(source, Store):
        return solutions(source, stored_query(name), terms, most, things)
    return source.ask(name, most, terms, things)


def ask_many(source: Source, name: str, things: Iterable[Term]) -> Iterator[Solution]:
    """Yield what a query of this package finds of some things, asked in as few times as a message has room for."""
    waiting = list(things)
    for start in range(0, len(waiting), MOST_THINGS):
        yield from ask(source, name, things=waiting[start : start + MOST_THINGS])


def stored_answer(store: Store, name: str, terms: dict[str, Term], things: Sequence[Term] = ()) -> Answer:
    """Start a query of this package; see `ask`."""
    return substituted(store, stored_query(name), terms, things)
