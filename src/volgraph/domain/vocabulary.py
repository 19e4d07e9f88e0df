"""The RDF terms that volgraph writes, by the prefixes it publishes them under."""

from enum import StrEnum
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

LANGUAGES = ("kk", "ru", "en")


@lru_cache(maxsize=4096)
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


class Namespace:
    """An IRI prefix: `SCHEMA["name"]` is the term `schema:name`."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getitem__(self, name: str) -> NamedNode:
        return _node(self.iri + name)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, NamedNode) and node.value.startswith(self.iri)


VG = Namespace("https://w3id.org/volgraph/ns#")
SCHEMA = Namespace("https://schema.org/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
TIME = Namespace("http://www.w3.org/2006/time#")
ORG = Namespace("http://www.w3.org/ns/org#")
VOID = Namespace("http://rdfs.org/ns/void#")
VOID_EXT = Namespace("http://ldf.fi/void-ext#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
QB = Namespace("http://purl.org/linked-data/cube#")
QUDT = Namespace("http://qudt.org/schema/qudt/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
CURRENCY = Namespace("http://qudt.org/vocab/currency/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

PREFIXES: dict[str, str] = {
    "vg": VG.iri,
    "schema": SCHEMA.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "skosxl": SKOSXL.iri,
    "dct": DCT.iri,
    "prov": PROV.iri,
    "oa": OA.iri,
    "time": TIME.iri,
    "org": ORG.iri,
    "void": VOID.iri,
    "dcat": DCAT.iri,
    "foaf": FOAF.iri,
    "qb": QB.iri,
    "qudt": QUDT.iri,
    "unit": UNIT.iri,
    "currency": CURRENCY.iri,
    "sh": SH.iri,
    "sd": SD.iri,
    "void-ext": VOID_EXT.iri,
    "spdx": SPDX.iri,
    "hydra": HYDRA.iri,
}

TYPE = RDF["type"]
LABEL = RDFS["label"]


def expand(curie: str) -> NamedNode | None:
    """Return the term that a CURIE such as `schema:name` stands for.

    None if its prefix is unknown, or its name cannot stand in an IRI.
    """
    prefix, colon, name = curie.partition(":")
    try:
        return _node(PREFIXES[prefix] + name) if colon and name and prefix in PREFIXES else None
    except ValueError:
        return None


def typed(lexical: str, datatype: str) -> Literal:
    """Return the literal with an XML Schema datatype, named without its prefix."""
    return Literal(lexical, datatype=XSD[datatype])


def integer(value: int) -> Literal:
    """Return an `xsd:integer`."""
    return typed(str(value), "integer")


def localized(texts: dict[str, str]) -> list[Literal]:
    """Return one language-tagged literal a language, in the order of `LANGUAGES`."""
    return [Literal(texts[language], language=language) for language in LANGUAGES if texts.get(language)]


class Concept(StrEnum):
    """A concept of one of the ontology's schemes; its value is the local name."""

    @property
    def node(self) -> NamedNode:
        """The concept as an RDF term."""
        return VG[self.value]


class Comparator(Concept):
    """How a figure is bounded; says by itself which bound is open."""

    EQUAL = "Equal"
    MORE_THAN = "MoreThan"
    AT_LEAST = "AtLeast"
    LESS_THAN = "LessThan"
    AT_MOST = "AtMost"
    RANGE = "Range"
    APPROXIMATELY = "Approximately"
    APPROXIMATELY_BELOW = "ApproximatelyBelow"
    APPROXIMATELY_ABOVE = "ApproximatelyAbove"
    NOT_COMPARABLE = "NotComparable"


class Modality(Concept):
    """Whether a thing is said to be, planned, proposed or judged."""

    STATED = "Stated"
    PLANNED = "Planned"
    PROPOSED = "Proposed"
    EVALUATED = "Evaluated"


class Voice(Concept):
    """Who speaks."""

    REPORTER = "Reporter"
    DIRECT_SPEECH = "DirectSpeech"
    INDIRECT_SPEECH = "IndirectSpeech"
    ATTRIBUTED = "Attributed"
    NOT_MARKED = "NotMarked"
    NOT_RECORDED = "VoiceNotRecorded"
    EDITOR = "Editor"


class TimeRole(Concept):
    """What the valid time of a claim is."""

    REFERENCE_PERIOD = "ReferencePeriod"
    AS_OF = "AsOf"
    EVENT_TIME = "EventTime"
    REPORTED_ON = "ReportedOn"
    NOT_STATED = "TimeNotStated"


class TimePrecision(Concept):
    """How finely a time is known."""

    DAY = "Day"
    MONTH = "Month"
    YEAR = "Year"
    PERIOD = "Period"


class TimeRule(Concept):
    """How a time that the source does not give as a date was found."""

    NOW = "Now"
    THIS_YEAR = "ThisYear"
    LAST_YEAR = "LastYear"
    LAST_YEARS = "LastYears"
    FORUM_DAYS = "ForumDays"
    SAME_RELEASE = "SameRelease"
    URL_DATE = "UrlDate"
    TEXT_DATE = "TextDate"
    PAGE_CONTEXT = "PageContext"


class Qualifier(Concept):
    """A word that narrows a claim without changing its value."""

    ONE_OF = "OneOf"
    ONLY = "Only"
    EVERY = "Every"
    REACHED = "Reached"


class MeasureKind(Concept):
    """How values of a measure behave over time."""

    ATTRIBUTE = "Attribute"
    STOCK = "Stock"
    CUMULATIVE = "Cumulative"
    PERIOD_TOTAL = "PeriodTotal"
    RATIO = "Ratio"


class Confidence(Concept):
    """How surely the claim renders its page; not whether the page is right."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class DiscrepancyType(Concept):
    """How strongly claims on one measure disagree."""

    CONTRADICTION = "Contradiction"
    NEAR_MISS = "NearMiss"
    TENSION = "Tension"
