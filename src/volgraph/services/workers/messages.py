"""What the server and its workers say to each other.

A job goes to a worker as tagged JSON over its channel, with the files that it needs. The answer comes through the
worker's pipe: two bytes that say what it is, then the answer itself. The last word, over the channel, is `Done`:
everything was written. A pipe without that word holds an answer that was cut.
"""

from msgspec import Struct
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from volgraph.errors import QueryError
from volgraph.io.media_types import FORMATS, Format, Kind

MAX_JOB_BYTES = 200 << 10
"""What a channel surely takes at once: https://man7.org/linux/man-pages/man7/socket.7.html, `wmem_default`."""

MAX_REPLY_BYTES = 64 << 10
MAX_FILES = 64
_MOST_DETAIL_CHARS = 8000  # however they are escaped, a reply has room for them
SURELY_READ_CHARS = 4096
"""A text this long cannot be nested so deeply that reading it ends a worker: see `pool.STACK_BYTES`."""


class Job(Struct, frozen=True, tag=True, omit_defaults=True):
    """A query to answer.

    Args:
        query: SPARQL.
        default_graphs, named_graphs: the IRIs of the protocol's dataset parameters.
        solutions, triples: names of the formats that the client takes for each kind of answer; None if it takes none.
        most_rows: if not None, at most so many rows are wanted, as a table of terms, whatever the formats.
        rows_limit: an answer with more rows is refused; 0 for no limit.
        base_iri: against which relative IRIs resolve, if the query has no `BASE`.
        evidence: the column of claims whose words and addresses are wanted beside them; empty for none.
        about: what a workbook says of itself.
        folder: where files may lie while a workbook is made; who posts the job removes it.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = None
    triples: str | None = None
    most_rows: int | None = None
    rows_limit: int = 0
    base_iri: str | None = None
    evidence: str = ""
    about: dict[str, str] = {}
    folder: str = ""


class GraphJob(Struct, frozen=True, tag=True, omit_defaults=True):
    """A graph to write out.

    Args:
        form: the name of a format for triples.
        graph: its IRI; empty for the default graph.
    """

    form: str
    graph: str = ""


class StoredJob(Struct, frozen=True, tag=True, omit_defaults=True):
    """One of volgraph's own queries, to answer as a table of terms.

    Args:
        name: of the query.
        terms: what stands in the place of some of its variables, as N-Triples.
        most_rows: how many rows are enough; None for all.
        things: what its variable `thing` may be, as N-Triples; anything if there are none.
    """

    name: str
    terms: dict[str, str] = {}
    most_rows: int | None = None
    things: tuple[str, ...] = ()


class UpdateJob(Struct, frozen=True, tag=True, omit_defaults=True):
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


class WriteJob(Struct, frozen=True, tag=True, omit_defaults=True):
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


class ValidationJob(Struct, frozen=True, tag=True, omit_defaults=True):
    """A posted graph to validate; its worker does nothing else before or after.

    Args:
        folder: holds the documents, and whatever the worker writes beside them; who posts the job removes it.
        form: the name of a format of `services.posted`.
        data: names of the files of the data graph, with the endings of their formats.
        shapes: names of the files of the shapes graph; none for the shapes of the worker's store.
        severity: results that weigh less are left out.
        language: of the words in the report.
        base_iri: against which relative IRIs resolve.
        things: the base under which the store's things are named.
    """

    folder: str
    form: str
    data: tuple[str, ...]
    shapes: tuple[str, ...] = ()
    severity: str = "Info"
    language: str = "en"
    base_iri: str = ""
    things: str = ""


class Read(Struct, frozen=True, tag=True, omit_defaults=True):
    """A long text was read without harm: what happens from now on is the evaluation's doing."""


class Done(Struct, frozen=True, tag=True, omit_defaults=True):
    """The whole answer is in the pipe; a boolean's answer is in `inline`, with its two bytes, and not in the pipe."""

    inline: bytes = b""


class Changed(Struct, frozen=True, tag=True, omit_defaults=True):
    """The store was changed, wholly; `created` says whether a graph is new, `graph` names it."""

    created: bool = False
    graph: str = ""


class Refused(Struct, frozen=True, tag=True, omit_defaults=True):
    """The job cannot be done; `reason` is one of query, format, graph, triples, rows, memory, merge, failed.

    For a query that does not parse, `line` and `column` say where; for a format, `kind` says what the answer consists
    of.
    """

    reason: str
    detail: str = ""
    line: int | None = None
    column: int | str | None = None
    kind: str = ""


AnyJob = Job | GraphJob | StoredJob | UpdateJob | WriteJob | ValidationJob
Reply = Read | Done | Changed | Refused
_KINDS = list(Kind)


class Head(Struct, frozen=True):
    """What an answer is: of this kind, in this format, or a table of terms for which no format counts."""

    kind: Kind
    form: Format | None = None

    def pack(self) -> bytes:
        """Return it as the two bytes that come before an answer."""
        return bytes((_KINDS.index(self.kind), FORMATS.index(self.form) if self.form else 255))

    @classmethod
    def unpack(cls, data: bytes) -> "Head":
        """Return what two bytes say."""
        return cls(_KINDS[data[0]], None if data[1] == 255 else FORMATS[data[1]])


HEAD_BYTES = 2


_encode = Encoder().encode
_jobs: Decoder[AnyJob] = Decoder(AnyJob)
_replies: Decoder[Reply] = Decoder(Reply)


def pack_job(job: AnyJob) -> bytes:
    """Return a job as bytes.

    Raises:
        QueryError: it is too long.
    """
    data = _encode(job)
    if len(data) > MAX_JOB_BYTES:
        raise QueryError(f"the text and the graphs have {len(data)} bytes together; {MAX_JOB_BYTES} are the most")
    return data


def unpack_job(data: bytes | memoryview) -> AnyJob:
    """Return the job that bytes hold."""
    return _jobs.decode(data)


def pack_reply(reply: Reply) -> bytes:
    """Return a reply as bytes; of a long sentence, its beginning."""
    if isinstance(reply, Refused) and len(reply.detail) > _MOST_DETAIL_CHARS:
        reply = replace(reply, detail=reply.detail[:_MOST_DETAIL_CHARS] + "…")
    return _encode(reply)


def unpack_reply(data: bytes | memoryview) -> Reply:
    """Return the reply that bytes hold."""
    return _replies.decode(data)
