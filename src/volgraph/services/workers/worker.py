"""A worker: answers one job after the other until its channel ends."""

import os
import socket
import traceback
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from volgraph.errors import InputError, QueryError
from volgraph.io.graph_store import (
    Payload,
    check_update,
    contains_graph,
    delete_graph,
    post_graph,
    post_new_graph,
    put_graph,
    update,
    write_graph,
)
from volgraph.io.media_types import Kind, by_name, rdf_format
from volgraph.io.query_text import refuse_outside, refuse_outside_in_update
from volgraph.io.results import Answer, Term, TooManyRowsError, TooManyTriplesError, evaluate
from volgraph.io.workbooks import SheetLimitError
from volgraph.services.querying import Query, run, stored_answer
from volgraph.services.workers.messages import (
    MAX_FILES,
    MAX_JOB_BYTES,
    SURELY_READ_CHARS,
    Changed,
    Done,
    GraphJob,
    Head,
    Job,
    Read,
    Refused,
    Reply,
    StoredJob,
    UpdateJob,
    ValidationJob,
    WriteJob,
    pack_reply,
    unpack_job,
)

_DESCRIPTOR_BYTES = array("i").itemsize


class Desk:
    """What a worker works with: its store, the way to the server, and whether the system keeps it from others."""

    def __init__(self, channel: socket.socket, pipe: int, store: Store, *, sealed: bool) -> None:
        self.channel, self.pipe, self.store, self.sealed = channel, pipe, store, sealed

    def say(self, reply: Reply) -> None:
        """Send a reply."""
        self.channel.send(pack_reply(reply))

    def begin(self, head: Head) -> None:
        """Say in the pipe what the answer is."""
        os.write(self.pipe, head.pack())


def answer_jobs(channel: socket.socket, pipe: int, store: Store, *, sealed: bool) -> None:
    """Answer the jobs that come over `channel` into `pipe`."""
    desk = Desk(channel, pipe, store, sealed=sealed)
    message = bytearray(MAX_JOB_BYTES)  # to make one for each job would cost more than to receive it
    while True:
        size, control, _, _ = channel.recvmsg_into([message], socket.CMSG_LEN(MAX_FILES * _DESCRIPTOR_BYTES))
        if not size:
            return
        files = _files_in(control)
        try:
            desk.say(_reply(memoryview(message)[:size], desk, files))
        finally:
            for file in files:
                os.close(file)


def _files_in(control: list[tuple[int, int, bytes]]) -> list[int]:
    """Return the descriptors that came with a message: https://man7.org/linux/man-pages/man3/cmsg.3.html."""
    files = array("i")
    for level, kind, data in control:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            files.frombytes(data[: len(data) - len(data) % _DESCRIPTOR_BYTES])
    return files.tolist()


def _reply(data: memoryview, desk: Desk, files: Sequence[int]) -> Reply:
    try:
        match unpack_job(data):
            case Job() as job:
                return _query(job, desk)
            case GraphJob() as job:
                return _graph(job, desk)
            case StoredJob() as job:
                return _stored(job, desk)
            case UpdateJob() as job:
                return _update(job, desk, files)
            case WriteJob() as job:
                return _write(job, desk, files)
            case ValidationJob() as job:
                return _validation(job, desk)
    except QueryError as error:
        return Refused("query", error.message, error.place.line, error.place.column)
    except InputError as error:
        return Refused("input", str(error), error.place.line, error.place.column)
    except TooManyTriplesError as error:
        return Refused("triples", str(error))
    except (TooManyRowsError, SheetLimitError) as error:
        return Refused("rows", str(error))
    except MemoryError:
        return Refused("memory")
    except Exception as error:  # whatever it is: the next job may succeed
        traceback.print_exc()
        return Refused("failed", f"{type(error).__name__}: {error}")


