"""What the rows of the tables of entities, sources, units and measures mean; `data/README.md` has the columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from babel import Locale
from pycountry import countries
from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import ClaimKind
from volgraph.domain.iris import Base, child, is_path
from volgraph.domain.measures import Measure, Pair
from volgraph.domain.names import nearest
from volgraph.domain.rows import Row
from volgraph.domain.vocabulary import (
    DCT,
    LABEL,
    LANGUAGES,
    PREFIXES,
    PROV,
    SCHEMA,
    SKOS,
    SKOSXL,
    TYPE,
    VG,
    Confidence,
    MeasureKind,
    expand,
    integer,
    localized,
    typed,
)
from volgraph.errors import TableError, UnknownNameError

ENTITY_COLUMNS = ("entity", "type", "event_type", "iso", "kk", "ru", "en", "translated", "note")
IDENTIFIER_COLUMNS = ("entity", "scheme", "identifier", "where_seen", "confidence", "note")
ORIGIN_COLUMNS = ("origin", "kind", "kk", "ru", "en", "note")
UNIT_COLUMNS = ("code", "kind", "iri", "kk", "ru", "en")
ALIAS_COLUMNS = ("alias", "lang", "entity", "note")
SOURCE_COLUMNS = (
    *("source", "outlet", "type", "url", "language"),
    *("date_published", "how_dated", "description", "note"),
)
MEASURE_COLUMNS = (
    *("measure", "subject", "properties", "claim", "predicate", "kind", "window_days", "unit", "counts"),
    *("ratio_of", "kk", "ru", "en", "scope_kk", "scope_ru", "scope_en"),
)
CONFIDENCES = {confidence.value.lower(): confidence for confidence in Confidence}

_EDITORS = "agent/volgraph-editors"
_OUTSIDE = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
}
_CLAIM_KINDS = {"quantity": ClaimKind.QUANTITY, "value": ClaimKind.VALUE, "relation": ClaimKind.RELATION}
_MEASURE_KINDS = {
    "attribute": MeasureKind.ATTRIBUTE,
    "stock": MeasureKind.STOCK,
    "cumulative": MeasureKind.CUMULATIVE,
    "period-total": MeasureKind.PERIOD_TOTAL,
    "ratio": MeasureKind.RATIO,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement or a currency (`counted` False), or a kind of thing that is counted."""

    iri: NamedNode
    counted: bool


def named_thing(path: str, row: Row, column: str, base: Base) -> NamedNode:
    """Return the thing of a kind and a slug that stand in a cell."""
    if not is_path(path):
        message = f"“{path}” is not the id of a thing: write kind and slug, such as place/astana"
        raise TableError(message, row.place(column))
    return base.thing(path)


def thing(row: Row, column: str, base: Base) -> NamedNode | None:
    """Return the thing that a cell names by kind and slug; None for an empty cell."""
    return named_thing(row[column], row, column, base) if row[column] else None


def source_iri(name: str, base: Base) -> NamedNode:
    """Return the IRI of a source of the table; slugs are lower-case."""
    return base.thing(f"source/{name.lower()}")


def _terms(row: Row, column: str) -> list[NamedNode]:
    terms = []
    for curie in row.list(column, " "):
        term = expand(curie)
        if term is None:
            raise UnknownNameError("term", curie, nearest(curie.partition(":")[0], PREFIXES), row.place(column))
        terms.append(term)
    return terms


def _labels(row: Row) -> dict[str, str]:
    return {language: row.required(language) for language in LANGUAGES}


def _note(iri: NamedNode, text: str) -> Iterator[Triple]:
    if text:
        yield Triple(iri, SKOS["editorialNote"], Literal(text, language="en"))


