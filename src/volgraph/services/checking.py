"""Checking data against shapes, from what a user names to a report."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from volgraph import __version__
from volgraph.domain.fingerprints import Fingerprinted
from volgraph.domain.names import nearest
from volgraph.domain.notices import ERROR, FIRST_THE_OTHERS, LEVELS, UNUSABLE, notice
from volgraph.domain.validation import INFO, LocatedResult, Notice, Report, State, at_least
from volgraph.errors import ShapesError, UnknownNameError
from volgraph.io.engines import blind_spots
from volgraph.io.engines.choice import resolved, version_of
from volgraph.io.engines.comparing import compare
from volgraph.io.engines.engine import Found, Selection
from volgraph.io.engines.limited import USUAL_LIMITS, EngineLimits, LimitedEngine
from volgraph.io.graph_files import Document, GraphFile
from volgraph.io.inference import NONE, infer
from volgraph.io.inputs import Name, Reader
from volgraph.io.kept_answers import kept_answer
from volgraph.io.node_names import mentions, neighbours
from volgraph.services.baselines import Baseline
from volgraph.services.check_requests import ALL, NO_LINT, CheckRequest
from volgraph.services.check_subjects import Named, Subject, affected_since, everything
from volgraph.services.fingerprinting import fingerprinted
from volgraph.services.linting import lint
from volgraph.services.locating import locate_shapes, triple_places
from volgraph.services.report_parts import located, place_key, validated, with_places
from volgraph.services.shape_catalogue import ShapeCatalogue

Progress = Callable[[str], None]

_LINT = "lint 2"
"""What is kept of what the lint says is called; the number is counted up when it says something else than before."""

_TERM = re.compile(r"<[^<>\s]+>|_:s\d+b\d+")


def check(
    request: CheckRequest,
    progress: Progress = lambda step: None,
    read: Callable[[Document], None] = lambda document: None,
) -> Report:
    """Check data against shapes.

    A file that cannot be read or does not parse is a notice of level error; what else there is is checked. Shapes that
    the engine cannot use are one too, beside what the lint says of them.

    Args:
        request: what to check, and how.
        progress: told of each step.
        read: told of each document that was read; one that came by standard input is gone afterwards.

    Raises:
        InputError: a name means nothing, or options contradict each other.
        RemoteError: an endpoint does not answer, or not wholly.
        LimitError: a limit was reached.
    """
    with TemporaryDirectory(prefix="volgraph-") as name:
        return _Check(request, Path(name), progress, read).report()


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engine found.

    Args:
        every: all results, of which those that are left out here are not wanted.
        results: those to report, the ones that no baseline knows first.
        states: of these.
        fixed: what the baseline has and was not found.
        left_out: how many more there are than are reported; None if they were not counted.
        engine: its name and version.
    """

    every: tuple[Fingerprinted, ...]
    results: tuple[Fingerprinted, ...]
    states: tuple[State, ...]
    fixed: tuple[LocatedResult, ...]
    left_out: int | None
    engine: str


