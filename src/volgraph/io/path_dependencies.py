"""What following a property path looks at, as steps of a machine: SHACL's paths and SPARQL's alike."""

from typing import Literal

from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath

from volgraph.domain.dependencies import Machine
from volgraph.domain.statements import FIRST, SH, MemoryGraph, is_blank

_REPETITIONS: dict[str, Literal["*", "+", "?"]] = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_DEEPEST = 100

AnyPath = URIRef | Path


def path_of(shapes: MemoryGraph, node: str, depth: int = 0) -> AnyPath | None:
    """Return a path that a shapes graph describes: https://www.w3.org/TR/shacl/#property-paths

    Returns:
        None if it is malformed.
    """
    if not is_blank(node):
        return URIRef(node[1:-1])
    if depth > _DEEPEST:
        return None
    heads = shapes.objects(node, f"<{SH}alternativePath>")
    items = shapes.list_items(heads[0] if heads else node)
    if heads or shapes.objects(node, FIRST):
        parts = [path_of(shapes, item, depth + 1) for item in items]
        whole = [part for part in parts if part is not None]
        if not whole or len(whole) < len(parts):
            return None
        return AlternativePath(*whole) if heads else SequencePath(*whole)
    for inner in shapes.objects(node, f"<{SH}inversePath>"):
        path = path_of(shapes, inner, depth + 1)
        return None if path is None else InvPath(path)
    for name, sign in _REPETITIONS.items():
        for inner in shapes.objects(node, f"<{SH}{name}>"):
            path = path_of(shapes, inner, depth + 1)
            return None if path is None else MulPath(path, sign)
    return None


def add_path(machine: Machine, path: AnyPath, start: int, end: int, inverse: bool = False) -> None:
    """Add the steps that lead along a path from one state to another.

    Args:
        machine: to which they are added.
        path: to follow.
        start: the state of the nodes from which it is followed.
        end: the state of the nodes to which it leads.
        inverse: whether it is followed against its direction.
    """
    match path:
        case URIRef():
            machine.step(start, f"<{path}>", inverse, end)
        case InvPath():
            add_path(machine, path.arg, start, end, not inverse)
        case SequencePath():
            *first, last = reversed(path.args) if inverse else path.args
            for part in first:
                middle = machine.state()
                add_path(machine, part, start, middle, inverse)
                start = middle
            add_path(machine, last, start, end, inverse)
        case AlternativePath():
            for part in path.args:
                add_path(machine, part, start, end, inverse)
        case MulPath():
            _add_repetition(machine, path, start, end, inverse)
        case NegatedPath():  # some of it may be inverse, so both directions are looked at
            machine.step(start, None, False, end)
            machine.step(start, None, True, end)
        case _:
            raise TypeError(f"no property path: {path!r}")


def _add_repetition(machine: Machine, path: MulPath, start: int, end: int, inverse: bool) -> None:
    if path.mod == "?":
        add_path(machine, path.path, start, end, inverse)
        machine.also(start, end)
        return
    again = machine.state()
    if path.mod == "+":
        add_path(machine, path.path, start, again, inverse)
    else:
        machine.also(start, again)
    add_path(machine, path.path, again, again, inverse)
    machine.also(again, end)


def may_be_empty(path: object) -> bool:
    """Return whether a path leads from a node to itself."""
    match path:
        case MulPath():
            return path.mod != "+" or may_be_empty(path.path)
        case InvPath():
            return may_be_empty(path.arg)
        case SequencePath():
            return all(map(may_be_empty, path.args))
        case AlternativePath():
            return any(map(may_be_empty, path.args))
    return False
