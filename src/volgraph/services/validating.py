"""Validating a generation graph by graph; a verdict is kept of each graph, and of the whole, that has not changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from pyoxigraph import NamedNode, QuerySolutions, Store

from volgraph import __version__
from volgraph.domain.iris import DEFAULT_BASE, Base
from volgraph.domain.validation import Result
from volgraph.errors import EngineError, GenerationError
from volgraph.io.disk import write_json
from volgraph.io.engines.choice import AUTO, resolved, version_of
from volgraph.io.engines.engine import Engine
from volgraph.io.engines.files import Shapes, engine_of, naming, shapes_in
from volgraph.io.generations import VERDICT, Generation, Home
from volgraph.io.stores import graph_lines, open_store
from volgraph.services.surroundings import subjects_of, surroundings

Progress = Callable[[str], None]

VALIDATED = ("article", "claims", "entities", "sources", "measures", "origins", "derived/discrepancies")
"""The graphs that shapes look at, by the beginning of their path."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation or warning: of a shape in a graph, or of a dataset rule."""

    where: str
    result: Result


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found.

    Args:
        shapes: the digest of the shapes and rules.
        engine: the name and version of the SHACL engine.
        graphs: how many graphs were looked at, those with a kept verdict too.
        kept: how many of them had a verdict already.
        findings: every result.
    """

    shapes: str
    engine: str
    graphs: int
    kept: int
    findings: tuple[Finding, ...]

    @property
    def violations(self) -> int:
        """How many findings forbid publishing: results of severity `sh:Violation`."""
        return sum(finding.result.severity == "Violation" for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether the generation may be published."""
        return self.violations == 0


@dataclass(frozen=True, slots=True)
class _Job:
    """A graph to validate: its statements, and those of the things that it names."""

    graph: str
    key: str
    statements: tuple[bytes, ...]
    context: tuple[bytes, ...]


def validate_generation(
    generation: Generation,
    root: Path,
    base: Base,
    home: Home,
    jobs: int = 1,
    only: Sequence[str] = (),
    progress: Progress = lambda step: None,
) -> Verdict:
    """Validate every graph of a generation and the rules on the whole, and keep the verdict beside it.

    Args:
        generation: what to validate.
        root: the collection whose `shapes/` hold.
        base: under which the generation's things are named.
        home: where the verdicts on graphs are kept.
        jobs: how many processes work.
        only: paths of graphs, to validate no others and no rules; the verdict is not kept then.
        progress: told of each step.
    """
    shapes = shapes_in([root / "shapes"])
    rules = rules_of(root)
    digest = sha256("\n".join([shapes.sha256, *(rule.read_text("utf-8") for rule in rules)]).encode()).hexdigest()
    answers = _answers(generation, digest, base)
    unchanged = None if only else _kept_whole(generation, answers)
    if unchanged is not None:
        return unchanged
    store = open_store(generation.store)
    engine = engine_of(shapes)
    graphs = list(graphs_validated(generation, base, only))
    kept = 0
    findings: list[Finding] = []
    waiting: list[_Job] = []
    for number, graph in enumerate(graphs, 1):
        progress(f"reading graphs ({number} of {len(graphs)})")
        job = _job(store, graph, base, f"{shapes.sha256} {engine.name} {engine.version}")
        known = _known(home, job)
        if known is None:
            waiting.append(job)
        else:
            kept += 1
            findings += (Finding(job.graph, result) for result in known)
        if len(waiting) >= 64 * jobs:
            findings += _validate(waiting, shapes, engine, home, jobs, progress)
            waiting.clear()
    findings += _validate(waiting, shapes, engine, home, jobs, progress)
    for rule in () if only else rules:
        progress(f"checking {rule.stem}")
        findings += _broken(store, rule, base)
    verdict = Verdict(digest, f"{engine.name} {engine.version}", len(graphs), kept, tuple(findings))
    if not only:
        content = {**asdict(verdict), "violations": verdict.violations, "answers": answers}
        write_json(generation.path / VERDICT, content)
    return verdict


def _answers(generation: Generation, shapes: str, base: Base) -> str:
    """Return a digest of all that a verdict on a generation, which never changes, depends on."""
    engine = resolved(AUTO)
    asked = (generation.digest, shapes, base.iri, engine, version_of(engine), __version__)
    return sha256("\n".join(asked).encode()).hexdigest()


def _kept_whole(generation: Generation, answers: str) -> Verdict | None:
    """Return the verdict beside a generation, if it answers what is asked now."""
    try:
        content = generation.verdict()
    except GenerationError:  # it is damaged, and is written anew
        return None
    if content is None or content.get("answers") != answers:
        return None
    findings = tuple(Finding(one["where"], Result(**one["result"])) for one in content["findings"])
    return Verdict(content["shapes"], content["engine"], content["graphs"], content["graphs"], findings)


