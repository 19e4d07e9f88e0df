"""Writing what a query found, in any format of its kind."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from volgraph.domain.vocabulary import PREFIXES
from volgraph.errors import Place, QueryError
from volgraph.io.datasets import Dataset, merged_store
from volgraph.io.media_types import Format, Kind

Term = NamedNode | BlankNode | Literal | Triple

_SPOOLED_BYTES = 8 << 20
_CHUNK_BYTES = 64 << 10
_SYNTAX = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)


class Answer:
    """What a query found, not yet read: it can be read once."""

    def __init__(self, found: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        self._found = found

    @property
    def kind(self) -> Kind:
        """What the answer consists of."""
        return Kind.TRIPLES if isinstance(self._found, QueryTriples) else Kind.SOLUTIONS

    @property
    def boolean(self) -> bool | None:
        """The answer of an `ASK` query."""
        return bool(self._found) if isinstance(self._found, QueryBoolean) else None

    @property
    def variables(self) -> list[str]:
        """The names of the columns."""
        if isinstance(self._found, QuerySolutions):
            return [variable.value for variable in self._found.variables]
        return ["subject", "predicate", "object"] if isinstance(self._found, QueryTriples) else []

    def rows(self, most: int) -> list[list[Term | None]]:
        """Return at most so many rows."""
        if isinstance(self._found, QuerySolutions):
            return [[solution[name] for name in self.variables] for solution in islice(self._found, most)]
        if isinstance(self._found, QueryTriples):
            return [[triple.subject, triple.predicate, triple.object] for triple in islice(self._found, most)]
        return []

    def write(self, output: IO[bytes], form: Format) -> None:
        """Write everything to `output`, which is then at the end of what was written."""
        if isinstance(self._found, QueryTriples):
            write_triples(self._found, output, form)
        else:
            assert isinstance(form.engine, QueryResultsFormat)
            self._found.serialize(output, format=form.engine)


def write_triples(triples: Iterable[Triple], output: IO[bytes], form: Format) -> None:
    """Write triples to `output`, with the prefixes that volgraph publishes under."""
    assert isinstance(form.engine, RdfFormat)
    prefixes = None if form.engine == RdfFormat.JSON_LD else PREFIXES
    serialize(triples, output, format=form.engine, prefixes=prefixes)


class Body:
    """Bytes that are complete before the first is sent: a failure half-way is an error, never a shorter result.

    They stand in memory, and on disk when they are many.
    """

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(_SPOOLED_BYTES)  # noqa: SIM115  # closed by chunks()

    @property
    def length(self) -> int:
        """How many bytes were written."""
        return self.file.tell()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes from the beginning, and let go of them."""
        with self.file as file:
            file.seek(0)
            while block := file.read(_CHUNK_BYTES):
                yield block


def evaluate(store: Store, text: str, dataset: Dataset | None) -> Answer:
    """Start a query.

    Args:
        store: what is asked.
        text: the query.
        dataset: the graphs it is about, if not those it names itself or the store's own.

    Raises:
        QueryError: it does not parse; with its line and column.
    """
    try:
        if dataset is None:
            return Answer(store.query(text))
        named = list(dataset.named)
        if len(dataset.default) > 1:
            merged = merged_store(store, dataset)
            return Answer(merged.query(text, default_graph=DefaultGraph(), named_graphs=named))
        return Answer(store.query(text, default_graph=list(dataset.default), named_graphs=named))
    except SyntaxError as error:
        raise _syntax_error(text, str(error)) from None


def solutions(store: Store, text: str, terms: dict[str, Term]) -> QuerySolutions:
    """Return what one of volgraph's own `SELECT` queries finds, with terms in the place of some of its variables."""
    found = store.query(text, substitutions={Variable(name): term for name, term in terms.items()})
    assert isinstance(found, QuerySolutions)
    return found


def _syntax_error(text: str, message: str) -> QueryError:
    match = _SYNTAX.fullmatch(message)
    if match is None:
        return QueryError(message)
    line, column = int(match[1]), int(match[2])
    lines = re.split(r"\r\n|\r|\n", text)
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    return QueryError(f"{_expectation(match[3])}; the line is “{_shortened(shown)}”", Place("", line, column))


def _expectation(message: str) -> str:
    """Return what the parser says, without its list of every character that could stand there."""
    alternatives = message.removeprefix("one of ").removesuffix(", [_]")
    if re.match(r"The |IRI ", alternatives):
        return alternatives
    return f"the query is wrong here: expected {_shortened(alternatives.replace(chr(10), ' '), 90)}"


def _shortened(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
