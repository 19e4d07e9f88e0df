"""Property paths of shapes: https://www.w3.org/TR/shacl/#property-paths"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.lint_words import Reason
from volgraph.domain.vocabulary import SH
from volgraph.io.lint.graph import FIRST, REST, MalformedError, ShapesGraph, Term

_DEEPEST = 60
_REPEATED = {SH["zeroOrMorePath"]: "*", SH["oneOrMorePath"]: "+", SH["zeroOrOnePath"]: "?"}
_FORMS = (SH["alternativePath"], SH["inversePath"], *_REPEATED)


@dataclass(frozen=True, slots=True)
class Path:
    """A path.

    Args:
        form: "" for a predicate, "^" inverse, "/" sequence, "|" alternative, "*", "+", "?" repetition.
        predicate: of a predicate path.
        parts: of any other path.
    """

    form: str
    predicate: NamedNode | None = None
    parts: tuple["Path", ...] = ()

    def predicates(self) -> Iterator[NamedNode]:
        """Yield the predicates that occur in it."""
        if self.predicate is not None:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates()


def read_path(graph: ShapesGraph, node: Term) -> Path:
    """Return the path that a node of the shapes graph describes.

    Raises:
        MalformedError: it describes none.
    """
    return _read(graph, node, ())


def _read(graph: ShapesGraph, node: Term, around: tuple[Term, ...]) -> Path:
    if isinstance(node, Literal | Triple):
        raise MalformedError(Reason.LITERAL_PATH, node)
    if isinstance(node, NamedNode):
        return Path("", node)
    if node in around:
        raise MalformedError(Reason.PATH_CYCLE, node)
    if len(around) >= _DEEPEST:
        raise MalformedError(Reason.TOO_DEEP, node)
    inside = (*around, node)
    found = [(form, value) for form in _FORMS for value in graph.values(node, form)]
    is_list = bool(graph.values(node, FIRST) or graph.values(node, REST))
    if len(found) + is_list != 1:
        raise MalformedError(Reason.TWO_PATHS if found else Reason.NO_PATH, node)
    if is_list:
        return Path("/", parts=_parts(graph, node, inside, Reason.SHORT_SEQUENCE))
    (form, value) = found[0]
    if form == SH["alternativePath"]:
        return Path("|", parts=_parts(graph, value, inside, Reason.SHORT_ALTERNATIVE))
    return Path(_REPEATED.get(form, "^"), parts=(_read(graph, value, inside),))


def _parts(graph: ShapesGraph, head: Term, inside: tuple[Term, ...], too_short: Reason) -> tuple[Path, ...]:
    members = graph.items(head)
    if len(members) < 2:
        raise MalformedError(too_short, head)
    return tuple(_read(graph, member, inside) for member in members)


_STRENGTH = {"|": 0, "/": 1, "^": 2, "*": 3, "+": 3, "?": 3, "": 4}


def show_path(graph: ShapesGraph, path: Path, around: int = 0) -> str:
    """Return a path as SPARQL writes it, with the prefixes of the documents."""
    if path.predicate is not None:
        return graph.show(path.predicate)
    strength = _STRENGTH[path.form]
    parts = [show_path(graph, part, strength + (path.form not in "|/")) for part in path.parts]
    if path.form in "|/":
        text = f" {path.form} ".join(parts) if path.form == "|" else "/".join(parts)
    else:
        text = f"^{parts[0]}" if path.form == "^" else f"{parts[0]}{path.form}"
    return f"({text})" if strength < around else text