def rules_of(root: Path) -> list[Path]:
    """Return the queries of a collection that must find nothing in the whole dataset."""
    return sorted(root.glob("shapes/rules/*-violation.rq"))


def graphs_validated(generation: Generation, base: Base, only: Sequence[str]) -> Iterator[NamedNode]:
    """Yield the graphs of a generation that shapes look at, or those of them with some paths."""
    prefix = base.graph("").value
    for iri in sorted(generation.manifest()["graphs"]):
        path = iri.removeprefix(prefix)
        if path in only if only else path.startswith(VALIDATED):
            yield NamedNode(iri)


def _job(store: Store, graph: NamedNode, base: Base, engine: str) -> _Job:
    """Return a graph with the descriptions of the things, measures and concepts that it names."""
    statements = graph_lines(store, graph)
    lines = surroundings(store, statements, base)
    key = sha256(b"\n".join([engine.encode(), *statements, b"", *lines])).hexdigest()
    return _Job(graph.value, key, tuple(statements), tuple(lines))


def _verdict_path(home: Home, key: str) -> Path:
    return home.path / "verdicts" / key[:2] / f"{key}.json"


def forget_findings(home: Home) -> None:
    """Remove every kept verdict that found something: it names what it found. The next validation finds it again."""
    for path in (home.path / "verdicts").glob("*/*.json"):
        if json.loads(path.read_text(encoding="utf-8")):
            path.unlink()


def _known(home: Home, job: _Job) -> list[Result] | None:
    path = _verdict_path(home, job.key)
    if not path.exists():
        return None
    return [Result(**result) for result in json.loads(path.read_text(encoding="utf-8"))]


_engines: dict[str, Engine] = {}


def _run(job: _Job, shapes: Shapes) -> list[Result]:
    """Validate one graph in a worker process, which parses the shapes once."""
    engine = _engines.get(shapes.sha256)
    if engine is None:
        engine = _engines[shapes.sha256] = engine_of(shapes)
    return _about(job, engine, shapes)


def _about(job: _Job, engine: Engine, shapes: Shapes) -> list[Result]:
    """Return the results about the graph itself, not about the things that were added for context."""
    own = subjects_of(job.statements)
    with NamedTemporaryFile(suffix=".nt") as data, naming(shapes):
        data.writelines(line + b" .\n" for line in {*job.statements, *job.context})
        data.flush()
        return [result for result in engine.validate(Path(data.name)).results if result.focus.encode() in own]


def _validate(
    waiting: Sequence[_Job], shapes: Shapes, engine: Engine, home: Home, jobs: int, progress: Progress
) -> Iterator[Finding]:
    if len(waiting) < 2 or jobs < 2:
        answers: Iterable[list[Result]] = (_about(job, engine, shapes) for job in waiting)
        yield from _keep(waiting, answers, home, progress)
        return
    with ProcessPoolExecutor(jobs) as pool:
        try:
            yield from _keep(waiting, pool.map(_run, waiting, [shapes] * len(waiting)), home, progress)
        except BrokenProcessPool:
            raise EngineError(engine.name, "ended in the middle of its work") from None


def _keep(
    waiting: Sequence[_Job], answers: Iterable[list[Result]], home: Home, progress: Progress
) -> Iterator[Finding]:
    for number, (job, results) in enumerate(zip(waiting, answers, strict=True), 1):
        progress(f"validating graphs ({number} of {len(waiting)})")
        path = _verdict_path(home, job.key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, [{**asdict(result), "messages": dict(result.messages)} for result in results])
        yield from (Finding(job.graph, result) for result in results)


def _broken(store: Store, rule: Path, base: Base) -> Iterator[Finding]:
    """Yield a finding for each row of a rule's query, which must have none."""
    query = rule.read_text(encoding="utf-8")
    comment = query.partition("\n")[0].lstrip("# ")
    for part in ("graph/", "id/"):
        query = query.replace(DEFAULT_BASE + part, base.iri + part)
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        row = {name: str(solution[name]) for name in names if solution[name] is not None}
        first = row.get("this") or next(iter(row.values()), "")
        shown = " ".join(f"{name}={value}" for name, value in row.items())
        yield Finding(
            rule.stem,
            Result(
                focus=first,
                path="",
                value=shown,
                component=rule.stem,
                shape=rule.stem,
                severity="Violation",
                messages={"en": comment},
            ),
        )
