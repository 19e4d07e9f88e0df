"""What a SPARQL constraint looks at, as steps of a machine that begin at `$this`, if its patterns all lead there.

A triple pattern is followed when the node at one of its ends is known: `$this`, or a variable that another pattern has
certainly bound where this one is evaluated (https://www.w3.org/TR/sparql11-query/#sparqlAlgebra): the left of a join
for its right, the outside of OPTIONAL, MINUS and EXISTS for their inside, both sides of UNION for what follows them.
A pattern that never gets there may match anywhere, and so the query looks far.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import BNode, Variable
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from volgraph.domain.dependencies import Machine
from volgraph.io.path_dependencies import AnyPath, add_path, may_be_empty

_THIS, _PATH = Variable("this"), Variable("PATH")
_WRAPPERS = {"Project", "Distinct", "Reduced", "OrderBy", "Slice", "Group", "AggregateJoin", "Extend", "Filter"}

Known = frozenset[Any]
"""The variables whose nodes are known: certainly bound, and reached from `$this`."""


class _UnconnectedError(Exception):
    """Some pattern does not lead to `$this`, or may not be followed at all."""


def add_query(machine: Machine, text: str, prefixes: Mapping[str, str], focus: int, path: AnyPath | None) -> None:
    """Add the steps of a query's patterns; it looks far if they are not connected with `$this`.

    Args:
        machine: to which they are added.
        text: of a SELECT query, as in `sh:select`.
        prefixes: that it may use.
        focus: the state of the nodes that `$this` stands for.
        path: that `$PATH` stands for.
    """
    try:
        algebra = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
    except Exception:  # rdflib raises bare ones, for an unknown prefix for instance
        machine.look_far(focus, None)
        return
    query = _Query(machine, focus, path)
    try:
        query.follow(algebra.p, frozenset({_THIS}))
    except _UnconnectedError:
        machine.look_far(focus, query.predicates(algebra.p))


class _Query:
    def __init__(self, machine: Machine, focus: int, path: AnyPath | None) -> None:
        self._machine, self._path = machine, path
        self._states: dict[Any, int] = {_THIS: focus}
        self._end = machine.state()

    def follow(self, part: CompValue, known: Known) -> Known:
        """Add the steps of a part of the algebra, and return what is known after it.

        Raises:
            _UnconnectedError: it cannot be followed from what is known before it.
        """
        match part.name:
            case "BGP":
                return self._basic(part.triples, known)
            case "Join":
                try:
                    return self.follow(part.p2, self.follow(part.p1, known))
                except _UnconnectedError:
                    return self.follow(part.p1, self.follow(part.p2, known))
            case "Union":
                return self.follow(part.p1, known) & self.follow(part.p2, known)
            case "LeftJoin":
                left = self.follow(part.p1, known)
                right = self.follow(part.p2, left)
                self._conditions(part.expr, right)
                return left
            case "Minus":
                left = self.follow(part.p1, known)
                self.follow(part.p2, left)
                return left
            case name if name in _WRAPPERS:
                inner = self.follow(part.p, known)
                if (
                    part.name == "Extend" and isinstance(part.expr, Variable) and part.expr in inner
                ):  # BIND ($this AS ?same)
                    self._machine.also(self._state(part.expr), self._state(part.var))
                    return inner | {part.var}
                self._conditions([value for key, value in part.items() if key not in ("p", "_vars")], inner)
                return inner
        raise _UnconnectedError

    def _conditions(self, expression: Any, known: Known) -> None:
        """Follow the patterns of EXISTS and NOT EXISTS in expressions."""
        for pattern in _exists(expression):
            self.follow(pattern, known)

    def _basic(self, triples: list[tuple[Any, Any, Any]], known: Known) -> Known:
        waiting = list(triples)
        while waiting:
            ready = [one for one in waiting if one[0] in known or one[2] in known]
            if not ready:
                raise _UnconnectedError
            # From $this first, since what starts there reaches least.
            one = min(ready, key=lambda triple: _THIS not in triple)
            waiting.remove(one)
            known |= self._pattern(*one, known)
        return known

    def _pattern(self, subject: Any, predicate: Any, value: Any, known: Known) -> Known:
        """Add the steps of a triple pattern, of which an end is known; return what is known of it then."""
        predicate = self._meant(predicate)
        inverse = subject not in known or (value == _THIS and value in known)
        near, far = (value, subject) if inverse else (subject, value)
        if near == _THIS and may_be_empty(predicate):
            # Engines differ in whether such a path leads from a node to itself that no statement names.
            for backwards in (False, True):
                self._machine.step(self._state(near), None, backwards, self._end)
        follows = isinstance(far, Variable | BNode) and far not in known
        end = self._state(far) if follows else self._end
        self._step(predicate, self._state(near), end, inverse)
        return frozenset({far}) if follows else frozenset()

    def _meant(self, predicate: Any) -> Any:
        return self._path if predicate == _PATH and self._path is not None else predicate

    def _step(self, predicate: Any, start: int, end: int, inverse: bool) -> None:
        if isinstance(predicate, Variable):
            self._machine.step(start, None, inverse, end)
        else:
            add_path(self._machine, predicate, start, end, inverse)

    def _state(self, variable: Any) -> int:
        if variable not in self._states:
            self._states[variable] = self._machine.state()
        return self._states[variable]

    def predicates(self, part: CompValue) -> frozenset[str] | None:
        """Return the predicates of all patterns, or None if those of other statements matter too."""
        scratch = _Query(Machine(), 0, self._path)
        start, end = scratch._machine.state(), scratch._machine.state()
        for found in _parts(part):
            if found.name in ("ServiceGraphPattern", "Graph"):
                return None
            for _, predicate, _ in found.triples if found.name == "BGP" else ():
                scratch._step(self._meant(predicate), start, end, False)
        predicates = {step.predicate for steps in scratch._machine.steps for step in steps}
        # A path that may be empty leads from each node of the graph to itself, whatever is said of it.
        if None in predicates or any(scratch._machine.silent):
            return None
        return frozenset(one for one in predicates if one is not None)


def _exists(expression: Any) -> Iterator[CompValue]:
    """Yield the patterns of EXISTS in an expression, not those inside these."""
    if isinstance(expression, CompValue):
        if expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            graph = expression.graph
            yield translateGroupGraphPattern(graph) if graph.name == "GroupGraphPatternSub" else graph
        else:
            yield from _exists(list(expression.values()))
    elif isinstance(expression, list | tuple):
        for each in expression:
            yield from _exists(each)


def _parts(part: Any) -> Iterator[CompValue]:
    """Yield all parts of an algebra, those in expressions too."""
    if isinstance(part, CompValue):
        yield part
        if part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            yield from (inner for pattern in _exists(part) for inner in _parts(pattern))
        else:
            yield from (inner for value in part.values() for inner in _parts(value))
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _parts(each)
