"""What a blank node is called from outside: its path from the nearest IRI, else a hash of what is said around it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from volgraph.domain.statements import Statement, StatementGraph, is_blank


class BlankNodes:
    """Names the blank nodes of a graph by what the graph says, never by their labels.

    The names of a node are the same in any graph that says the same around it, however it is labelled and whatever
    else it says.

    Args:
        graph: all that is said around the nodes.
        folder: with which names of local files begin, and which is left out of hashes.
    """

    def __init__(self, graph: StatementGraph, folder: str = "") -> None:
        self._graph, self._folder = graph, folder
        self._hashes: dict[str, str] = {}

    def key(self, node: str) -> str:
        """Return the path of a node from the nearest IRI, or its hash if no IRI leads to it. Others may share it."""
        return self.path(node) or f"_:{self.hash(node)[:32]}"

    def path(self, node: str) -> str:
        """Return an IRI and the predicates that lead from it to a node, or "" if none does.

        The shortest path is taken, of several the first in the order of their text.
        """
        reached = {node: ""}
        level = dict(reached)
        while level:
            found: list[str] = []
            above: dict[str, str] = {}
            for one, rest in level.items():
                for parent, predicate, _ in self._graph.match(None, None, one):
                    path = f"{predicate}/{rest}" if rest else predicate
                    if not is_blank(parent):
                        found.append(f"{parent} {path}")
                    elif parent not in reached:
                        above[parent] = min(path, above.get(parent, path))
            if found:
                return min(found)
            reached |= above
            level = above
        return ""

    def hash(self, node: str) -> str:
        """Return a hash of what is said of a node and of all blank nodes that are connected with it.

        It is found by colour refinement, as in RDF canonicalization's first steps (https://www.w3.org/TR/rdf-canon/):
        nodes that this does not tell apart have the same hash.
        """
        if node not in self._hashes:
            self._hashes |= _hashes(self._component(node), self._folder)
        return self._hashes[node]

    def _component(self, node: str) -> Mapping[str, list[Statement]]:
        """Return the blank nodes that are connected with one, each with the statements about it."""
        around: dict[str, list[Statement]] = {}
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one not in around:
                around[one] = [*self._graph.match(one, None, None), *self._graph.match(None, None, one)]
                waiting += (term for each in around[one] for term in (each[0], each[2]) if is_blank(term))
        return around


def matching(old: BlankNodes, old_nodes: Iterable[str], new: BlankNodes, new_nodes: Iterable[str]) -> dict[str, str]:
    """Return which new node each old one became: one with the same key, and with the same hash if there is one.

    Any such choice is right, since labels mean nothing; a good one finds few differences between the two graphs.
    """
    became: dict[str, str] = {}
    free = defaultdict(list)
    for node in sorted(new_nodes):
        free[new.key(node)].append(node)
    left = []
    for node in sorted(old_nodes):
        same = [one for one in free[old.key(node)] if new.hash(one) == old.hash(node)]
        if same:
            became[node] = same[0]
            free[old.key(node)].remove(same[0])
        else:
            left.append(node)
    for node in left:
        if free[old.key(node)]:
            became[node] = free[old.key(node)].pop(0)
    return became


def _hashes(around: Mapping[str, list[Statement]], folder: str) -> dict[str, str]:
    colours = dict.fromkeys(around, "")
    count = 0
    while len(set(colours.values())) > count:
        count = len(set(colours.values()))
        colours = {node: _digest(sorted(_seen(node, said, colours, folder))) for node, said in around.items()}
    whole = _digest(sorted(colours.values()))
    return {node: _digest((whole, colour)) for node, colour in colours.items()}


def _seen(node: str, said: Iterable[Statement], colours: Mapping[str, str], folder: str) -> Iterator[str]:
    """Yield each statement about a node with the colours of the nodes in it, and "_:" for the node itself."""
    for statement in said:
        text = " ".join("_:" if term == node else colours.get(term, term) for term in statement)
        yield text.replace(folder, "") if folder else text


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
