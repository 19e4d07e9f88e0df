"""SPARQL queries of shapes that cannot run: prefixes that nothing declares, syntax, and what SHACL forbids.

https://www.w3.org/TR/shacl/#sparql-constraints-prefixes, https://www.w3.org/TR/shacl/#pre-binding
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from volgraph.domain.lint_rules import Fact
from volgraph.domain.lint_words import Bearer
from volgraph.domain.names import nearest
from volgraph.domain.vocabulary import OWL, SH
from volgraph.io.lint.graph import Finding, Node, ShapesGraph, Spot, Term
from volgraph.io.lint.shapes import Shapes

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

_DEEPEST = 100
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''(?:[^\\]|\\.)*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'|"
    r"<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|_:[\w.-]+|@[\w-]+|(?P<prefix>(?:[^\W\d_](?:[\w.-]*[\w-])?)?):",
    re.DOTALL,
)
_DECLARED = re.compile(r"prefix\s+$", re.IGNORECASE)
_ERROR_AT = re.compile(r"error at (\d+):(\d+)")
_FORBIDDEN = {"MinusGraphPattern": "MINUS", "ServiceGraphPattern": "SERVICE", "InlineData": "VALUES"}
_VOCABULARY = NamedNode(SH.iri)
_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_PREFIX_NAME = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_IRI = re.compile(r"[^\s<>\"{}|^`\\]*")
_PRE_BOUND = frozenset({"this", "shapesGraph", "currentShape", "PATH"})
_OPENING, _CLOSING = "({[", ")}]"
_PREFIX_OPERATORS = "!^+-"


def queries(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each mistake in the queries of constraints, validators, targets and functions."""
    graph = shapes.graph
    constraints = {triple.object for triple in graph.with_predicate(SH["sparql"])}
    validators = {triple.object for name in _VALIDATORS for triple in graph.with_predicate(SH[name])}
    for name in ("select", "ask"):
        for triple in graph.with_predicate(SH[name]):
            node, value = triple.subject, triple.object
            if not isinstance(value, Literal):
                continue
            pre_bound: AbstractSet[str] = _PRE_BOUND if node in constraints | validators else frozenset()
            if pre_bound and name == "ask":
                pre_bound |= {"value"}
            yield from _of_query(graph, node, value.value, pre_bound, graph.spot(node, triple.predicate, value))
    for node in graph.subjects():
        if node in constraints and not graph.values(node, SH["select"]):
            facts = {"shape": graph.name(node), "bearer": Bearer.QUERY, "term": "sh:select"}
            yield Finding("missing-term", graph.spot_of(node), facts)


def _of_query(
    graph: ShapesGraph, node: Node, query: str, pre_bound: AbstractSet[str], spot: Spot | None
) -> Iterator[Finding]:
    shape = graph.name(node)
    prefixes = _declared(graph, node)
    unknown: dict[str, int] = {}
    for prefix, line in _used(query):
        if prefix not in prefixes and prefix not in unknown:
            unknown[prefix] = line
            facts: dict[str, Fact] = {"shape": shape, "prefix": f"{prefix}:", "line": line}
            yield Finding("undeclared-prefix", spot, {**facts, "nearest": nearest(prefix, prefixes)})
    known = prefixes | dict.fromkeys(unknown, "urn:undeclared:")
    header = "".join(f"PREFIX {name}: <{iri}> " for name, iri in known.items())
    try:
        tree = _parse(header, query)
    except _UnparsableError as error:
        facts = {"shape": shape, "line": error.line, "column": error.column}
        yield Finding("unparsable-query", spot, {**facts, "near": _near(query, error.line, error.column)})
        return
    if pre_bound:
        for what in sorted(_forbidden(tree, pre_bound)):
            yield Finding("forbidden-query", spot, {"shape": shape, "what": what})
        if tree.name == "SelectQuery" and not _selects_this(tree):
            yield Finding("query-without-this", spot, {"shape": shape})


def _declared(graph: ShapesGraph, node: Node) -> dict[str, str]:
    """Return the prefixes that a query may use, from sh:prefixes and what that imports."""
    found: dict[str, str] = {}
    waiting, seen = list(graph.values(node, SH["prefixes"])), set[Term]()
    while waiting:
        ontology = waiting.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        if ontology == _VOCABULARY:  # https://www.w3.org/ns/shacl.ttl declares its own prefix
            found["sh"] = SH.iri
        waiting += graph.values(ontology, OWL["imports"])
        for declaration in graph.values(ontology, SH["declare"]):
            prefix, namespace = (graph.value(declaration, SH[name]) for name in ("prefix", "namespace"))
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                found[prefix.value] = namespace.value
    return {name: iri for name, iri in found.items() if _PREFIX_NAME.fullmatch(name) and _IRI.fullmatch(iri)}