def entity_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield an entity: its types, its labels, and for a translated label by whom and from what."""
    iri = named_thing(row.required("entity"), row, "entity", base)
    row.required("type")
    for term in _terms(row, "type"):
        yield Triple(iri, TYPE, term)
    if row["event_type"]:
        yield Triple(iri, DCT["type"], VG[row.slug("event_type")])
    labels = _labels(row)
    for label in localized(labels):
        yield Triple(iri, LABEL, label)
    for part in row.list("translated", " "):
        language, colon, origin = part.partition(":")
        if not colon or language not in LANGUAGES or origin not in (*LANGUAGES, "cldr"):
            raise TableError(f"“{part}” is not a translation: write kk:en or kk:cldr", row.place("translated"))
        if (language, origin) != ("en", "cldr"):
            yield from _translation(iri, labels[language], language, origin, base)
    if row["iso"]:
        yield from _country(iri, labels, row)
    yield from _note(iri, row["note"])


def _translation(iri: NamedNode, label: str, language: str, origin: str, base: Base) -> Iterator[Triple]:
    node = child(iri, f"label/{language}")
    agent = base.thing("agent/cldr" if origin == "cldr" else _EDITORS)
    yield Triple(iri, VG["translatedLabel"], node)
    yield Triple(node, TYPE, SKOSXL["Label"])
    yield Triple(node, SKOSXL["literalForm"], Literal(label, language=language))
    yield Triple(node, PROV["wasAttributedTo"], agent)
    yield Triple(node, VG["translatedFrom"], Literal("en" if origin == "cldr" else origin))


def _country(iri: NamedNode, labels: dict[str, str], row: Row) -> Iterator[Triple]:
    """Yield the ISO 3166-1 codes of a country, and refuse a name said to be the CLDR's that is not."""
    code = row["iso"]
    country = countries.get(alpha_2=code)
    if country is None:
        raise TableError(f"ISO 3166-1 has no country “{code}”", row.place("iso"))
    for language in LANGUAGES:
        name = Locale(language).territories[code]
        if f"{language}:cldr" in row["translated"] and labels[language] != name:
            raise TableError(f"the CLDR calls {code} “{name}”", row.place(language))
    yield Triple(iri, SKOS["notation"], Literal(country.alpha_2))
    yield Triple(iri, SKOS["notation"], Literal(country.alpha_3))


def alias_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield another spelling of an entity's name."""
    iri = named_thing(row.required("entity"), row, "entity", base)
    yield Triple(iri, SKOS["altLabel"], Literal(row.required("alias"), language=row.language("lang")))


def identifier_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield an outside identifier: `schema:sameAs` if it is sure, an identification node if it is not."""
    iri = named_thing(row.required("entity"), row, "entity", base)
    scheme, identifier = row.required("scheme"), row.required("identifier")
    confidence = row.choice("confidence", "confidence", CONFIDENCES)
    if scheme not in _OUTSIDE:
        yield Triple(iri, SKOS["notation"], Literal(identifier))
        return
    outside = NamedNode(_OUTSIDE[scheme].format(row.slug("identifier")))
    if confidence is Confidence.HIGH:
        yield Triple(iri, SCHEMA["sameAs"], outside)
        return
    node = base.thing(f"identification/{base.path(iri).replace('/', '-')}-{scheme}")
    yield Triple(node, TYPE, VG["Identification"])
    yield Triple(node, DCT["type"], VG["Candidate"])
    yield Triple(node, VG["identifies"], iri)
    yield Triple(node, VG["identifiedAs"], outside)
    yield Triple(node, VG["confidence"], confidence.node)
    yield Triple(node, PROV["wasAttributedTo"], base.thing(_EDITORS))
    seen = row["where_seen"]
    reasons = {
        "kk": f"Бұл сәйкестендіргіш осы атаудың жанында көрсетілген: {seen}.",
        "ru": f"Этот идентификатор указан рядом с названием здесь: {seen}.",
        "en": f"The identifier was seen beside the name in: {seen}.",
    }
    for reason in localized(reasons):
        yield Triple(node, VG["explanation"], reason)
    yield from _note(node, row["note"])


def source_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield a source; what is not known of it is named by `vg:unknown`."""
    iri = source_iri(row.slug("source"), base)
    yield Triple(iri, TYPE, VG["Source"])
    for term in _terms(row, "type"):
        yield Triple(iri, TYPE, term)
    if outlet := thing(row, "outlet", base):
        yield Triple(iri, SCHEMA["publisher"], outlet)
    yield Triple(iri, SCHEMA["url"], typed(row.required("url"), "anyURI"))
    yield Triple(iri, SCHEMA["inLanguage"], Literal(row.required("language")))
    yield Triple(iri, SCHEMA["description"], Literal(row.required("description"), language="en"))
    yield Triple(iri, VG["unknown"], SCHEMA["name"])
    if day := row.date("date_published"):
        yield Triple(iri, SCHEMA["datePublished"], typed(day.isoformat(), "date"))
    else:
        yield Triple(iri, VG["unknown"], SCHEMA["datePublished"])
    yield from _note(iri, f"Dating: {row['how_dated']}" if row["how_dated"] else "")
    yield from _note(iri, row["note"])


