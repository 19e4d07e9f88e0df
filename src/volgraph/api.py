"""What other Python programs use: `validate`, and the types of its report."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from volgraph.domain.notices import ERROR, UNUSABLE
from volgraph.domain.validation import (
    Exactness,
    LocatedResult,
    Location,
    Notice,
    Report,
    Result,
    ShapeInfo,
    State,
    ValidatedFile,
)
from volgraph.errors import InputError, LimitError, Place, RemoteError, ShapesError, VolgraphError
from volgraph.io.inputs import Name
from volgraph.services.check_requests import CheckRequest
from volgraph.services.checking import check

__all__ = [
    "Exactness",
    "InputError",
    "LimitError",
    "LocatedResult",
    "Location",
    "Notice",
    "RemoteError",
    "Report",
    "Result",
    "ShapeInfo",
    "State",
    "ValidatedFile",
    "VolgraphError",
    "validate",
]

Names = Name | Iterable[Name]
"""One path, URL or piece of RDF, or several."""


def validate(
    data: Names,
    shapes: Names,
    *,
    data_format: str | None = None,
    shapes_format: str | None = None,
    imports: str = "local",
    inference: str = "none",
    focus: str | Iterable[str] = (),
    shape: str | Iterable[str] = (),
    severity: str = "Info",
    max_results: int | None = None,
    engine: str = "auto",
    time_limit_s: float | None = None,
    memory_limit_mb: int | None = None,
    lint: str = "warning",
    baseline: str | PathLike[str] | None = None,
    write_baseline: str | PathLike[str] | None = None,
    since: str | None = None,
) -> Report:
    """Check RDF against SHACL shapes.

    ```python
    import volgraph

    report = volgraph.validate("data/", "shapes.ttl")
    for one in report.failing("Violation"):
        place = one.places[0]
        print(f"{place.file}:{place.line}: {one.result.message('en')}")
    ```

    Args:
        data: files, folders (every RDF file below), globs, `store:` and the folder of an Oxigraph store, URLs of SPARQL
            endpoints; or RDF itself, as bytes. All of it is one graph.
        shapes: the same, of shapes.
        data_format: of bytes among the data: ttl, trig, nt, nq, jsonld, rdf.
        shapes_format: of bytes among the shapes.
        imports: what `owl:imports` may read: none, local (other named files, and files of this machine), fetch.
        inference: what is added to the data first: none, rdfs, owlrl.
        focus: IRIs of the only focus nodes whose results are wanted; none for all.
        shape: IRIs of the only shapes whose results are wanted, each with what it holds; none for all.
        severity: the least severity of results that are wanted: Violation, Warning, Info.
        max_results: how many results are wanted; None for all.
        engine: name of a SHACL engine; auto is the fastest installed one that passes every test of the W3C.
        time_limit_s: how long inference and the engine may take each, in seconds.
        memory_limit_mb: how much memory the engine may take, in MB.
        lint: the least level of what is wrong with the shapes themselves that becomes a notice: error, warning, note;
            or none.
        baseline: a file of known results: these are unchanged and do not fail.
        write_baseline: the file of a baseline to write: then everything that is found is known.
        since: a git revision: only what changed since then can affect is checked.

    Returns:
        The report. A file that cannot be read is one of its notices, of level error; the others are checked.

    Raises:
        InputError: a name means nothing, arguments contradict each other, or the engine cannot use the shapes.
        RemoteError: an endpoint does not answer, or not wholly.
        LimitError: the engine took too much.
    """
    report = check(
        CheckRequest(
            data=_several(data),
            shapes=_several(shapes),
            data_format=data_format,
            shapes_format=shapes_format,
            imports=imports,
            inference=inference,
            focus=(focus,) if isinstance(focus, str) else tuple(focus),
            shape=(shape,) if isinstance(shape, str) else tuple(shape),
            severity=severity,
            max_results=max_results,
            engine=engine,
            time_limit_s=time_limit_s,
            memory_limit_mb=memory_limit_mb,
            lint=lint,
            baseline=None if baseline is None else Path(baseline),
            write_baseline=None if write_baseline is None else Path(write_baseline),
            since=since,
        )
    )
    errors = {one.code: one for one in report.notices if one.level == ERROR}
    if UNUSABLE in errors:  # a program may look at the results alone
        reasons = [one for one in errors.values() if one.code != UNUSABLE and one.place]
        raise _refused(reasons[0] if reasons else errors[UNUSABLE])
    return report


def _refused(reason: Notice) -> ShapesError:
    place = Place(reason.place.file, reason.place.line, reason.place.column) if reason.place else Place()
    return ShapesError(reason.messages["en"], place)


def _several(names: Names) -> tuple[Name, ...]:
    return (names,) if isinstance(names, str | bytes | PathLike) else tuple(names)
