"""Scoring shapes by the defects that they notice: planted one at a time in graphs that conform."""

import random
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from volgraph.domain.shape_scores import MutationScore
from volgraph.domain.validation import Result
from volgraph.domain.vocabulary import SH
from volgraph.io.lint.coverage import Coverage, judging
from volgraph.io.lint.graph import Term
from volgraph.io.lint.shapes import Shapes
from volgraph.io.mutants import Mutant, Subject, mutants
from volgraph.io.mutations import OPERATORS, read_subject, write_graph
from volgraph.services.shape_examples import Judge, Progress

SEED = 20230620
_INWARD = frozenset({"closed", "sparql", "not", "and", "or", "xone", "node", "equals", "disjoint"})
"""Constraints by which a node shape judges what is said of a node; the others judge the node itself."""
_PAIRED = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


@dataclass(slots=True)
class _Count:
    planted: int = 0
    found: int = 0
    noticed: int = 0
    survivors: dict[str, None] = field(default_factory=dict)

    def score(self) -> MutationScore:
        return MutationScore(self.planted, self.found, self.noticed, tuple(sorted(self.survivors)))


@dataclass(frozen=True, slots=True)
class Scores:
    """The score over all shapes, and that of each shape by its term."""

    whole: MutationScore
    shapes: dict[str, MutationScore]


def mutate(
    files: Sequence[Path],
    context: Sequence[Path],
    shapes: Shapes,
    judge: Judge,
    *,
    most: int,
    progress: Progress,
) -> Scores:
    """Plant defects in graphs that conform, and count those that shapes notice.

    Args:
        files: each a graph to plant defects in, one at a time.
        context: what all of them refer to, which stays whole.
        shapes: to score.
        judge: validates a graph against the shapes.
        most: how many defects to plant; more are chosen among, the same ones each time.
        progress: told of each step.
    """
    subjects = [read_subject(file, context) for file in files]
    every = list(mutants(subjects, OPERATORS, SEED, 1))
    chosen = every if len(every) <= most else sorted(random.Random(SEED).sample(every, most), key=lambda one: one.name)
    whole = _Count()
    counts: dict[str, _Count] = {}
    with TemporaryDirectory(prefix="volgraph-") as folder:
        try_on = _Trial(shapes, judge, Path(folder, "mutant.nt"))
        for number, mutant in enumerate(chosen, 1):
            progress(f"planting defects ({number} of {len(chosen)})")
            looking, broken = try_on(mutant)
            survivor = f"{mutant.operator}: {mutant.rule}"
            for shape in (None, *looking):
                count = whole if shape is None else counts.setdefault(shape, _Count())
                count.planted += 1
                count.noticed += bool(broken)
                count.found += bool(broken) if shape is None else shape in broken
                if not broken:
                    count.survivors[survivor] = None
    return Scores(whole.score(), {shape: count.score() for shape, count in counts.items()})


class _Trial:
    """Tries mutants: what looks at the place of the defect, and which shapes it breaks."""

    def __init__(self, shapes: Shapes, judge: Judge, file: Path) -> None:
        self._shapes, self._judge, self._file = shapes, judge, file
        self._before: dict[str, tuple[Coverage, set[Result]]] = {}

    def __call__(self, mutant: Mutant) -> tuple[list[str], set[str]]:
        coverage, before = self._unchanged(mutant.subject)
        write_graph(mutant.graph(), self._file)
        broken = {result.shape for result in self._judge(self._file) if result not in before}
        changed = [_terms(triple) for triple in (*mutant.removed, *mutant.added)]
        renamed = {_terms(triple)[0] for triple in mutant.removed} - {one[0] for one in changed[len(mutant.removed) :]}
        if not mutant.added:
            renamed = set()
        looking = [str(node) for node in self._shapes.nodes if self._looks(coverage, node, changed, renamed)]
        return looking, broken

    def _unchanged(self, subject: Subject) -> tuple[Coverage, set[Result]]:
        if subject.name not in self._before:
            write_graph(subject.context + subject.data, self._file)
            store = Store()
            store.bulk_load(path=self._file, format=RdfFormat.N_TRIPLES)
            self._before[subject.name] = Coverage(self._shapes, store), set(self._judge(self._file))
        return self._before[subject.name]

    def _looks(
        self, coverage: Coverage, node: Term, changed: Iterable[tuple[str, str, str]], renamed: AbstractSet[str]
    ) -> bool:
        """Return whether a shape judges one of some triples, or a node that lost its name."""
        focus = {str(one) for one in coverage.focus.get(node, ())}
        if not focus:
            return False
        if not self._shapes.has_path(node):
            names = {one.predicate.value.removeprefix(SH.iri) for one in judging(self._shapes, node)}
            inward = bool(names & _INWARD) and any(subject in focus for subject, _, _ in changed)
            return inward or (bool(names) and bool(renamed & focus))
        path = coverage.path(node)
        paired = (value for name in _PAIRED for value in self._shapes.graph.values(node, SH[name]))
        along = {str(one) for one in (*(path.predicates() if path else ()), *paired)}
        return any(predicate in along and focus & {subject, value} for subject, predicate, value in changed)


def _terms(triple: Iterable[object]) -> tuple[str, str, str]:
    subject, predicate, value = (part.n3() for part in triple)  # type: ignore[attr-defined]
    return subject, predicate, value
