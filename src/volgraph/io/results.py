"""Writing what a query found, in any format of its kind."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse_query_results,
    serialize,
)

from volgraph.domain.vocabulary import PREFIXES
from volgraph.errors import Place, QueryError
from volgraph.io.datasets import Dataset, merged_store
from volgraph.io.evidence import evidence_columns, evidence_of
from volgraph.io.media_types import Format, Kind
from volgraph.io.pipes import pipe_path
from volgraph.io.workbooks import write_workbook

T = TypeVar("T")
Term = NamedNode | BlankNode | Literal | Triple

_SPOOLED_BYTES = 8 << 20
_CHUNK_BYTES = 64 << 10
MOST_TRIPLES = 1_000_000
"""Past about a million triples, the engine gives triples of a `CONSTRUCT` twice: such an answer is cut."""
_SYNTAX = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)


class TooManyTriplesError(Exception):
    """A query constructs more triples than the engine keeps apart."""

    def __init__(self) -> None:
        super().__init__(f"the answer has more than {MOST_TRIPLES:,} triples: ask for less, or take a dump")


class TooManyRowsError(Exception):
    """A query finds more rows than an answer may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer has more than {limit:,} rows: ask for less with LIMIT, or take a dump")


class Answer:
    """What a query found, not yet read: it can be read once.

    A thread that serves others closes it, best with `with`: the engine's results may only be dropped by the thread that
    asked, and the garbage collector runs in any.
    """

    def __init__(self, found: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        self._found: QuerySolutions | QueryBoolean | QueryTriples | None = found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._found = None

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
        elif form.engine is None:
            self.write_book(output)
        else:
            assert isinstance(form.engine, QueryResultsFormat) and self._found is not None
            self._found.serialize(output, format=form.engine)

    def write_book(
        self, output: IO[bytes], about: Mapping[str, str] | None = None, folder: str = "", rows_limit: int = 0
    ) -> None:
        """Write solutions, or the answer of an `ASK` query, as a workbook: see `workbooks.write_workbook`.

        Raises:
            SheetLimitError: they are more than a sheet holds.
            TooManyRowsError: there are more rows than `rows_limit`, if that is not 0.
        """
        if self.boolean is not None:
            write_workbook(output, ["boolean"], [[Literal(self.boolean)]], about or {}, folder)
            return
        rows = self._each_row()
        counted = _counted(rows, rows_limit, TooManyRowsError(rows_limit)) if rows_limit else rows
        write_workbook(output, self.variables, counted, about or {}, folder)

    def small(self, form: Format, about: Mapping[str, str] | None = None) -> bytes:
        """Return the answer of an `ASK` query, in a format; a workbook says what `about` says beside it."""
        assert isinstance(self._found, QueryBoolean)
        if form.engine is None:
            book = BytesIO()
            self.write_book(book, about)
            return book.getvalue()
        assert isinstance(form.engine, QueryResultsFormat)
        written = self._found.serialize(format=form.engine)
        assert written is not None
        return written

    def with_evidence(self, store: Store, claims: str) -> "Answer":
        """Return this answer with the words and addresses behind the claims of a column as further columns.

        Raises:
            QueryError: there is no such column.
        """
        columns = self.variables if isinstance(self._found, QuerySolutions) else []
        more, place = evidence_columns(columns, claims), columns.index(claims)
        rows = ([*row, *evidence_of(store, row[place])] for row in self._each_row())
        lines = cast(IO[bytes], _Lines(_lines([*columns, *more], rows)))
        return Answer(parse_query_results(lines, format=QueryResultsFormat.TSV))

    def write_rows_to_pipe(self, descriptor: int, most: int) -> None:
        """Write at most so many rows to the writing end of a pipe, as TSV."""
        with open(descriptor, "wb", closefd=False) as pipe:
            pipe.writelines(_lines(self.variables, self.rows(most)))

    def write_to_pipe(self, descriptor: int, form: Format, rows_limit: int = 0) -> None:
        """Write everything to the writing end of a pipe, without Python in between for solutions.

        Args:
            descriptor: of the pipe, which stays open.
            form: how to write it.
            rows_limit: how many rows there may be, if not 0. The engine cannot be told it: rows that are counted take
                the way through TSV, which holds every term exactly.

        Raises:
            TooManyRowsError: there are more rows than that; some may be written.
            TooManyTriplesError: there are more triples than the engine keeps apart; some may be written.
            OSError: the pipe does not take them.
        """
        engine = form.engine
        if isinstance(self._found, QueryTriples):
            assert isinstance(engine, RdfFormat)
            triples = _counted(self._found, MOST_TRIPLES, TooManyTriplesError())
            with pipe_path(descriptor) as path:
                serialize(triples, path, format=engine, prefixes=_prefixes(form))
            return
        assert isinstance(engine, QueryResultsFormat)
        found = self._limited(rows_limit) if rows_limit else self._found
        assert isinstance(found, QuerySolutions | QueryBoolean)
        with pipe_path(descriptor) as path:
            found.serialize(path, format=engine)

    def _limited(self, rows: int) -> QuerySolutions | QueryBoolean | QueryTriples | None:
        if not isinstance(self._found, QuerySolutions):
            return self._found
        counted = _counted(self._each_row(), rows, TooManyRowsError(rows))
        return parse_query_results(
            cast(IO[bytes], _Lines(_lines(self.variables, counted))), format=QueryResultsFormat.TSV
        )

    def _each_row(self) -> Iterator[list[Term | None]]:
        assert isinstance(self._found, QuerySolutions)
        names = self.variables
        return ([solution[name] for name in names] for solution in self._found)


def _lines(columns: Iterable[str], rows: Iterable[list[Term | None]]) -> Iterator[bytes]:
    """Yield the lines of a table: https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv."""
    yield ("\t".join(f"?{name}" for name in columns) + "\n").encode()
    for row in rows:
        yield ("\t".join("" if term is None else str(term) for term in row) + "\n").encode()


class _Lines:
    """Lines as a file that is read from the beginning to the end."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        if not self._left:
            self._left = b"".join(islice(self._lines, 256))
        given, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return given


def _counted(items: Iterable[T], most: int, too_many: Exception) -> Iterator[T]:
    for number, item in enumerate(items, 1):
        if number > most:
            raise too_many
        yield item


def _prefixes(form: Format) -> dict[str, str] | None:
    return None if form.engine == RdfFormat.JSON_LD else PREFIXES


def write_triples(triples: Iterable[Triple], output: IO[bytes], form: Format) -> None:
    """Write triples to `output`, with the prefixes that volgraph publishes under."""
    assert isinstance(form.engine, RdfFormat)
    serialize(triples, output, format=form.engine, prefixes=_prefixes(form))


class Body:
    """Bytes that are complete before the first is sent: a failure half-way is an error, never a shorter result.

    They stand in memory, and on disk when they are many.

    Args:
        write: writes everything to the file that it is given.
    """

    def __init__(self, write: Callable[[IO[bytes]], None]) -> None:
        self._file = SpooledTemporaryFile(_SPOOLED_BYTES)  # noqa: SIM115  # closed by close()
        try:
            write(self._file)
        except BaseException:
            self.close()
            raise
        self.length = self._file.tell()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes from the beginning, and let go of them."""
        try:
            self._file.seek(0)
            while block := self._file.read(_CHUNK_BYTES):
                yield block
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()


_NO_FUNCTION = "The custom function "
"""How the engine begins to say that there is no such function, or not with so many arguments."""


def evaluate(store: Store, text: str, dataset: Dataset | None, base_iri: str | None = None) -> Answer:
    """Start a query.

    Args:
        store: what is asked.
        text: the query.
        dataset: the graphs it is about, if not those it names itself or the store's own.
        base_iri: against which relative IRIs resolve, if the query has no `BASE`.

    Raises:
        QueryError: it does not parse, with its line and column; or it calls a function that there is not.
    """
    try:
        if dataset is None:
            return Answer(store.query(text, base_iri=base_iri))
        named: list[NamedNode | BlankNode] = list(dataset.named)
        if len(dataset.default) > 1:
            merged = merged_store(store, dataset)
            return Answer(merged.query(text, base_iri=base_iri, default_graph=DefaultGraph(), named_graphs=named))
        default: list[NamedNode | BlankNode | DefaultGraph] = list(dataset.default)
        return Answer(store.query(text, base_iri=base_iri, default_graph=default, named_graphs=named))
    except SyntaxError as error:
        raise syntax_error(text, str(error)) from None
    except RuntimeError as error:  # other messages name files of the store
        if not str(error).startswith(_NO_FUNCTION):
            raise
        raise QueryError(f"t{str(error)[1:]}") from None


def substituted(store: Store, text: str, terms: dict[str, Term], things: Sequence[Term] = ()) -> Answer:
    """Start one of volgraph's own queries; see `solutions`."""
    return Answer(_substituted(store, text, terms, things))


def solutions(
    store: Store, text: str, terms: dict[str, Term], most: int | None = None, things: Sequence[Term] = ()
) -> list[QuerySolution]:
    """Return what one of volgraph's own `SELECT` queries finds.

    Args:
        store: what is asked.
        text: the query.
        terms: what stands in the place of some of its variables.
        most: how many solutions are enough.
        things: what `?thing` may be, if not anything: a block of data at the end of the query.
    """
    found = _substituted(store, text, terms, things)
    assert isinstance(found, QuerySolutions)
    return list(islice(found, most))


def _substituted(store: Store, text: str, terms: dict[str, Term], things: Sequence[Term]) -> Any:
    """Ask a query with its terms, and with a block of data: https://www.w3.org/TR/sparql11-query/#inline-data."""
    if things:
        text += f"\nVALUES ?thing {{ {' '.join(map(str, things))} }}"  # terms write themselves, escaped
    return store.query(text, substitutions={Variable(name): term for name, term in terms.items()})


def syntax_error(text: str, message: str, what: str = "query") -> QueryError:
    """Return what the engine says of a query or an update that it cannot read, with the place and the line."""
    match = _SYNTAX.fullmatch(message)
    if match is None:
        return QueryError(message)
    line, column = int(match[1]), int(match[2])
    lines = re.split(r"\r\n|\r|\n", text)
    shown = lines[line - 1] if line <= len(lines) else ""
    reason = _reason(match[3], at_end=line >= len(lines) and column > len(shown), what=what)
    return QueryError(f"{reason}: {_quoted(shown)}", Place("", line, column))


def _reason(message: str, *, at_end: bool, what: str) -> str:
    """Return what the parser says if it is a sentence; its lists of what could stand there say more than helps."""
    expected = message.removeprefix("one of ").removesuffix(", [_]")
    if re.match(r"(The|IRI) ", expected):
        return expected
    return f"the {what} ends before it is complete" if at_end else f"the {what} is wrong here"


def _quoted(line: str) -> str:
    line = line.strip()
    return f"“{line}”" if len(line) <= 200 else f"“{line[:200]}…”"