class _Check:
    """One run of `check`, with a folder for its files."""

    def __init__(
        self, request: CheckRequest, folder: Path, progress: Progress, read: Callable[[Document], None]
    ) -> None:
        self._request, self._folder, self._progress, self._read = request, folder, progress, read

    def report(self) -> Report:
        with self._engine_starting() as engine:
            return self._report(engine)

    def _engine_starting(self) -> AbstractContextManager[LimitedEngine | None]:
        """Start the engine, which takes as long as reading some files; None if all of them are asked."""
        request = self._request
        return nullcontext() if request.engine == ALL else LimitedEngine(request.engine, limits=_limits(request))

    def _report(self, engine: LimitedEngine | None) -> Report:
        baseline = Baseline.of(self._request.baseline, self._request.write_baseline)
        subject = self._subject()
        data, shapes, notices = subject.data, subject.shapes, [*subject.notices]
        catalogue = ShapeCatalogue(shapes.ntriples)
        self._refuse_unknown_names(subject, catalogue)
        notices += _emptiness(subject, catalogue)
        with ThreadPoolExecutor(1) as beside:  # the engine is another process, for which this one would only wait
            linted = beside.submit(self._linted, subject)
            try:
                found = self._found(engine, subject, baseline, notices)
            except ShapesError as error:
                found = _Found((), (), (), (), 0, _engine_name(self._request.engine))
                notices.append(_unusable(error, linted.result(), shapes))
            notices += linted.result()
        notices += baseline.written(found.every, notices)
        self._progress("looking up where results are written")
        inference = None if self._request.inference == NONE else self._request.inference
        holding = replace(data, documents=subject.holding(one.result for one in found.results))
        return Report(
            engine=found.engine,
            version=__version__,
            data=tuple(map(validated, data.documents)),
            shapes_files=tuple(map(validated, shapes.documents)),
            data_sha256=data.sha256,
            shapes_sha256=shapes.sha256,
            results=located(found.results, holding, shapes, inference, found.states),
            fixed=found.fixed,
            left_out=found.left_out,
            notices=tuple(sorted(notices, key=lambda one: (place_key(one.place), one.code))),
            shapes=with_places(catalogue.infos(one.result.shape for one in found.results), shapes),
        )

    def _subject(self) -> Subject:
        request = self._request
        data = self._named(request.data, request.data_format, "--data-format")
        shapes = self._named(request.shapes, request.shapes_format, "--shapes-format")
        if request.since is None:
            subject = everything(data, shapes, self._folder, request.imports, self._progress)
        else:
            subject = affected_since(request.since, data, shapes, self._folder, request.imports, self._progress)
        for document in (*subject.data.documents, *subject.shapes.documents):
            self._read(document)
        return subject

    def _named(self, names: tuple[Name, ...], form: str | None, option: str) -> Named:
        folder = self._folder / option
        folder.mkdir()
        return Named(names, Reader(folder, form, self._copy_endpoint).read(names, option))

    def _copy_endpoint(self, url: str, target: Path) -> None:
        from volgraph.services.copying import copy_endpoint  # whose libraries take as long to import as a small check

        copy_endpoint(url, target, self._progress)

    def _refuse_unknown_names(self, subject: Subject, catalogue: ShapeCatalogue) -> None:
        known = catalogue.names()
        for shape in self._request.shape:
            if shape not in known:
                raise _unknown("shape", shape, nearest(shape, known))
        if not subject.whole:
            return
        data = subject.data.ntriples
        for focus in self._request.focus:
            if not mentions(data, focus):
                raise _unknown("node in the data", focus, nearest(focus, neighbours(data, focus)))

    def _linted(self, subject: Subject) -> list[Notice]:
        """Return what is wrong with the shapes, as far as that is wanted."""
        if self._request.lint == NO_LINT:
            return []
        wanted = LEVELS[: LEVELS.index(self._request.lint) + 1]
        return [one for one in self._all_linted(subject) if one.level in wanted]

    def _all_linted(self, subject: Subject) -> list[Notice]:
        shapes, change = subject.shapes, subject.change
        if change is None:
            return lint(shapes, subject.data, locate=triple_places)
        parts = (_LINT, *(part for one in shapes.documents for part in (one.shown, one.sha256)))
        return kept_answer(change.cache, parts, list[Notice], lambda: lint(shapes, locate=triple_places))

    def _with_inferred(self, subject: Subject, notices: list[Notice]) -> Path:
        """Return the file of the data, with what follows from them if that is wanted."""
        request, data = self._request, subject.data
        if request.inference == NONE:
            return subject.asked[0]
        self._progress(f"inferring what follows from the data ({request.inference})")
        inferred = self._folder / "inferred.nt"
        contradictions = infer(request.inference, data.ntriples, inferred, _limits(request).time_s)
        notices += (notice("contradiction", reason=reason) for reason in contradictions)
        whole = self._folder / "whole.nt"
        with whole.open("wb") as target:
            for part in (data.ntriples, inferred):
                with part.open("rb") as source:
                    copyfileobj(source, target)
        return whole

    def _found(
        self, engine: LimitedEngine | None, subject: Subject, baseline: Baseline, notices: list[Notice]
    ) -> _Found:
        """Ask the engine; it knows no baselines, so with one the results are counted after it."""
        request = self._request
        whole = self._with_inferred(subject, notices)
        self._progress("checking the shapes")
        compares = bool(request.baseline or request.write_baseline)
        wanted = Selection(
            focus=frozenset(request.focus) or None,
            shapes=frozenset(request.shape) or None,
            most=None if compares else request.max_results,
            severity=INFO if compares else request.severity,
        )
        found, name = self._asked(engine, whole, subject.asked[1], wanted, notices)
        if found.unseen:
            notices.append(notice("counting-stopped", nodes=found.unseen))
        every = fingerprinted(found.results, subject.data.ntriples, subject.shapes.ntriples, subject.data.documents)
        compared = baseline.judge(every, complete=request.complete)
        bad = [
            (state is not State.NEW, one, state)
            for one, state in zip(every, compared.states, strict=True)
            if at_least(one.result.severity, request.severity)
        ]
        bad.sort(key=itemgetter(0))
        kept = bad[: request.max_results]
        return _Found(
            every=tuple(every),
            results=tuple(one for _, one, _ in kept),
            states=tuple(state for _, _, state in kept),
            fixed=tuple(one for one in compared.fixed if at_least(one.result.severity, request.severity)),
            left_out=None if found.unseen else found.left_out + len(bad) - len(kept),
            engine=name,
        )

    def _asked(
        self, engine: LimitedEngine | None, data: Path, shapes: Path, wanted: Selection, notices: list[Notice]
    ) -> tuple[Found, str]:
        """Return what the engine, or the first of all of them, found, with its name and version."""
        if engine is None:
            compared = compare(shapes, data, wanted, _limits(self._request))
            notices += compared.notices
            return compared.found, ", ".join(compared.engines)
        engine.compile(shapes)
        notices += blind_spots.warnings(shapes, engine.name)
        found = engine.validate(data, wanted)
        engine.close()  # what it holds is of no use any more
        return found, f"{engine.name} {engine.version}"


