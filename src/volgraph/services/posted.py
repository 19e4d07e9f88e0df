"""Validating a graph that a client posted, in a worker of its own: with posted shapes, or with a generation's.

A generation's shapes are asked as they are for publishing: beside the posted graph stands what the generation says of
the things that it names, and only results about what the graph itself describes count.
"""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat, Store

from volgraph import __version__
from volgraph.domain.iris import Base
from volgraph.domain.notices import ERROR, WARNING
from volgraph.domain.validation import Report, Result, at_least
from volgraph.errors import InputError, ShapesError
from volgraph.io.engines.choice import AUTO, engine_named
from volgraph.io.engines.engine import Engine
from volgraph.io.graph_files import GraphFile, Merging
from volgraph.io.outside import load_no_graphs
from volgraph.io.reports import Options, write
from volgraph.io.reports.sources import SourceLines
from volgraph.services.fingerprinting import fingerprinted
from volgraph.services.linting import lint, placed
from volgraph.services.report_excerpts import PAGE, Excerpt
from volgraph.services.report_parts import located, validated, with_places
from volgraph.services.shape_catalogue import ShapeCatalogue
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
    tempfile.tempdir = job.folder  # whatever ends this process, the server removes the folder
    limit_files(MOST_FILE_BYTES)
    load_no_graphs()
    if job.shapes and not sealed:
        raise InputError(
            "on this system posted shapes are refused, since their queries could ask other machines: leave them out"
        )
    data = _merged(folder, job.data, "d", job.base_iri)
    shapes = _merged(folder, job.shapes, "s", job.base_iri) if job.shapes else _published(folder, store, base)
    when_read()
    try:
        engine = _engine(shapes.ntriples)
        found = engine.validate(data.ntriples).results if job.shapes else _as_for_publishing(data, engine, store, base)
    except ShapesError as error:
        raise placed(error, shapes) from None
    report = _report(job, engine, data, shapes, found)
    if job.form == PAGE:
        answer.write(Excerpt.of(report).pack())
    else:
        lines = SourceLines({one.shown: one.path for one in data.documents})
        write(report, job.form, answer, Options(job.language, read_line=lines))


def _merged(folder: Path, names: tuple[str, ...], prefix: str, base_iri: str) -> GraphFile:
    with Merging(prefix) as merging:
        for name in names:
            merging.add(folder / name, name, base_iri)
        return merging.finish(folder / f"merged-{prefix}.nt")


def _published(folder: Path, store: Store, base: Base) -> GraphFile:
    """Return the shapes of the generation, as a file that nobody else has."""
    graph, copy = base.graph("shapes"), folder / "published.nt"
    with copy.open("wb") as file:
        store.dump(file, RdfFormat.N_TRIPLES, from_graph=graph)
    with Merging("s") as merging:
        merging.add(copy, graph.value, lined=False)
        return merging.finish(folder / "merged-s.nt")


def _as_for_publishing(data: GraphFile, engine: Engine, store: Store, base: Base) -> tuple[Result, ...]:
    statements = [line.removesuffix(b" .") for line in data.ntriples.read_bytes().split(b"\n") if line]
    together = data.ntriples.with_name("together.nt")
    together.write_bytes(b"".join(line + b" .\n" for line in {*statements, *surroundings(store, statements, base)}))
    own = subjects_of(statements)
    return tuple(result for result in engine.validate(together).results if result.focus.encode() in own)


def _report(job: ValidationJob, engine: Engine, data: GraphFile, shapes: GraphFile, found: Iterable[Result]) -> Report:
    wanted = [one for one in found if at_least(one.severity, job.severity)]
    notices = lint(shapes, data) if job.shapes else []
    infos = ShapeCatalogue(shapes.ntriples).infos(result.shape for result in wanted)
    return Report(
        engine=f"{engine.name} {engine.version}",
        version=__version__,
        data=tuple(map(validated, data.documents)),
        shapes_files=tuple(map(validated, shapes.documents)),
        data_sha256=data.sha256,
        shapes_sha256=shapes.sha256,
        results=located(fingerprinted(wanted, data.ntriples, shapes.ntriples), data, shapes),
        notices=tuple(one for one in notices if one.level in (ERROR, WARNING)),
        shapes=with_places(infos, shapes) if job.shapes else infos,
    )
