"""The terms of SHACL Core, SHACL-SPARQL and SHACL Advanced Features: who bears each property, and what it takes.

https://www.w3.org/TR/shacl/, https://www.w3.org/TR/shacl-af/ with the node expressions of its successor draft,
https://w3c.github.io/shacl/shacl-af/, and https://www.w3.org/TR/shacl-js/
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from volgraph.domain.lint_words import Bearer, Takes
from volgraph.domain.vocabulary import SH

LISTS = {Takes.LIST, Takes.IRIS, Takes.STRINGS, Takes.SHAPES}
SHAPES = {Takes.SHAPE, Takes.NODE_SHAPE, Takes.PROPERTY_SHAPE}
ONLY_PROPERTY_SHAPES = frozenset({Bearer.PROPERTY_SHAPE})
EITHER = frozenset({Bearer.NODE_SHAPE, Bearer.PROPERTY_SHAPE})
ANY_BEARER = frozenset(Bearer)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of SHACL.

    Args:
        name: without the namespace.
        bearers: what may have it.
        takes: its value.
        once: whether a node has at most one.
        constrains: whether it is a parameter of a constraint component of SHACL Core or SHACL-SPARQL.
    """

    name: str
    bearers: frozenset[Bearer]
    takes: Takes
    once: bool = False
    constrains: bool = False


def _rows(names: str, bearers: frozenset[Bearer], takes: Takes, **flags: bool) -> Iterator[Property]:
    for name in names.split():
        yield Property(name, bearers, takes, **flags)


def _constraints(names: str, takes: Takes, bearers: frozenset[Bearer] = EITHER, once: bool = False) -> list[Property]:
    return list(_rows(names, bearers, takes, once=once, constrains=True))


def _of(*bearers: Bearer) -> frozenset[Bearer]:
    return frozenset(bearers)


_QUERIES = _of(Bearer.QUERY, Bearer.FUNCTION, Bearer.TARGET, Bearer.RULE)

