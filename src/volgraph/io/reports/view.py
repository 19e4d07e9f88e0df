"""A report in one language, with what every format says of it: names, messages, levels, counts, choices."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from volgraph.domain.validation import (
    INFO,
    SEVERITIES,
    VIOLATION,
    WARNING,
    LocatedResult,
    Location,
    Notice,
    Report,
    Result,
    ShapeInfo,
    State,
)
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import component_name, iri, local_name, short
from volgraph.io.reports.texts import counted, text, text_on


@dataclass(frozen=True, slots=True)
class Level:
    """What a severity is called in each format."""

    sarif: str
    github: str
    gitlab: str
    colour: str


LEVELS = {
    VIOLATION: Level("error", "error", "major", "red"),
    WARNING: Level("warning", "warning", "minor", "yellow"),
    INFO: Level("note", "notice", "info", "cyan"),
}
NOTICE_SEVERITIES = {"error": VIOLATION, "warning": WARNING, "note": INFO}


def known_severity(severity: str) -> str:
    """Return a severity that SHACL defines; any other one counts as Violation."""
    return severity if severity in SEVERITIES else VIOLATION


def level(severity: str) -> Level:
    """Return what a severity is called in each format."""
    return LEVELS[known_severity(severity)]


def rule_id(result: Result) -> str:
    """Return a name for the shape that stays the same when its file is edited elsewhere.

    An IRI is one. The label of a blank node is not: the constraint component and the path stand for it.
    """
    if result.shape.startswith("<"):
        return iri(result.shape)
    path = short(result.path)
    return f"{component_name(result.component)} {path}".strip() or "shape"


class View:
    """A report, read in one language.

    Args:
        report: what is shown.
        options: how.
    """

    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options, self.language = report, options, options.language
        self._shapes = {info.shape: info for info in report.shapes}
        self._failing = {id(one) for one in report.failing(options.fail_on)}

    def text(self, key: str) -> str:
        """Return one of the words around the results."""
        return text(key, self.language)

    def text_on(self, key: str, number: int) -> str:
        """Return a sentence on so many results."""
        return text_on(key, number, self.language)

    def counted(self, key: str, number: int) -> str:
        """Return a number and what it counts."""
        return counted(key, number, self.language)

    def shape(self, term: str) -> ShapeInfo | None:
        """Return what is known of a shape."""
        return self._shapes.get(term)

    def shape_name(self, term: str) -> str:
        """Return the name of a shape, in the reader's language if it has one."""
        info = self._shapes.get(term)
        return (_in(info.name, self.language) if info else "") or local_name(term)

    def name_of(self, result: Result) -> str:
        """Return the name of the shape that a result breaks; the label of a blank node is none."""
        name = self.shape_name(result.shape)
        return rule_id(result) if name in (result.shape, result.shape.removeprefix("_:")) else name

    def message(self, result: Result) -> str:
        """Return the message of a result: its own or its shape's in the language, else any."""
        info = self._shapes.get(result.shape)
        of_shape = info.messages if info else {}
        own = result.messages.get(self.language) or of_shape.get(self.language) or result.message(self.language)
        return own or _in(of_shape, self.language) or self.name_of(result)

    def shape_text(self, term: str) -> str:
        """Return what a shape says of itself: its description, else its message, "" if it has neither."""
        info = self._shapes.get(term)
        return (_in(info.description, self.language) or _in(info.messages, self.language)) if info else ""

    def notice(self, notice: Notice) -> str:
        """Return what a notice says."""
        return _in(notice.messages, self.language)

    def severity_name(self, severity: str) -> str:
        """Return the name of a severity; one that SHACL does not define is shortened."""
        return self.text(severity) if severity in SEVERITIES else short(severity)

    def fails(self, one: LocatedResult) -> bool:
        """Tell whether a result makes the validation fail."""
        return id(one) in self._failing

    @property
    def has_baseline(self) -> bool:
        """Whether there is something to compare with: without a baseline every result is new."""
        return bool(self.report.fixed) or any(one.state is not State.NEW for one in self.report.results)

    @cached_property
    def engine(self) -> tuple[str, str]:
        """The name and the version of the SHACL engine."""
        name, _, version = self.report.engine.partition(" ")
        return name, version

    @property
    def tools(self) -> str:
        """What made the report, with versions."""
        return f"volgraph {self.report.version}, {self.report.engine}"

    def counts(self) -> list[str]:
        """Return how many results there are of each severity, worst first, such as “3 violations”."""
        found = Counter(known_severity(one.result.severity) for one in self.report.results)
        return [self.counted(severity, found[severity]) for severity in SEVERITIES if found[severity]]

    def state_counts(self) -> list[str]:
        """Return how many results are new, unchanged and fixed; nothing without a baseline."""
        if not self.has_baseline:
            return []
        new = sum(one.state is State.NEW for one in self.report.results)
        numbers = {"new": new, "unchanged": len(self.report.results) - new, "fixed": len(self.report.fixed)}
        return [self.counted(key, number) for key, number in numbers.items()]

    def found(self) -> str:
        """Return what was found, in numbers; that there is nothing is said only of what could be looked at."""
        return ", ".join(self.counts()) or self.text("conforms" if self.report.conforms else "not_whole")

    def headline(self) -> str:
        """Return what was found, as one phrase."""
        found = self.found()
        states = ", ".join(self.state_counts())
        return f"{found} ({states})" if states else found

    def scope(self) -> str:
        """Return what was looked at, as one phrase."""
        data = self.report.data
        parts = [
            self.counted("triples", sum(file.triples for file in data)),
            self.counted("files", len(data)),
            self.counted("shapes", len(self.report.shapes)),
        ]
        return " · ".join(parts)

    def left_out(self) -> str:
        """Return that results are missing from the report itself, "" if none is."""
        number = self.report.left_out
        if number is None:
            return self.text("left_out_uncounted")
        return self.text_on("left_out", number) if number else ""

    def position(self, place: Location | None) -> str:
        """Return a place as editors and terminals understand it: `file:line:column`."""
        if place is None:
            return self.text("no_place")
        return ":".join(str(part) for part in (place.file, place.line, place.column) if part is not None)

    def exactness(self, place: Location) -> str:
        """Return what stands at a place, "" for the triple itself."""
        return self.text(f"at_{place.exactness.value}")

    def related(self, one: LocatedResult) -> Iterator[tuple[str, Location]]:
        """Yield the other places of a result, each with what it is to it."""
        for key, places in (
            ("shape_at", one.shape_places),
            ("follows_from", one.premises),
            ("also_at", one.places[1:]),
        ):
            for place in places:
                yield self.text(key), place


