"""What to look for in the data, so that a result can be shown where it arose."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path as File
from typing import NamedTuple

from pyoxigraph import Literal, Triple

from volgraph.domain.property_paths import Path, Predicate, path_of
from volgraph.domain.term_text import Term, term_of, value_of
from volgraph.domain.validation import Result
from volgraph.io.asserted import Asserted
from volgraph.services.locating.search import Pattern

_TOO_MANY = "<http://www.w3.org/ns/shacl#MaxCountConstraintComponent>"

_path_of = lru_cache(maxsize=1024)(path_of)


class Sought(NamedTuple):
    """A result, read as terms; what it has not is None."""

    focus: Term | None
    path: Path | None
    value: Term | None
    too_many: bool

    @property
    def triple(self) -> Triple | None:
        """The triple that it is about, if one predicate leads from the focus node to the value."""
        if not isinstance(self.path, Predicate) or self.value is None or isinstance(self.focus, Literal | None):
            return None
        return Triple(self.focus, self.path.iri, self.value)

    def patterns(self) -> Iterator[Pattern]:
        """Yield what that triple may look like, the best first: engines write some values in another way.

        Of values that are too many it may be any, and without a path any predicate may lead to the value.
        """
        if isinstance(self.path, Predicate) and self.value is not None:
            yield Pattern(self.focus, self.path.iri, self.value)
            if (written_otherwise := value_of(self.value)) is not None:
                yield Pattern(self.focus, self.path.iri, written_otherwise)
        elif isinstance(self.path, Predicate) and self.too_many:
            yield Pattern(self.focus, self.path.iri, None)
        elif self.path is None and self.value not in (None, self.focus):
            yield Pattern(self.focus, None, self.value)


def sought(result: Result) -> Sought:
    """Return a result read as terms."""
    path = _path_of(result.path) if result.path else None
    return Sought(term_of(result.focus), path, term_of(result.value), result.component == _TOO_MANY)


def brought(results: Sequence[Sought], ntriples: File) -> dict[int, list[Pattern]]:
    """Return the triples that brought the values of paths of several steps, by the numbers of their results.

    Args:
        results: those with such a path and a value are looked at.
        ntriples: the data; they are read only if there is one.
    """
    groups: dict[tuple[Term, Path], list[int]] = defaultdict(list)
    for number, one in enumerate(results):
        if one.focus and one.path and one.value and not isinstance(one.path, Predicate):
            groups[one.focus, one.path].append(number)
    if not groups:
        return {}
    graph = Asserted(ntriples, {predicate for _, path in groups for predicate in path.predicates()})
    found: dict[int, list[Pattern]] = {}
    for (focus, path), numbers in groups.items():
        reached = path.walk(graph, {focus: set()})
        for number in numbers:
            value = results[number].value
            triples = reached.get(value, ()) if value is not None else ()
            found[number] = [Pattern(triple.subject, triple.predicate, triple.object) for triple in triples]
    return found