def _unknown(kind: str, name: str, close: Sequence[str]) -> UnknownNameError:
    """Return the error of a name; one that is like no other may be abbreviated, and no prefix is known here."""
    return UnknownNameError(kind if close else f"{kind} with the whole IRI", name, close)


def _unusable(error: ShapesError, linted: Sequence[Notice], shapes: GraphFile) -> Notice:
    """Return that an engine cannot use the shapes, at the first shape that it names."""
    if any(one.level == ERROR for one in linted):
        return notice(UNUSABLE, reason=FIRST_THE_OTHERS)
    named = locate_shapes(((term, "") for term in _TERM.findall(error.message)), shapes)
    return notice(UNUSABLE, next((places[0] for places in named.values() if places), None), reason=error.message)


def _engine_name(name: str) -> str:
    """Return the name and the version of an engine that has not been asked."""
    return name if name == ALL else f"{resolved(name)} {version_of(resolved(name))}"


def _limits(request: CheckRequest) -> EngineLimits:
    return EngineLimits(
        time_s=request.time_limit_s or USUAL_LIMITS.time_s,
        memory_bytes=request.memory_limit_mb * 1_000_000 if request.memory_limit_mb else USUAL_LIMITS.memory_bytes,
    )


def _emptiness(subject: Subject, catalogue: ShapeCatalogue) -> list[Notice]:
    """Return why nothing can be found, if nothing can."""
    found = [] if subject.data.triples or not subject.whole else [notice("empty-data")]
    return found if catalogue.targeting else [*found, notice("empty-shapes")]