def main_place(one: LocatedResult) -> Location | None:
    """Return the place under which a result is shown."""
    return one.places[0] if one.places else None


def most_useful(results: Iterable[LocatedResult]) -> list[LocatedResult]:
    """Return results with the most useful ones first: new, then worst, then in their order."""

    def usefulness(one: LocatedResult) -> tuple[bool, int]:
        return one.state is not State.NEW, SEVERITIES.index(known_severity(one.result.severity))

    return sorted(results, key=usefulness)


def most_varied(results: Sequence[LocatedResult]) -> list[LocatedResult]:
    """Return the first result of each shape, then the second of each, and so on: few of them show many problems."""
    seen: Counter[str] = Counter()
    rounds: dict[int, list[LocatedResult]] = defaultdict(list)
    for one in results:
        rule = rule_id(one.result)
        rounds[seen[rule]].append(one)
        seen[rule] += 1
    return [one for number in sorted(rounds) for one in rounds[number]]


def unique_fingerprints(results: Iterable[LocatedResult]) -> Iterator[tuple[str, LocatedResult]]:
    """Yield results with fingerprints of which no two are equal: a repeated one gets a number."""
    seen: Counter[str] = Counter()
    for one in results:
        seen[one.fingerprint] += 1
        number = seen[one.fingerprint]
        yield (one.fingerprint if number == 1 else f"{one.fingerprint}:{number}"), one


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
