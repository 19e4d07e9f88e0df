"""Validating a graph that a client posted, in a worker of its own: with posted shapes, or with a generation's.

A generation's shapes are asked as they are for publishing: beside the posted graph stands what the generation says of
the things that it names, and only results about what the graph itself describes count.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat, Store

from volgraph import __version__
from volgraph.domain.iris import Base
from volgraph.domain.validation import SEVERITIES, LocatedResult, Report, Result, ValidatedFile
from volgraph.errors import InputError
from volgraph.io.engines.choice import AUTO, engine_named
from volgraph.io.engines.engine import Engine
from volgraph.io.graph_files import GraphFile, merge
from volgraph.io.outside import load_no_graphs
from volgraph.io.reports import Options, write
from volgraph.io.reports.sources import SourceLines
from volgraph.services.locating import locate
from volgraph.services.report_excerpts import PAGE, Excerpt
from volgraph.services.surroundings import subjects_of, surroundings
from volgraph.services.workers.messages import ValidationJob
from volgraph.services.workers.sandbox import limit_files

MOST_FILE_BYTES = 1 << 30

_engine = engine_named(AUTO)
"""The default engine, in this process, which has limits already; imported before workers are forked."""


def validate(
    job: ValidationJob, store: Store, answer: IO[bytes], when_read: Callable[[], None], *, sealed: bool
) -> None:
    """Validate the documents of a job, and write the report.

    Args:
        job: what is to be done; its folder takes whatever is written meanwhile.
        store: the generation's, with its shapes.
        answer: takes the report.
        when_read: called when every document has been parsed.
        sealed: whether the system keeps this process from other machines.

    Raises:
        RdfSyntaxError: a document does not parse; with its line and column.
        InputError: the posted shapes cannot be used.
    """
    folder, base = Path(job.folder), Base(job.things)
    limit_files(MOST_FILE_BYTES)
    load_no_graphs()
    if job.shapes and not sealed:
        raise InputError(
            "on this system posted shapes are refused, since their queries could ask other machines: leave them out"
        )
    data = _merged(folder, job.data, "d", job.base_iri)
    if job.shapes:
        shapes = _merged(folder, job.shapes, "s", job.base_iri)
        when_read()
        engine = _engine(shapes.ntriples)
        results = engine.validate(data.ntriples).results
    else:
        when_read()
        shapes = _published(folder, store, base)
        engine = _engine(shapes.ntriples)
        results = _as_for_publishing(data, engine, store, base)
    report = _report(engine, data, shapes, _located(job, data, shapes, results))
    if job.form == PAGE:
        answer.write(Excerpt.of(report).pack())
    else:
        lines = SourceLines({one.shown: one.path for one in data.documents})
        write(report, job.form, answer, Options(job.language, read_line=lines))


def _merged(folder: Path, names: tuple[str, ...], prefix: str, base_iri: str) -> GraphFile:
    return merge([(folder / name, name) for name in names], folder / f"merged-{prefix}.nt", prefix, base_iri)


def _published(folder: Path, store: Store, base: Base) -> GraphFile:
    """Return the shapes of the generation, as a file."""
    graph = base.graph("shapes")
    path = folder / "published.nt"
    with path.open("wb") as file:
        store.dump(file, RdfFormat.N_TRIPLES, from_graph=graph)
    return merge([(path, graph.value)], folder / "merged-s.nt", "s")


def _as_for_publishing(data: GraphFile, engine: Engine, store: Store, base: Base) -> tuple[Result, ...]:
    statements = [line.removesuffix(b" .") for line in data.ntriples.read_bytes().split(b"\n") if line]
    together = data.ntriples.with_name("together.nt")
    together.write_bytes(b"".join(line + b" .\n" for line in {*statements, *surroundings(store, statements, base)}))
    own = subjects_of(statements)
    return tuple(result for result in engine.validate(together).results if result.focus.encode() in own)


def _located(job: ValidationJob, data: GraphFile, shapes: GraphFile, results: Sequence[Result]) -> list[LocatedResult]:
    """Return the results that are wanted, in the order of reports, where they stand in what was posted."""
    weighty = SEVERITIES[: SEVERITIES.index(job.severity) + 1]
    wanted = [one for one in results if one.severity in weighty or one.severity not in SEVERITIES]
    found = locate(wanted, data, shapes)
    if not job.shapes:
        found = [replace(one, shape_places=()) for one in found]  # nobody has the file that they would name
    return sorted(found, key=_order)


def _order(located: LocatedResult) -> tuple[tuple[str, int, int], tuple[str, ...]]:
    place = next(((one.file, one.line or 0, one.column or 0) for one in located.places), ("", 0, 0))
    return place, located.result.sort_key


def _report(engine: Engine, data: GraphFile, shapes: GraphFile, results: list[LocatedResult]) -> Report:
    return Report(
        engine=f"{engine.name} {engine.version}",
        version=__version__,
        data=_files(data),
        shapes_files=_files(shapes),
        data_sha256=data.sha256,
        shapes_sha256=shapes.sha256,
        results=tuple(results),
    )


def _files(graph: GraphFile) -> tuple[ValidatedFile, ...]:
    return tuple(ValidatedFile(one.shown, one.sha256, one.triples) for one in graph.documents)
