"""Baselines: files of results that are known, so that only new ones fail a check.

A baseline is JSON Lines: a line that says what the file is, then one line a result, sorted. Branches that add and
remove lines merge; lines that a merge repeated or put into another order do no harm.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from volgraph.domain.fingerprints import Fingerprinted
from volgraph.domain.notices import ERROR, notice
from volgraph.domain.validation import LocatedResult, Notice, Result, State
from volgraph.errors import BaselineError, Place
from volgraph.io.disk import whole_file

VERSION = 1
_KIND = "volgraph-baseline"
_TERMS = ("focus", "path", "value", "shape", "component", "severity")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_LONGEST = 300
"""How much of a value or message a line shows, in code points; the fingerprint knows the whole value."""

_MEND = "write it anew with --write-baseline"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a baseline says.

    Args:
        states: of each result, in their order.
        fixed: what the baseline has and was not found; its blank nodes are named by their paths.
    """

    states: tuple[State, ...]
    fixed: tuple[LocatedResult, ...]


def write(path: Path, results: Iterable[Fingerprinted]) -> None:
    """Write a baseline; a reader has the old file or the new one.

    Args:
        path: of the file.
        results: all results of a run: what is left out would be new the next time.

    Raises:
        BaselineError: the file cannot be written.
    """
    lines = sorted(_line(one) for one in results)
    header = json.dumps({_KIND: VERSION})
    content = "".join(f"{line}\n" for line in (header, *lines)).encode()
    try:
        with whole_file(path) as file:
            file.write(content)
    except OSError as error:
        raise BaselineError(f"cannot be written: {error.strerror or error}", Place.of(path)) from None


def read(path: Path) -> dict[str, Result]:
    """Return the results of a baseline by their fingerprints.

    Raises:
        BaselineError: it cannot be read, is no baseline, or is one of a newer version.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        message = "there is no such baseline: write one with --write-baseline"
        raise BaselineError(message, Place.of(path)) from None
    except OSError as error:
        raise BaselineError(f"cannot be read: {error.strerror or error}", Place.of(path)) from None
    except UnicodeDecodeError as error:
        place = Place(str(path), error.object.count(b"\n", 0, error.start) + 1)
        raise BaselineError(f"this line is not UTF-8: {_MEND}", place) from None
    results = {}
    for number, line in enumerate(text.split("\n"), 1):
        place = Place(str(path), number)
        content = _parsed(line, place)
        if number == 1:
            _check_header(content, place)
        elif content is not None:
            fingerprint, result = _result(content, place)
            results[fingerprint] = result
    return results


def compare(baseline: Mapping[str, Result], results: Sequence[Fingerprinted], *, complete: bool = True) -> Comparison:
    """Return which results are new and which are fixed.

    Args:
        baseline: as `read` returns it.
        results: of the run.
        complete: whether the run looked at everything; else nobody can say what is fixed.
    """
    states = tuple(State.UNCHANGED if one.fingerprint in baseline else State.NEW for one in results)
    found = {one.fingerprint for one in results} if complete else baseline.keys()
    gone = sorted(
        ((result.sort_key, fingerprint) for fingerprint, result in baseline.items() if fingerprint not in found)
    )
    fixed = (LocatedResult(baseline[fingerprint], fingerprint, state=State.FIXED) for _, fingerprint in gone)
    return Comparison(states, tuple(fixed))


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a run compares with or writes.

    Args:
        known: the results of the file to compare with, by their fingerprints; None without one.
        target: the file to write; None if none is.
    """

    known: Mapping[str, Result] | None = None
    target: Path | None = None

    @classmethod
    def of(cls, path: Path | None, target: Path | None) -> "Baseline":
        """Read a baseline, if there is one.

        Raises:
            BaselineError: it cannot be used.
        """
        return cls(None if path is None else read(path), target)

    def judge(self, results: Sequence[Fingerprinted], *, complete: bool = True) -> Comparison:
        """Return what is new; with neither a known baseline nor one to write, everything."""
        if self.known is not None:
            return compare(self.known, results, complete=complete)
        return Comparison((State.NEW if self.target is None else State.UNCHANGED,) * len(results), ())

    def written(self, results: Sequence[Fingerprinted], notices: Iterable[Notice]) -> list[Notice]:
        """Write the file, if one is wanted and nothing was left out, and return what to say of it."""
        if self.target is None:
            return []
        if any(one.level == ERROR for one in notices):
            return [notice("baseline-not-written", file=self.target)]
        write(self.target, results)
        return [notice("baseline-written", file=self.target, results=len(results))]


def _line(one: Fingerprinted) -> str:
    lasting = one.lasting
    content = {name: _short(text) for name in _TERMS if (text := getattr(lasting, name))}
    content["message"] = _short(lasting.message("en"))
    return json.dumps({**content, "fingerprint": one.fingerprint}, ensure_ascii=False)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _parsed(line: str, place: Place) -> Any:
    """Return what a line says, None if it is empty."""
    if line.startswith(_CONFLICT):
        raise BaselineError("a merge left a conflict here: keep the lines of both sides and remove the marks", place)
    if not line.strip():
        return None
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise BaselineError(
            f"this line is no JSON, so the baseline is damaged or another file: {_MEND}", place
        ) from None


def _check_header(content: Any, place: Place) -> None:
    version = content.get(_KIND) if isinstance(content, dict) else None
    if type(version) is not int:
        raise BaselineError(f'this is no baseline of volgraph, which begins with {{"{_KIND}": 1}}: {_MEND}', place)
    if version != VERSION:
        raise BaselineError(
            f"this baseline has version {version}, and volgraph reads version {VERSION} here: update it, or {_MEND}",
            place,
        )


def _result(content: Any, place: Place) -> tuple[str, Result]:
    texts = content if isinstance(content, dict) else {}
    fingerprint = texts.get("fingerprint")
    if not (isinstance(fingerprint, str) and _FINGERPRINT.fullmatch(fingerprint)):
        raise BaselineError(f"this line has no fingerprint of 32 hexadecimal digits: {_MEND}", place)
    terms = {name: texts.get(name, "") for name in (*_TERMS, "message")}
    if not all(isinstance(text, str) for text in terms.values()):
        raise BaselineError(f"this line has something other than text in it: {_MEND}", place)
    message = terms.pop("message")
    return fingerprint, Result(**terms, messages={"": message} if message else {})
