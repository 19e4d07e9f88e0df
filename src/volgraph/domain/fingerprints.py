"""Fingerprints of results: the same for the same result after unrelated edits, on any machine, from any engine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from volgraph.domain.blank_nodes import BlankNodes
from volgraph.domain.literal_values import literal_value
from volgraph.domain.statements import StatementGraph, is_blank
from volgraph.domain.validation import Result

_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """A result, with its blank nodes by names that last, and its fingerprint.

    Args:
        result: as the engine found it.
        lasting: the result, with its terms as they are outside of this run: blank nodes by the path from the nearest
            IRI, IRIs of local files without the folder.
        fingerprint: 32 hexadecimal digits.
    """

    result: Result
    lasting: Result
    fingerprint: str


class Fingerprints:
    """Makes fingerprints of the results on a graph.

    Focus node, path, component, value and shape count; line numbers, messages and severity do not. Literals count by
    their value.

    Args:
        data: the data graph, or all that it says around its blank nodes.
        shapes: the same of the shapes graph.
        folder: the `file:` IRI, with a slash at its end, of the folder in which files are the same on every machine.
    """

    def __init__(self, data: StatementGraph, shapes: StatementGraph, folder: str = "") -> None:
        self._data, self._shapes = BlankNodes(data, folder), BlankNodes(shapes, folder)
        self._folder = f"<{folder}" if folder else ""

    def of(self, results: Iterable[Result]) -> list[Fingerprinted]:
        """Return the results in their order; of several with equal fingerprints the second and later are numbered."""
        counted: Counter[str] = Counter()
        found = []
        for result in results:
            lasting = replace(
                result,
                focus=self._term(result.focus, self._data),
                path=self._local(result.path),
                value=self._term(result.value, self._data),
                shape=self._term(result.shape, self._shapes),
            )
            parts = lasting.focus, lasting.path, lasting.component, _by_value(lasting.value), lasting.shape
            base = _digest(*parts)
            counted[base] += 1
            number = counted[base]
            found.append(Fingerprinted(result, lasting, base if number == 1 else _digest(base, str(number))))
        return found

    def _term(self, term: str, blank_nodes: BlankNodes) -> str:
        return self._local(blank_nodes.key(term) if is_blank(term) else term)

    def _local(self, term: str) -> str:
        return term.replace(self._folder, "<") if self._folder and not term.startswith('"') else term


def _by_value(term: str) -> str:
    return literal_value(term) if term.startswith('"') else term


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
