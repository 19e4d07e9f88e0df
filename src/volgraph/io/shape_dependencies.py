"""Making the machine of what shapes look at from a shapes graph: https://www.w3.org/TR/shacl/"""

from collections.abc import Iterable

from volgraph.domain.dependencies import Machine, RootShape, Targets
from volgraph.domain.literal_values import plain_text
from volgraph.domain.restriction import KINDS, TARGETS
from volgraph.domain.statements import RDFS, SH, SUBCLASS, TYPE, MemoryGraph
from volgraph.io.path_dependencies import add_path, path_of
from volgraph.io.query_dependencies import add_query

_SHAPES = ("property", "node", "not", "qualifiedValueShape")
_LISTS_OF_SHAPES = ("and", "or", "xone")
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_LOOK_AT_THE_NODE_ONLY = (
    *("path", "deactivated", "message", "severity", "name", "description", "order", "group", "defaultValue"),
    *("datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
    *("minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "ignoredProperties", "hasValue", "in"),
    *("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "prefixes", "declare", "rule"),
)
_KNOWN = frozenset(
    f"<{SH}{name}>"
    for name in (
        *(*_SHAPES, *_LISTS_OF_SHAPES, *_PAIRS, *_TARGETS, *_LOOK_AT_THE_NODE_ONLY),
        *("class", "closed", "sparql"),
    )
)
_CLASSES = frozenset({f"<{RDFS}Class>", "<http://www.w3.org/2002/07/owl#Class>"})


def machine_of(shapes: MemoryGraph) -> Machine:
    """Return the machine of all shapes that have targets.

    What is not understood (a constraint component of the author's own, a query that is not connected with its focus
    node, a target in SPARQL) makes its state look far.
    """
    return _Making(shapes).machine


class _Making:
    def __init__(self, shapes: MemoryGraph) -> None:
        self._shapes = shapes
        self._states: dict[str, int] = {}
        self.machine = Machine()
        self._class = self.machine.state()  # a class, whose superclasses are looked at
        self.machine.step(self._class, SUBCLASS, end=self._class)
        self._end = self.machine.state()  # of a node that is only compared
        self._own = frozenset(
            path
            for component in {one[0] for one in shapes.statements if one[1] == f"<{SH}parameter>"}
            for parameter in shapes.objects(component, f"<{SH}parameter>")
            for path in shapes.objects(parameter, f"<{SH}path>")
        )
        subjects = {one[0] for one in shapes.statements if one[1] in TARGETS} | {
            one[0] for one in shapes.statements if one[1] == TYPE and self._is_class(one[2])
        }
        for shape in sorted(subjects):
            if self._is_shape(shape) and not self._is("deactivated", shape):
                self.machine.roots.append(self._root(shape))

    def _objects(self, subject: str, name: str) -> list[str]:
        return self._shapes.objects(subject, f"<{SH}{name}>")

    def _is_class(self, kind: str) -> bool:
        """Return whether instances of a class are classes themselves."""
        above, waiting = set[str](), [kind]
        while waiting:
            one = waiting.pop()
            if one not in above:
                above.add(one)
                waiting += self._shapes.objects(one, SUBCLASS)
        return not _CLASSES.isdisjoint(above)

    def _is_shape(self, subject: str) -> bool:
        return any(
            predicate in TARGETS
            or predicate in _KNOWN
            or predicate in self._own
            or (predicate == TYPE and kind in KINDS)
            for _, predicate, kind in self._shapes.match(subject, None, None)
        )

    def _is(self, name: str, shape: str) -> bool:
        return any(value.startswith(('"true"', '"1"')) for value in self._objects(shape, name))

    def _root(self, shape: str) -> RootShape:
        machine, target = self.machine, self.machine.state()
        kinds = set(self._shapes.objects(shape, TYPE))
        classes = set(self._objects(shape, "targetClass"))
        if any(self._is_class(kind) for kind in kinds):
            classes.add(shape)
            if not (kinds & KINDS and f"<{RDFS}Class>" in kinds):
                machine.look_far(target, None)  # engines differ in whether this is an implicit class target
        if self._objects(shape, "target"):
            machine.look_far(target, None)
        targets = Targets(
            frozenset(classes),
            frozenset(self._objects(shape, "targetNode")),
            frozenset(self._objects(shape, "targetSubjectsOf")),
            frozenset(self._objects(shape, "targetObjectsOf")),
        )
        if classes:
            machine.step(target, TYPE, end=self._class)
        for predicate in targets.subjects_of:
            machine.step(target, predicate, end=self._end)
        for predicate in targets.objects_of:
            machine.step(target, predicate, inverse=True, end=self._end)
        return RootShape(shape, self._shape(shape), target, targets)

    def _shape(self, shape: str) -> int:
        """Return the state of a shape's focus nodes; that of a recursive shape is there before it is complete."""
        if shape in self._states:
            return self._states[shape]
        machine = self.machine
        focus = self._states[shape] = values = machine.state()
        paths = self._objects(shape, "path")
        if paths:
            values = machine.state()
            path = path_of(self._shapes, paths[0])
            if path is None:
                machine.look_far(focus, None)
            else:
                add_path(machine, path, focus, values)
        self._add_constraints(shape, focus, values)
        for _, predicate, _ in self._shapes.match(shape, None, None):
            if predicate in self._own or (predicate.startswith(f"<{SH}") and predicate not in _KNOWN | TARGETS):
                machine.look_far(focus, None)
        return focus

    def _add_constraints(self, shape: str, focus: int, values: int) -> None:
        machine = self.machine
        for other in self._inner_shapes(shape):
            machine.also(values, self._shape(other))
        if self._objects(shape, "class"):
            machine.step(values, TYPE, end=self._class)
        if self._is("closed", shape):
            machine.step(values, None, end=self._end)
        for name in _PAIRS:
            for predicate in self._objects(shape, name):
                machine.step(focus, predicate, end=self._end)
        for constraint in self._objects(shape, "sparql"):
            self._add_sparql(shape, constraint, focus)

    def _inner_shapes(self, shape: str) -> Iterable[str]:
        for name in _SHAPES:
            yield from self._objects(shape, name)
        for name in _LISTS_OF_SHAPES:
            for head in self._objects(shape, name):
                yield from self._shapes.list_items(head)
        if self._is("qualifiedValueShapesDisjoint", shape):
            for parent, _, _ in self._shapes.match(None, f"<{SH}property>", shape):
                for sibling in self._objects(parent, "property"):
                    yield from self._objects(sibling, "qualifiedValueShape")

    def _add_sparql(self, shape: str, constraint: str, focus: int) -> None:
        """Add what a SPARQL-based constraint looks at: https://www.w3.org/TR/shacl/#sparql-constraints"""
        if self._is("deactivated", constraint):
            return
        paths = [path_of(self._shapes, node) for node in self._objects(shape, "path")]
        prefixes = {
            plain_text(prefix): plain_text(namespace)
            for ontology in self._objects(constraint, "prefixes")
            for declaration in self._objects(ontology, "declare")
            for prefix in self._objects(declaration, "prefix")
            for namespace in self._objects(declaration, "namespace")
        }
        for query in self._objects(constraint, "select"):
            add_query(self.machine, plain_text(query), prefixes, focus, paths[0] if paths else None)
