"""What a page shows of a report: the first results, counts of all, and no text of any length."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from volgraph.domain.validation import SEVERITIES, LocatedResult, Location, Notice, Report

PAGE = "page"
"""What the form of a report is called that is written as an excerpt."""

MOST_RESULTS, MOST_NOTICES, MOST_OF_ONE = 500, 50, 10
MOST_CHARS = 2000
"""Whoever posts data writes what stands in results: so much of a value or message is enough to know it by."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a page shows of a report.

    Args:
        engine: name and version of the SHACL engine.
        version: of volgraph.
        shapes_sha256: of the shapes graph.
        counts: of all results, by severity.
        results: the first of them, each with the members of `Result` and with `places`, as texts.
        notices: the first of what is wrong with the shapes, each with `level`, `messages` and `places`.
    """

    engine: str
    version: str
    shapes_sha256: str
    counts: Mapping[str, int]
    results: tuple[Mapping[str, Any], ...]
    notices: tuple[Mapping[str, Any], ...]

    @property
    def total(self) -> int:
        """How many results there are."""
        return sum(self.counts.values())

    @classmethod
    def of(cls, report: Report) -> "Excerpt":
        """Return the excerpt of a report."""
        counted = Counter(one.result.severity for one in report.results)
        others = sorted(counted.keys() - {*SEVERITIES})
        return cls(
            report.engine,
            report.version,
            report.shapes_sha256,
            {severity: counted[severity] for severity in (*SEVERITIES, *others)},
            tuple(_shown(one) for one in report.results[:MOST_RESULTS]),
            tuple(_noticed(one) for one in report.notices[:MOST_NOTICES]),
        )

    def pack(self) -> bytes:
        """Return it as JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False).encode()

    @classmethod
    def unpack(cls, data: bytes) -> "Excerpt":
        """Return what JSON holds."""
        content = json.loads(data)
        return cls(**content | {name: tuple(content[name]) for name in ("results", "notices")})


def _shown(located: LocatedResult) -> dict[str, Any]:
    result = located.result
    terms = ("focus", "path", "value", "component", "shape", "severity")
    return {
        **{name: _short(getattr(result, name)) for name in terms},
        "messages": _texts(result.messages),
        "places": _places(located.places),
    }


def _noticed(notice: Notice) -> dict[str, Any]:
    places = (notice.place,) if notice.place else ()
    return {"level": notice.level, "messages": _texts(notice.messages), "places": _places(places)}


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: _short(text) for language, text in list(texts.items())[:MOST_OF_ONE]}


def _places(places: tuple[Location, ...]) -> list[str]:
    return [f"{place.file}:{place.line}:{place.column}" for place in places[:MOST_OF_ONE] if place.line]


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 1] + "…"
