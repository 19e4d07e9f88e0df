"""Checking the collection: its newest build, or what some of its files become; and the report of that."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from volgraph import __version__
from volgraph.config import Settings
from volgraph.domain.fingerprints import Fingerprints
from volgraph.domain.iris import Base
from volgraph.domain.notices import notice
from volgraph.domain.statements import MemoryGraph
from volgraph.domain.validation import Exactness, LocatedResult, Location, Report, ShapeInfo, ValidatedFile
from volgraph.errors import GenerationError
from volgraph.io.generations import Generation, Home
from volgraph.io.graph_files import GraphFile, merge
from volgraph.io.inputs import shown
from volgraph.services.baselines import Baseline
from volgraph.services.locating import collection_places
from volgraph.services.report_parts import in_order, validated, with_places
from volgraph.services.shape_catalogue import ShapeCatalogue
from volgraph.services.validating import Verdict, graphs_validated, rules_of, validate_generation

Progress = Callable[[str], None]


def check_collection(
    graphs: Sequence[str],
    settings: Settings,
    home: Home,
    progress: Progress = lambda step: None,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
) -> Report:
    """Validate graphs of the collection as it stands, or its newest build whole, whose verdict is kept.

    Args:
        graphs: their paths; none means the newest build, with the rules on the whole dataset.
        settings: where the collection is and how it is named.
        home: where generations and verdicts are kept.
        progress: told of each step.
        baseline: a file of results that are known.
        write_baseline: the file of a baseline to write, of all results.

    Raises:
        GenerationError: nothing is built yet.
        BuildError: the collection cannot be built.
        BaselineError: the baseline cannot be used, or not be written.
    """
    known = Baseline.of(baseline, write_baseline)
    root, base = settings.collection.resolve(), Base(settings.base)
    if graphs:
        from volgraph.services.building import build  # which takes longer to import than a kept verdict to read

        with TemporaryDirectory(prefix="volgraph-") as folder:
            progress("building")
            generation, _ = build(root, base, Home(Path(folder)))
            verdict = validate_generation(generation, root, base, home, settings.jobs, graphs, progress)
            return _report(verdict, generation, root, base, graphs, known)
    newest = home.built()
    if newest is None:
        raise GenerationError("nothing is built: run volgraph build, or name the files to validate")
    verdict = validate_generation(newest, root, base, home, settings.jobs, (), progress)
    return _report(verdict, newest, root, base, (), known)


def _report(
    verdict: Verdict, generation: Generation, root: Path, base: Base, only: Sequence[str], baseline: Baseline
) -> Report:
    """Return a verdict as a report."""
    manifest = generation.manifest()
    shapes, infos = _shapes(root, (finding.result.shape for finding in verdict.findings))
    # Data graphs have no blank nodes, and every shape that reports something has an IRI.
    results = Fingerprints(MemoryGraph(), MemoryGraph()).of(finding.result for finding in verdict.findings)
    compared = baseline.judge(results, complete=not only)
    if not only:
        infos += tuple(map(_rule, rules_of(root)))
    return Report(
        engine=verdict.engine,
        version=__version__,
        data=tuple(
            ValidatedFile(graph.value, **manifest["graphs"][graph.value])
            for graph in graphs_validated(generation, base, only)
        ),
        shapes_files=tuple(map(validated, shapes.documents)),
        data_sha256=generation.digest,
        shapes_sha256=shapes.sha256,
        results=in_order(
            LocatedResult(one.result, one.fingerprint, places, state=state)
            for one, places, state in zip(results, _places(verdict, root, base), compared.states, strict=True)
        ),
        fixed=compared.fixed,
        notices=(
            *baseline.written(results, ()),
            notice("unchanged-graphs", graphs=verdict.graphs, kept=verdict.kept),
        ),
        shapes=infos,
    )


def _places(verdict: Verdict, root: Path, base: Base) -> Iterator[tuple[Location, ...]]:
    """Yield where each finding can be mended, or else its graph or rule."""
    findings = [(finding.where, finding.result) for finding in verdict.findings]
    for (where, _), places in zip(findings, collection_places(findings, root, base), strict=True):
        known = tuple(replace(place, file=shown(root / place.file)) for place in places)
        yield known or (Location(where, exactness=Exactness.FILE),)


def _shapes(root: Path, found: Iterable[str]) -> tuple[GraphFile, tuple[ShapeInfo, ...]]:
    files = [(path, shown(path)) for path in sorted((root / "shapes").glob("*.ttl"))]
    with TemporaryDirectory(prefix="volgraph-") as folder:
        graph = merge(files, Path(folder, "shapes.nt"), "s")
        rules = {rule.stem for rule in rules_of(root)}
        infos = ShapeCatalogue(graph.ntriples).infos(shape for shape in found if shape not in rules)
        return graph, with_places(infos, graph)


def _rule(path: Path) -> ShapeInfo:
    """Return what reports say of a rule: the comment at the beginning of its query."""
    comment = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
    place = Location(shown(path), exactness=Exactness.FILE)
    return ShapeInfo(path.stem, {"": path.stem}, {"en": comment}, {"en": comment}, places=(place,))
