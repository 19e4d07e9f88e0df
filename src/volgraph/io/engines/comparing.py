"""Asking every installed engine, and saying where they differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from volgraph.domain.validation import Notice, Result
from volgraph.errors import EngineError, ShapesError
from volgraph.io.engines.choice import installed
from volgraph.io.engines.engine import EVERYTHING, Found, Selection, first
from volgraph.io.engines.limited import USUAL_LIMITS, EngineLimits, LimitedEngine

_Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A result that the engines do not find equally often.

    Args:
        result: as one of them says it.
        said: how often each engine says it.
    """

    result: Result
    said: Mapping[str, int]

    @property
    def notice(self) -> Notice:
        """What a report says of it."""
        result = self.result
        what = " ".join(filter(None, (result.focus, result.path, result.value, result.component, result.shape)))
        counts = ", ".join(f"{engine} {count}" for engine, count in self.said.items())
        return Notice(
            "engines-differ",
            "error",
            {
                "kk": f"қозғалтқыштардың айтқаны екі түрлі, нәтиже саны: {counts}: {what}",
                "ru": f"движки расходятся, сколько раз найдено: {counts}: {what}",
                "en": f"the engines differ on how often there is this result: {counts}: {what}",
            },
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several engines found.

    Args:
        found: by the first engine that could answer.
        engines: name and version of those that answered.
        differences: between these.
        failures: why others did not answer, by name.
    """

    found: Found
    engines: tuple[str, ...]
    differences: tuple[Difference, ...]
    failures: Mapping[str, str]

    @property
    def agree(self) -> bool:
        """Whether all engines answered, and said the same."""
        return not self.differences and not self.failures

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a report says of the comparison."""
        failed = [
            Notice(
                "engine-failed",
                "error",
                {
                    "kk": f"{engine} қозғалтқышы жауап бермеді: {reason}",
                    "ru": f"движок {engine} не ответил: {reason}",
                    "en": f"the engine {engine} gave no answer: {reason}",
                },
            )
            for engine, reason in self.failures.items()
        ]
        return (*failed, *(difference.notice for difference in self.differences))


def compare(
    shapes: Path,
    data: Path,
    selection: Selection = EVERYTHING,
    limits: EngineLimits = USUAL_LIMITS,
    names: Sequence[str] = (),
) -> Comparison:
    """Validate with several engines, each in a process of its own.

    Args:
        shapes: N-Triples.
        data: N-Triples.
        selection: which results are wanted; all are compared, however many are wanted at most.
        limits: what each engine may take.
        names: of the engines; none means all that are installed.

    Raises:
        ShapesError: no engine can use the shapes.
        LimitError: one took too much.
    """
    found: dict[str, Sequence[Result]] = {}
    failures: dict[str, str] = {}
    versions = []
    for name in names or installed():
        with ExitStack() as stack:
            try:
                engine = stack.enter_context(LimitedEngine(name, shapes, limits))
                found[name] = engine.validate(data, replace(selection, most=None)).results
            except (ShapesError, EngineError) as error:
                failures[name] = str(error)
                continue
            versions.append(f"{engine.name} {engine.version}")
    if not found:
        raise ShapesError("; ".join(failures.values()))
    results = first(next(iter(found.values())), selection.most)
    return Comparison(results, tuple(versions), tuple(differences(found)), failures)


def differences(found: Mapping[str, Sequence[Result]]) -> list[Difference]:
    """Return the results that engines do not find equally often, in the order of reports.

    Messages are not compared. Literals are compared by value, since a query may compute them, and engines write what
    they compute in different ways.
    """
    counts = {engine: Counter(map(_key, results)) for engine, results in found.items()}
    examples = {_key(result): result for results in found.values() for result in results}
    said = {key: {engine: count[key] for engine, count in counts.items()} for key in examples}
    different = (Difference(examples[key], numbers) for key, numbers in said.items() if len(set(numbers.values())) > 1)
    return sorted(different, key=lambda difference: difference.result.sort_key)


def _key(result: Result) -> _Key:
    focus, value = _by_value(result.focus), _by_value(result.value)
    return focus, result.path, value, result.component, result.shape, result.severity


@lru_cache(maxsize=1 << 16)
def _by_value(term: str) -> str:
    """Return a literal as a store writes its value, and another term as it is."""
    if not term.startswith('"'):
        return term
    store = Store()
    store.load(f"<urn:x:s> <urn:x:p> {term} .".encode(), format=RdfFormat.N_TRIPLES)
    (quad,) = store.quads_for_pattern(None, None, None, DefaultGraph())
    return str(quad.object)
