"""A worker: answers one query after the other until its channel ends."""

import os
import socket

from pyoxigraph import Store

from volgraph.errors import QueryError
from volgraph.io.media_types import Kind, by_name
from volgraph.io.query_text import refuse_outside
from volgraph.io.results import TooManyTriplesError, evaluate
from volgraph.services.querying import Query, run
from volgraph.services.workers.messages import (
    MAX_MESSAGE_BYTES,
    Done,
    Job,
    Read,
    Refused,
    Reply,
    Started,
    pack,
    unpack_job,
)


def answer_jobs(channel: socket.socket, store: Store) -> None:
    """Answer the jobs that come over `channel`, each with the writing end of the pipe for its answer."""
    while True:
        data, descriptors, _, _ = socket.recv_fds(channel, MAX_MESSAGE_BYTES, 1)
        if not data:
            return
        pipe = descriptors[0]
        reply: Reply
        try:
            reply = _answer(unpack_job(data), store, channel, pipe)
        except QueryError as error:
            reply = Refused("query", error.message, error.place.line, error.place.column)
        except TooManyTriplesError as error:
            reply = Refused("triples", str(error))
        except MemoryError:
            reply = Refused("memory")
        finally:
            os.close(pipe)
        channel.send(pack(reply))


def _answer(job: Job, store: Store, channel: socket.socket, pipe: int) -> Reply:
    refuse_outside(job.query)
    evaluate(Store(), job.query, None)  # reads it: a worker that dies here died of the text, not of the data
    channel.send(pack(Read()))
    with run(store, Query(job.query, job.default_graphs, job.named_graphs)) as answer:
        if job.most_rows is not None:
            boolean = answer.boolean is not None
            channel.send(pack(Started(answer.kind.value, "json" if boolean else "tsv")))
            answer.write_rows_to_pipe(pipe, job.most_rows)
            return Done()
        name = job.triples if answer.kind is Kind.TRIPLES else job.solutions
        form = by_name(name, answer.kind) if name else None
        if form is None:
            return Refused("format", kind=answer.kind.value)
        channel.send(pack(Started(answer.kind.value, form.name)))
        answer.write_to_pipe(pipe, form)
    return Done()