def _used(query: str) -> Iterator[tuple[str, int]]:
    """Yield each prefix that a query uses and does not declare itself, and its line."""
    own: set[str] = set()
    for token in _TOKEN.finditer(query):
        prefix = token["prefix"]
        if prefix is None:
            continue
        if _DECLARED.search(query, max(0, token.start() - 20), token.start()):
            own.add(prefix)
        elif prefix not in own:
            yield prefix, query.count("\n", 0, token.start()) + 1


class _UnparsableError(ValueError):
    """A query that does not parse, at a line and column of it, from 1."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        super().__init__(f"line {line}, column {column}")


def _parse(header: str, query: str) -> "CompValue":
    """Return a query's tree, when rdflib and Oxigraph both read it.

    Raises:
        _UnparsableError: one of them does not.
    """
    # The grammar takes longer to load than most shapes take to be looked at, and few have queries.
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    from volgraph.io.query_text import parsing

    too_deep = _too_deep(query)
    if too_deep is not None:  # a parser would end the process
        raise _unparsable(header, query, len(header) + too_deep)
    try:
        with parsing:
            tree = parseQuery(header + query)[1]
    except ParseBaseException as error:
        raise _oxigraph_error(header, query) or _unparsable(header, query, error.loc) from None
    except RecursionError:
        raise _UnparsableError(1, 1) from None
    rejected = _oxigraph_error(header, query)
    if rejected is not None:
        raise rejected
    assert isinstance(tree, CompValue)
    return tree


def _unparsable(header: str, query: str, offset: int) -> _UnparsableError:
    before = query[: max(0, offset - len(header))]
    return _UnparsableError(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _oxigraph_error(header: str, query: str) -> _UnparsableError | None:
    """Return where Oxigraph stops reading a query, None if it reads it or need not be asked.

    It answers while it reads: an ASK would run, and a SERVICE would be called.
    """
    if re.search(r"\b(ask|service)\b", query, re.IGNORECASE):
        return None
    try:
        Store().query(header + query)
    except SyntaxError as error:
        found = _ERROR_AT.search(error.msg)
        if found is None:
            return _UnparsableError(1, 1)
        line, column = int(found[1]), int(found[2])
        return _UnparsableError(line, max(1, column - len(header) if line == 1 else column))
    except RuntimeError:  # a function that Oxigraph does not have; it has read the whole query then
        return None
    return None


def _too_deep(query: str) -> int | None:
    """Return where a query is nested more deeply than anybody writes by hand."""
    depth = run = 0
    for offset, character in enumerate(query):
        depth += (character in _OPENING) - (character in _CLOSING)
        run = run + 1 if character in _PREFIX_OPERATORS else run if character.isspace() else 0
        if depth > _DEEPEST or run > _DEEPEST:
            return offset
    return None


def _near(query: str, line: int, column: int) -> str:
    lines = query.split("\n")
    rest = " ".join([lines[line - 1][column - 1 :], *lines[line : line + 2]] if line <= len(lines) else [])
    words = " ".join(rest.split()[:3])
    return words if len(words) <= 40 else f"{words[:39]}…"


def _forbidden(tree: object, pre_bound: AbstractSet[str]) -> set[str]:
    """Return what a query uses and SHACL forbids, which includes giving a pre-bound variable a value or hiding $this.

    https://www.w3.org/TR/shacl/#pre-binding
    """
    found: set[str] = set()
    for node in _nodes(tree):
        if node.name in _FORBIDDEN:
            found.add(_FORBIDDEN[node.name])
        assigned = _part(node, "var" if node.name == "Bind" else "evar")
        if assigned is not None and str(assigned) in pre_bound:
            found.add(f"AS ${assigned}")
        if node.name == "SubSelect" and not _selects_this(node):
            found.add("SELECT {…} without $this")
    return found


def _selects_this(select: "CompValue") -> bool:
    """Return whether a query selects $this: by name, or with everything."""
    projection = _part(select, "projection")
    return projection is None or any(str(_part(one, "var")) == "this" for one in projection)


def _part(node: "CompValue", name: str) -> Any:
    """Return a part of a node of the tree; its own `get` evaluates."""
    return dict.get(node, name)


def _nodes(tree: object) -> Iterator["CompValue"]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node  # type: ignore[misc]
            waiting.extend(node.values())
        elif isinstance(node, Sequence) and not isinstance(node, str):
            waiting.extend(node)
