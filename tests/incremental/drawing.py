"""Random graphs, shapes and changes: small ones, in which everything meets everything."""

from collections.abc import Callable
from random import Random

from volgraph.domain.statements import SUBCLASS, TYPE, Statement

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://e/> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/"^^xsd:anyURI ] .
"""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMED = tuple(f"<http://e/n{number}>" for number in range(5))
_BLANK = tuple(f"_:d0b{number}" for number in range(3))
_LITERALS = ('"a"', '"b"@en', f'"1"^^<{_XSD}integer>', f'"-2.0"^^<{_XSD}decimal>')
_CLASSES = tuple(f"<http://e/C{number}>" for number in range(4))
_PREDICATES = tuple(f"<http://e/{name}>" for name in "pqr")
_QUERY_PATHS = ("ex:p", "ex:q", "ex:r", "ex:p/ex:q", "^ex:q", "ex:p*", "(ex:p|^ex:r)+", "!ex:p", "?any")


def graph(random: Random) -> frozenset[Statement]:
    """Draw a graph; every other one has blank nodes."""
    things = _NAMED + random.choice(((), _BLANK))
    return frozenset(_statement(random, things) for _ in range(random.randint(3, 20)))


def change(random: Random, old: frozenset[Statement]) -> frozenset[Statement]:
    """Draw what becomes of a graph: a few statements less, a few more."""
    things = _NAMED + (_BLANK if any(term in _BLANK for one in old for term in one) else ())
    gone = random.sample(sorted(old), min(len(old), random.randint(0, 2)))
    return old.difference(gone) | {_statement(random, things) for _ in range(random.randint(0, 2))}


def _statement(random: Random, things: tuple[str, ...]) -> Statement:
    match random.randrange(6):
        case 0:
            return random.choice(_CLASSES), SUBCLASS, random.choice(_CLASSES)
        case 1 | 2:
            return random.choice(things), TYPE, random.choice(_CLASSES)
        case _:
            return random.choice(things), random.choice(_PREDICATES), random.choice(things * 2 + _LITERALS)


def shapes(random: Random) -> str:
    """Draw four shapes in Turtle, of which some name others or themselves; two at least have targets."""
    return PREFIXES + "\n".join(_Shapes(random).shape(number) for number in range(4))


class _Shapes:
    def __init__(self, random: Random) -> None:
        self._random = random

    def shape(self, number: int) -> str:
        body = self._property(2) if number < 2 and self._one_in(2) else self._node_shape(2)
        targets = " ; ".join(self._target() for _ in range(self._random.randint(number < 2, 2)))
        text = f"ex:S{number} {' ; '.join(part for part in (targets, body) if part)} ."
        if number > 1 and self._one_in(6):  # an implicit class target
            text += f"\nex:C{number} a rdfs:Class , sh:NodeShape ; sh:node ex:S{number} ."
        return text

    def _one_in(self, number: int) -> bool:
        return self._random.randrange(number) == 0

    def _of(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _class(self) -> str:
        return f"ex:C{self._random.randrange(4)}"

    def _predicate(self) -> str:
        return self._of("ex:p", "ex:q", "ex:r")

    def _target(self) -> str:
        return self._of(
            f"sh:targetClass {self._class()}",
            f"sh:targetClass {self._class()}",
            f"sh:targetNode {self._of('ex:n0', 'ex:n1', '1')}",
            f"sh:targetSubjectsOf {self._predicate()}",
            f"sh:targetObjectsOf {self._predicate()}",
        )

    def path(self, depth: int) -> str:
        """Return a path: https://www.w3.org/TR/shacl/#property-paths"""
        if depth == 0 or self._one_in(3):
            return self._predicate()
        kind = self._of("sequence", "alternative", "inverse", "zeroOrMore", "oneOrMore", "zeroOrOne")
        if kind in ("sequence", "alternative"):
            items = f"( {self.path(depth - 1)} {self.path(depth - 1)} )"
            return items if kind == "sequence" else f"[ sh:alternativePath {items} ]"
        return f"[ sh:{kind}Path {self.path(depth - 1)} ]"

    def _node_shape(self, depth: int) -> str:
        drawn = {self._constraint(depth, False) for _ in range(self._random.randint(1, 2))}
        return " ; ".join(_one_each(drawn))

    def _property(self, depth: int) -> str:
        path = self.path(3)
        drawn = {self._constraint(depth, self._one_in(2)) for _ in range(self._random.randint(1, 3))}
        if path.startswith("ex:") and self._one_in(4):  # pySHACL puts longer ones in without parentheses
            drawn.add(self._sparql("$this $PATH ?x . "))
        return " ; ".join((f"sh:path {path}", *_one_each(drawn)))

    def _inner(self, depth: int) -> str:
        return f"[ {self._property(depth) if self._one_in(2) else self._node_shape(depth)} ]"

    def _constraint(self, depth: int, of_property: bool) -> str:
        choices: list[Callable[[], str]]
        if of_property:
            choices = [
                lambda: f"sh:{self._of('min', 'max')}Count {self._random.randrange(3)}",
                lambda: f"sh:lessThan {self._predicate()}",
                lambda: "sh:uniqueLang true",
                lambda: self._qualified(max(depth, 1) - 1),
            ]
        else:
            choices = [
                lambda: f"sh:class {self._class()}",
                lambda: f"sh:node {self._of('ex:S2', 'ex:S3')}",
                lambda: f"sh:hasValue {self._of('ex:n0', 'ex:n1', '1')}",
                lambda: f"sh:nodeKind sh:{self._of('IRI', 'BlankNode', 'Literal', 'BlankNodeOrIRI')}",
                lambda: self._of("sh:in ( ex:n0 ex:n1 ex:n2 1 )", "sh:minExclusive 0"),
                lambda: f"sh:{self._of('disjoint', 'equals')} {self._predicate()}",
                lambda: "sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )",
                lambda: self._sparql(""),
            ]
            if depth:
                choices += 2 * [
                    lambda: f"sh:not {self._inner(depth - 1)}",
                    lambda: f"sh:property [ {self._property(depth - 1)} ]",
                    lambda: f"sh:{self._of('and', 'or', 'xone')} ( {self._inner(depth - 1)} {self._inner(depth - 1)} )",
                ]
        return self._random.choice(choices)()

    def _qualified(self, depth: int) -> str:
        least = f"sh:qualified{self._of('Min', 'Max')}Count {self._random.randrange(3)}"
        apart = " ; sh:qualifiedValueShapesDisjoint true" if self._one_in(2) else ""
        return f"sh:qualifiedValueShape {self._inner(depth)} ; {least}{apart}"

    # --- Queries: groups of patterns, of which some lead to $this and others do not

    def _sparql(self, start: str) -> str:
        group = start + self._group(2)
        value = " (?x AS ?value)" if "?x" in group else ""
        query = f"SELECT DISTINCT $this{value} WHERE {{ {group} }}"
        return f'sh:sparql [ sh:prefixes ex: ; sh:select """{query}""" ]'

    def _pattern(self) -> str:
        end = self._of("?x", "?y", "?z", "$this", "ex:n0", "ex:C1")
        return f"{self._of('$this', '$this', '?x', '?y', '?z')} {self._of('a', *_QUERY_PATHS)} {end}"

    def _group(self, depth: int) -> str:
        if depth == 0 or self._one_in(4):
            return f"{self._pattern()} ."
        one, two = self._group(depth - 1), self._group(depth - 1)
        return self._of(
            f"{one} {two}",
            f"{{ {one} }} {{ {two} }}",
            f"{one} OPTIONAL {{ {two} }}",
            f"{one} OPTIONAL {{ {two} FILTER NOT EXISTS {{ {self._pattern()} }} }}",
            f"{{ {one} }} UNION {{ {two} }}",
            f"{one} FILTER NOT EXISTS {{ {two} }}",
            f"{one} FILTER (EXISTS {{ {two} }} || ?x = ex:n0)",
            f"{one} BIND ($this AS ?same) ?same {self._of(*_QUERY_PATHS)} ?y .",
        )


def _one_each(constraints: set[str]) -> list[str]:
    """Return constraints, one of each component."""
    return sorted({text.split(" ", 1)[0]: text for text in sorted(constraints)}.values())