PROPERTIES: dict[NamedNode, Property] = {
    SH[row.name]: row
    for row in (
        # Targets: https://www.w3.org/TR/shacl/#targets
        *_rows("targetClass targetSubjectsOf targetObjectsOf", EITHER, Takes.IRI),
        *_rows("targetNode", EITHER, Takes.IRI_OR_LITERAL),
        *_rows("target", EITHER, Takes.NODE),
        # What every shape may say of itself
        *_rows("severity", EITHER, Takes.IRI, once=True),
        *_rows("message", EITHER | _QUERIES | _of(Bearer.COMPONENT, Bearer.SCRIPT), Takes.TEXT),
        *_rows("deactivated", EITHER | _QUERIES | _of(Bearer.SCRIPT), Takes.BOOLEAN, once=True),
        *_rows("path", _of(Bearer.PROPERTY_SHAPE, Bearer.PARAMETER, Bearer.OTHER), Takes.PATH, once=True),
        # Constraints: https://www.w3.org/TR/shacl/#core-components
        *_constraints("class", Takes.IRI),
        *_constraints("datatype", Takes.IRI, once=True),
        *_constraints("nodeKind", Takes.NODE_KIND, once=True),
        *_constraints("minCount maxCount", Takes.COUNT, ONLY_PROPERTY_SHAPES, once=True),
        *_constraints("minExclusive minInclusive maxExclusive maxInclusive", Takes.LITERAL, once=True),
        *_constraints("minLength maxLength", Takes.COUNT, once=True),
        *_constraints("pattern flags", Takes.STRING, once=True),
        *_constraints("languageIn", Takes.STRINGS, once=True),
        *_constraints("uniqueLang", Takes.BOOLEAN, ONLY_PROPERTY_SHAPES, once=True),
        *_constraints("equals disjoint", Takes.IRI),
        *_constraints("lessThan lessThanOrEquals", Takes.IRI, ONLY_PROPERTY_SHAPES),
        *_constraints("and or xone", Takes.SHAPES),
        *_constraints("not", Takes.SHAPE),
        *_constraints("node", Takes.NODE_SHAPE),
        *_constraints("property", Takes.PROPERTY_SHAPE),
        *_constraints("qualifiedValueShape", Takes.SHAPE, ONLY_PROPERTY_SHAPES, once=True),
        *_constraints("qualifiedMinCount qualifiedMaxCount", Takes.COUNT, ONLY_PROPERTY_SHAPES, once=True),
        *_constraints("qualifiedValueShapesDisjoint", Takes.BOOLEAN, ONLY_PROPERTY_SHAPES, once=True),
        *_constraints("closed", Takes.BOOLEAN, once=True),
        *_constraints("ignoredProperties", Takes.IRIS, once=True),
        *_constraints("hasValue", Takes.ANYTHING),
        *_constraints("in", Takes.LIST, once=True),
        *_constraints("sparql", Takes.NODE),
        # Paths: https://www.w3.org/TR/shacl/#property-paths
        *_rows("alternativePath", _of(Bearer.PATH), Takes.LIST, once=True),
        *_rows("inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath", _of(Bearer.PATH), Takes.NODE, once=True),
        # For forms, without effect on validation: https://www.w3.org/TR/shacl/#nonValidation
        *_rows("name description", ANY_BEARER, Takes.TEXT),
        *_rows("order", ANY_BEARER, Takes.LITERAL),
        *_rows("group", ANY_BEARER, Takes.NODE),
        *_rows("defaultValue", ANY_BEARER, Takes.ANYTHING),
        # SPARQL: https://www.w3.org/TR/shacl/#sparql-constraints
        *_rows("select ask", _QUERIES | _of(Bearer.OTHER), Takes.STRING, once=True),
        *_rows("construct update", _QUERIES, Takes.STRING),
        *_rows("prefixes", _QUERIES | _of(Bearer.OTHER), Takes.NODE),
        *_rows("declare", ANY_BEARER - _of(Bearer.DECLARATION), Takes.NODE),
        *_rows("prefix", _of(Bearer.DECLARATION), Takes.STRING, once=True),
        *_rows("namespace", _of(Bearer.DECLARATION), Takes.ANY_URI, once=True),
        *_rows("parameter", _of(Bearer.COMPONENT, Bearer.FUNCTION, Bearer.TARGET, Bearer.OTHER), Takes.NODE),
        *_rows("optional", _of(Bearer.PARAMETER), Takes.BOOLEAN, once=True),
        *_rows("labelTemplate", _of(Bearer.COMPONENT, Bearer.FUNCTION, Bearer.TARGET, Bearer.OTHER), Takes.TEXT),
        *_rows("validator nodeValidator propertyValidator", _of(Bearer.COMPONENT), Takes.NODE),
        *_rows("resultAnnotation", _QUERIES, Takes.NODE),
        *_rows("annotationProperty", _of(Bearer.ANNOTATION), Takes.IRI, once=True),
        *_rows("annotationVarName", _of(Bearer.ANNOTATION), Takes.STRING, once=True),
        *_rows("annotationValue", _of(Bearer.ANNOTATION), Takes.ANYTHING),
        # Advanced features: functions, rules, expressions
        *_rows("returnType", _of(Bearer.FUNCTION), Takes.IRI, once=True),
        *_rows("rule", EITHER, Takes.NODE),
        *_rows("condition", _of(Bearer.RULE), Takes.SHAPE),
        *_rows("subject predicate object", ANY_BEARER, Takes.ANYTHING),
        *_rows("expression values", EITHER, Takes.ANYTHING),
        *_rows("filterShape", _of(Bearer.OTHER), Takes.SHAPE),
        *_rows("intersection union", _of(Bearer.OTHER), Takes.LIST),
        *_rows("nodes count distinct exists groupConcat max min minus sum", _of(Bearer.OTHER), Takes.ANYTHING),
        *_rows("if then else limit offset orderBy desc separator", _of(Bearer.OTHER), Takes.ANYTHING),
        *_rows("targetValidator", EITHER | _of(Bearer.TARGET), Takes.NODE),
        # JavaScript
        *_rows("js jsLibrary", ANY_BEARER, Takes.NODE),
        *_rows("jsFunctionName", ANY_BEARER, Takes.STRING),
        *_rows("jsLibraryURL", ANY_BEARER, Takes.LITERAL),
        # Graphs and reports
        *_rows("shapesGraph suggestedShapesGraph entailment", ANY_BEARER, Takes.IRI),
        *_rows("conforms shapesGraphWellFormed", ANY_BEARER, Takes.BOOLEAN),
        *_rows("result detail resultPath sourceConstraint sourceShape", ANY_BEARER, Takes.NODE),
        *_rows("resultSeverity sourceConstraintComponent", ANY_BEARER, Takes.IRI),
        *_rows("resultMessage", ANY_BEARER, Takes.TEXT),
        *_rows("focusNode value", ANY_BEARER, Takes.ANYTHING),
    )
}

