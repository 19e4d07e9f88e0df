"""Graphs with one planted defect each: what shapes that are any good must notice."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, Graph
from rdflib.term import Node

Triple = tuple[Node, Node, Node]
Change = tuple[str, list[Triple], list[Triple]]
"""Where, the triples that go, the triples that come."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A valid graph to plant defects in, and the descriptions that it refers to."""

    name: str
    data: Graph
    context: Graph


@dataclass(frozen=True, slots=True)
class Mutant:
    """A graph with one defect: which operator made it, and which rule it breaks."""

    operator: str
    rule: str
    subject: Subject
    site: str
    removed: Sequence[Triple]
    added: Sequence[Triple]

    @property
    def name(self) -> str:
        """The mutant in one line."""
        return f"{self.operator}\t{self.rule}\t{self.subject.name}\t{self.site}"

    def graph(self) -> Graph:
        """Return the graph with the defect, beside its context."""
        graph = self.subject.context + self.subject.data
        for triple in self.removed:
            graph.remove(triple)
        for triple in self.added:
            graph.add(triple)
        return graph


Made = Iterator[tuple[str, Change]]
Operator = Callable[[Subject], Made]
"""Yields the defects of one kind that a graph can be given, each with the rule that it breaks."""


def mutants(
    subjects: Sequence[Subject], operators: Mapping[str, Operator], seed: int, sites_per_rule: int
) -> Iterator[Mutant]:
    """Yield the mutants of some graphs, the same ones for the same seed.

    Args:
        subjects: the graphs.
        operators: by name.
        seed: of the choice among sites.
        sites_per_rule: how many sites at most are tried for each operator and rule.
    """
    chooser = random.Random(seed)
    for name, operator in operators.items():
        sites: Mapping[str, list[Mutant]] = defaultdict(list)
        for subject in subjects:
            for rule, (site, removed, added) in operator(subject):
                sites[rule].append(Mutant(name, rule, subject, site, removed, added))
        for rule in sorted(sites):
            candidates = sorted(sites[rule], key=lambda mutant: mutant.name)
            yield from chooser.sample(candidates, min(sites_per_rule, len(candidates)))


def local(term: Node) -> str:
    """Return the last part of an IRI."""
    return str(term).replace("#", "/").rpartition("/")[2]


def triples(subject: Subject, pattern: tuple[Node | None, Node | None, Node | None]) -> list[Triple]:
    """Return the triples of a graph that match, in a stable order."""
    return sorted(subject.data.triples(pattern), key=lambda triple: [part.n3() for part in triple])


def replace(triple: Triple, value: Node, shown: Callable[[Node], str] = local) -> Change:
    """Return the change of a triple's object."""
    subject, predicate, _ = triple
    return f"{shown(subject)} {local(predicate)} {shown(value)}", [triple], [(subject, predicate, value)]


def another(subject: Subject, predicate: Node, value: Node) -> Node | None:
    """Return a second value as good as the first, a node that is used so or is of the same class; None if none is."""
    both = subject.context + subject.data
    alike = {other for kind in both.objects(value, RDF.type) for other in both.subjects(RDF.type, kind)}
    return min({*both.objects(None, predicate), *alike} - {value}, key=str, default=None)