def _query(job: Job, desk: Desk) -> Reply:
    refuse_outside(job.query, sealed=desk.sealed)
    if len(job.query) > SURELY_READ_CHARS:
        evaluate(
            Store(), job.query, None, job.base_iri
        )  # reads it: a worker that dies here died of the text, not of the data
        desk.say(Read())
    with run(desk.store, Query(job.query, job.default_graphs, job.named_graphs, job.base_iri)) as found:
        answer = found.with_evidence(desk.store, job.evidence) if job.evidence else found
        if job.most_rows is not None:
            return _table(answer, job.most_rows, desk)
        name = job.triples if answer.kind is Kind.TRIPLES else job.solutions
        form = by_name(name, answer.kind) if name else None
        if form is None:
            return Refused("format", kind=answer.kind.value)
        head = Head(answer.kind, form)
        if answer.boolean is not None:
            return Done(head.pack() + answer.small(form, job.about))
        desk.begin(head)
        if form.engine is None:
            with os.fdopen(os.dup(desk.pipe), "wb") as pipe:
                answer.write_book(pipe, job.about, job.folder, job.rows_limit)
        else:
            answer.write_to_pipe(desk.pipe, form, job.rows_limit)
    return Done()


def _table(answer: Answer, most_rows: int, desk: Desk) -> Reply:
    form = by_name("json", Kind.SOLUTIONS)
    if answer.boolean is not None and form is not None:
        return Done(Head(answer.kind, form).pack() + answer.small(form))
    desk.begin(Head(answer.kind))
    answer.write_rows_to_pipe(desk.pipe, most_rows)
    return Done()


def _graph(job: GraphJob, desk: Desk) -> Reply:
    form = by_name(job.form, Kind.TRIPLES)
    assert form is not None
    graph = NamedNode(job.graph) if job.graph else DefaultGraph()
    if not contains_graph(desk.store, graph):
        return Refused("graph", f"there is no graph {job.graph}")
    desk.begin(Head(Kind.TRIPLES, form))
    write_graph(desk.store, graph, desk.pipe, form)
    return Done()


def _stored(job: StoredJob, desk: Desk) -> Reply:
    terms = dict(zip(job.terms, _terms(job.terms.values()), strict=True))
    with stored_answer(desk.store, job.name, terms, _terms(job.things)) as answer:
        desk.begin(Head(Kind.SOLUTIONS))
        if job.most_rows is None:
            form = by_name("tsv", Kind.SOLUTIONS)
            assert form is not None
            answer.write_to_pipe(desk.pipe, form)
        else:
            answer.write_rows_to_pipe(desk.pipe, job.most_rows)
    return Done()


def _terms(texts: Iterable[str]) -> list[Term]:
    triples = "\n".join(f"<x:s> <x:p> {text} ." for text in texts)
    return [quad.object for quad in parse(triples, format=RdfFormat.N_TRIPLES)]


def _update(job: UpdateJob, desk: Desk, files: Sequence[int]) -> Reply:
    text = Path(f"/dev/fd/{files[0]}").read_text(encoding="utf-8") if files else job.update
    refuse_outside_in_update(text, sealed=desk.sealed)
    if len(text) > SURELY_READ_CHARS:
        check_update(text, job.base_iri)
        desk.say(Read())
    update(desk.store, text, job.base_iri, job.default_graphs, job.named_graphs)
    return Changed()


def _write(job: WriteJob, desk: Desk, files: Sequence[int]) -> Reply:
    graph = NamedNode(job.graph) if job.graph else DefaultGraph()
    if job.operation == "delete":
        if not delete_graph(desk.store, graph):
            return Refused("graph", f"there is no graph {job.graph}")
        return Changed(graph=job.graph)
    payloads = [_payload(*document) for document in zip(files, job.forms, job.names, strict=True)]
    if job.operation == "post-new":
        return Changed(created=True, graph=post_new_graph(desk.store, job.graph, payloads).value)
    write = put_graph if job.operation == "put" else post_graph
    return Changed(write(desk.store, graph, payloads), job.graph)


def _validation(job: ValidationJob, desk: Desk) -> Reply:
    from volgraph.services import posted  # with its engines, which no query needs

    desk.begin(Head(Kind.TRIPLES))
    with os.fdopen(os.dup(desk.pipe), "wb") as answer:
        posted.validate(job, desk.store, answer, lambda: desk.say(Read()), sealed=desk.sealed)
    return Done()


def _payload(file: int, media_type: str, name: str) -> Payload:
    form = rdf_format(media_type)
    assert form is not None, "the server refuses other media types"
    return Payload(Path(f"/dev/fd/{file}"), form, name)