CLASSES: dict[NamedNode, Bearer] = {
    SH[name]: bearer
    for bearer, names in {
        Bearer.NODE_SHAPE: "NodeShape",
        Bearer.PROPERTY_SHAPE: "PropertyShape",
        Bearer.QUERY: "SPARQLConstraint SPARQLExecutable SPARQLAskExecutable SPARQLSelectExecutable "
        "SPARQLConstructExecutable SPARQLUpdateExecutable SPARQLAskValidator SPARQLSelectValidator Validator "
        "SPARQLValuesDeriver",
        Bearer.SCRIPT: "JSConstraint JSExecutable JSValidator",
        Bearer.COMPONENT: "ConstraintComponent",
        Bearer.PARAMETER: "Parameter",
        Bearer.DECLARATION: "PrefixDeclaration",
        Bearer.ANNOTATION: "ResultAnnotation",
        Bearer.RULE: "Rule SPARQLRule TripleRule JSRule",
        Bearer.FUNCTION: "Function SPARQLFunction JSFunction",
        Bearer.TARGET: "Target TargetType SPARQLTarget SPARQLTargetType JSTarget JSTargetType",
        Bearer.OTHER: "Shape Severity NodeKind PropertyGroup Parameterizable JSLibrary AbstractResult "
        "ValidationReport ValidationResult",
    }.items()
    for name in names.split()
}

_COMPONENTS = """
    And and, Class class, Closed closed ignoredProperties, Datatype datatype, Disjoint disjoint, Equals equals,
    Expression expression, HasValue hasValue, In in, JS js, LanguageIn languageIn, LessThan lessThan,
    LessThanOrEquals lessThanOrEquals, MaxCount maxCount, MaxExclusive maxExclusive, MaxInclusive maxInclusive,
    MaxLength maxLength, MinCount minCount, MinExclusive minExclusive, MinInclusive minInclusive,
    MinLength minLength, Node node, NodeKind nodeKind, Not not, Or or, Pattern flags pattern, Property property,
    QualifiedMaxCount qualifiedMaxCount qualifiedValueShape qualifiedValueShapesDisjoint,
    QualifiedMinCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint,
    SPARQL sparql, UniqueLang uniqueLang, Xone xone
"""


def _components() -> Iterator[str]:
    """Yield the names of the constraint components and of their parameters, as the vocabulary's file has them."""
    for row in _COMPONENTS.split(","):
        component, *parameters = row.split()
        name = "JSConstraint" if component == "JS" else f"{component}ConstraintComponent"
        yield f"{component}ConstraintComponent"
        yield from (f"{name}-{parameter}" for parameter in parameters)


NODE_KINDS = tuple(
    SH[name] for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
)
SEVERITIES = tuple(SH[name] for name in ("Violation", "Warning", "Info"))
OTHER_TERMS = frozenset({*NODE_KINDS, *SEVERITIES, SH["this"], *map(SH.__getitem__, _components())})
TERMS = frozenset({*PROPERTIES, *CLASSES, *OTHER_TERMS})
"""Every term in the namespace."""

CONSTRAINTS = tuple(term for term, row in PROPERTIES.items() if row.constrains)
TARGETS = tuple(SH[name] for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target"))

MADE_BY: dict[NamedNode, Bearer] = {
    SH["sparql"]: Bearer.QUERY,
    SH["validator"]: Bearer.QUERY,
    SH["nodeValidator"]: Bearer.QUERY,
    SH["propertyValidator"]: Bearer.QUERY,
    SH["declare"]: Bearer.DECLARATION,
    SH["parameter"]: Bearer.PARAMETER,
    SH["resultAnnotation"]: Bearer.ANNOTATION,
    SH["rule"]: Bearer.RULE,
    SH["target"]: Bearer.TARGET,
    SH["js"]: Bearer.SCRIPT,
    SH["property"]: Bearer.PROPERTY_SHAPE,
}
"""Properties whose value is something that it need not say itself."""
