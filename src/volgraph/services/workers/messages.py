"""What the server and its workers say to each other.

A job goes to a worker as JSON over its channel, with the files that it needs. The answer comes through the worker's
pipe: two bytes that say what it is, then the answer itself. The last word, over the channel, is `Done`: everything was
written. A pipe without that word holds an answer that was cut.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from volgraph.errors import QueryError
from volgraph.io.media_types import FORMATS, Format, Kind

MAX_MESSAGE_BYTES = 1 << 20
MAX_JOB_BYTES = 200 << 10
"""What a channel surely takes at once: https://man7.org/linux/man-pages/man7/socket.7.html, `wmem_default`."""

MAX_FILES = 64
SURELY_READ_CHARS = 4096
"""A text this long cannot be nested so deeply that reading it ends a worker: see `pool.STACK_BYTES`."""


@dataclass(frozen=True, slots=True)
class Job:
    """A query to answer.

    Args:
        query: SPARQL.
        default_graphs, named_graphs: the IRIs of the protocol's dataset parameters.
        solutions, triples: names of the formats that the client takes for each kind of answer; None if it takes none.
        most_rows: if not None, at most so many rows are wanted, as a table of terms, whatever the formats.
        rows_limit: an answer with more rows is refused; 0 for no limit.
        base_iri: against which relative IRIs resolve, if the query has no `BASE`.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = None
    triples: str | None = None
    most_rows: int | None = None
    rows_limit: int = 0
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class GraphJob:
    """A graph to write out.

    Args:
        form: the name of a format for triples.
        graph: its IRI; empty for the default graph.
    """

    form: str
    graph: str = ""


@dataclass(frozen=True, slots=True)
class StoredJob:
    """One of volgraph's own queries, to answer as a table of terms.

    Args:
        name: of the query.
        terms: what stands in the place of some of its variables, as N-Triples.
        most_rows: how many rows are enough; None for all.
    """

    name: str
    terms: dict[str, str] = field(default_factory=dict)
    most_rows: int | None = None


@dataclass(frozen=True, slots=True)
class UpdateJob:
    """An update to run, on a store that may be written to.

    Args:
        update: SPARQL Update; empty if it comes as a file.
        default_graphs, named_graphs: the IRIs of the protocol's `using-` parameters.
        base_iri: against which relative IRIs resolve, if the update has no `BASE`.
    """

    update: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None


@dataclass(frozen=True, slots=True)
class WriteJob:
    """A graph to write or delete, on a store that may be written to.

    Args:
        operation: put, post, post-new (into a new graph, named under `graph`) or delete.
        graph: its IRI; empty for the default graph.
        forms: the media types of the documents, which come as files with the job.
        names: what errors call them.
    """

    operation: str
    graph: str = ""
    forms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A long text was read without harm: what happens from now on is the evaluation's doing."""


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer is in the pipe; a boolean's answer is in `inline`, with its two bytes, and not in the pipe."""

    inline: bytes = b""


@dataclass(frozen=True, slots=True)
class Changed:
    """The store was changed, wholly; `created` says whether a graph is new, `graph` names it."""

    created: bool = False
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The job cannot be done; `reason` is one of query, format, graph, triples, rows, memory, merge, failed.

    For a query that does not parse, `line` and `column` say where; for a format, `kind` says what the answer consists
    of.
    """

    reason: str
    detail: str = ""
    line: int | None = None
    column: int | str | None = None
    kind: str = ""


AnyJob = Job | GraphJob | StoredJob | UpdateJob | WriteJob
Reply = Read | Done | Changed | Refused
_JOBS: dict[str, Any] = {kind.__name__: kind for kind in (Job, GraphJob, StoredJob, UpdateJob, WriteJob)}
_KINDS = list(Kind)


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer is: of this kind, in this format, or a table of terms for which no format counts."""

    kind: Kind
    form: Format | None = field(default=None)

    def pack(self) -> bytes:
        """Return it as the two bytes that come before an answer."""
        return bytes((_KINDS.index(self.kind), FORMATS.index(self.form) if self.form else 255))

    @classmethod
    def unpack(cls, data: bytes) -> "Head":
        """Return what two bytes say."""
        return cls(_KINDS[data[0]], None if data[1] == 255 else FORMATS[data[1]])


HEAD_BYTES = 2


def pack_job(job: AnyJob) -> bytes:
    """Return a job as bytes.

    Raises:
        QueryError: it is too long.
    """
    content = {name: value for name in job.__slots__ if (value := getattr(job, name))}
    data = json.dumps([type(job).__name__, content], ensure_ascii=False).encode()
    if len(data) > MAX_JOB_BYTES:
        raise QueryError(f"the text and the graphs have {len(data)} bytes together; {MAX_JOB_BYTES} are the most")
    return data


def unpack_job(data: bytes) -> AnyJob:
    """Return the job that bytes hold."""
    name, content = json.loads(data)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    job: AnyJob = _JOBS[name](**values)
    return job


def pack_reply(reply: Reply) -> bytes:
    """Return a reply as bytes."""
    if isinstance(reply, Done):
        return b"D" + reply.inline
    if isinstance(reply, Read):
        return b"R"
    return (b"C" if isinstance(reply, Changed) else b"X") + json.dumps(asdict(reply)).encode()


def unpack_reply(data: bytes) -> Reply:
    """Return the reply that bytes hold."""
    match data[:1]:
        case b"D":
            return Done(data[1:])
        case b"R":
            return Read()
    content: dict[str, Any] = json.loads(data[1:])
    return Changed(**content) if data[:1] == b"C" else Refused(**content)