def origin_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield an origin: a release or report that several sources repeat."""
    iri = named_thing(row.required("origin"), row, "origin", base)
    yield Triple(iri, TYPE, VG["Origin"])
    for label in localized(_labels(row)):
        yield Triple(iri, LABEL, label)
    if row["kind"]:
        yield Triple(iri, SKOS["notation"], Literal(row["kind"]))
    yield from _note(iri, row["note"])


def unit_of(row: Row, base: Base) -> tuple[str, Unit]:
    """Return the code that a unit has in a claims table, and the unit."""
    counted = row.choice("kind", "kind of unit", {"unit": False, "currency": False, "counted": True})
    iri = thing(row, "iri", base) if counted else expand(row.required("iri"))
    if iri is None:
        raise TableError("write a term such as unit:TONNE, or counted/persons for what is counted", row.place("iri"))
    return row.required("code"), Unit(iri, counted)


def unit_triples(row: Row, base: Base) -> Iterator[Triple]:
    """Yield the labels of a unit; a counted thing is a concept."""
    _, unit = unit_of(row, base)
    if unit.counted:
        yield Triple(unit.iri, TYPE, SKOS["Concept"])
        yield Triple(unit.iri, SKOS["inScheme"], VG["countedThings"])
    for label in localized(_labels(row)):
        yield Triple(unit.iri, LABEL, label)
        if unit.counted:
            yield Triple(unit.iri, SKOS["prefLabel"], label)


def pairs_of(row: Row, base: Base, units: Mapping[str, Unit]) -> Iterator[tuple[tuple[NamedNode, str], Pair]]:
    """Yield what each pair of subject and property key of a row of the measures table means."""
    subject = named_thing(row.required("subject"), row, "subject", base)
    claim = row.choice("claim", "kind of claim", _CLAIM_KINDS)
    predicates = _terms(row, "predicate")
    if len(predicates) != (1 if claim is ClaimKind.RELATION else 0):
        raise TableError("a relation, and only a relation, has one predicate", row.place("predicate"))
    predicate = predicates[0] if predicates else None
    if not row["measure"] and claim is not ClaimKind.RELATION:
        raise TableError("only a relation may have no measure", row.place("measure"))
    measure = _measure(row, base, units, subject, claim, predicate) if row["measure"] else None
    for key in row.required("properties").split():
        yield (subject, key), Pair(claim, measure, predicate)


def _measure(
    row: Row,
    base: Base,
    units: Mapping[str, Unit],
    subject: NamedNode,
    claim: ClaimKind,
    predicate: NamedNode | None,
) -> Measure:
    unit = row.choice("unit", "unit", {"": None, **units})
    window = row.number("window_days")
    return Measure(
        iri=base.thing(f"measure/{row.slug('measure')}"),
        subject=subject,
        properties=tuple(row["properties"].split()),
        claim=claim,
        kind=row.choice("kind", "kind of measure", _MEASURE_KINDS),
        window_days=int(window) if window is not None else 0,
        unit=unit.iri if unit and not unit.counted else None,
        counts=thing(row, "counts", base) or (unit.iri if unit and unit.counted else None),
        ratio_of=base.thing(f"measure/{row.slug('ratio_of')}") if row["ratio_of"] else None,
        predicate=predicate,
        labels=MappingProxyType(_labels(row)),
        scopes=MappingProxyType({language: row.required(f"scope_{language}") for language in LANGUAGES}),
    )


def measure_triples(measure: Measure) -> Iterator[Triple]:
    """Yield a measure as a concept of the scheme of measures."""
    iri = measure.iri
    yield Triple(iri, TYPE, VG["Measure"])
    yield Triple(iri, TYPE, SKOS["Concept"])
    yield Triple(iri, SKOS["inScheme"], VG["measures"])
    yield Triple(iri, SKOS["notation"], Literal(iri.value.rsplit("/", 1)[-1]))
    yield Triple(iri, VG["subject"], measure.subject)
    yield Triple(iri, DCT["type"], measure.kind.node)
    if measure.window_days:
        yield Triple(iri, VG["comparisonWindowDays"], integer(measure.window_days))
    for property, value in (
        (VG["unit"], measure.unit),
        (VG["counts"], measure.counts),
        (VG["ratioOf"], measure.ratio_of),
        (VG["predicate"], measure.predicate),
    ):
        if value is not None:
            yield Triple(iri, property, value)
    for key in measure.properties:
        yield Triple(iri, SCHEMA["propertyID"], Literal(key))
    for label in localized(dict(measure.labels)):
        yield Triple(iri, LABEL, label)
        yield Triple(iri, SKOS["prefLabel"], label)
    for scope in localized(dict(measure.scopes)):
        yield Triple(iri, SKOS["scopeNote"], scope)
