"""From which columns of which table the statements on a thing come; `data/README.md` describes each column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import (
    DCT,
    LABEL,
    LANGUAGES,
    PROV,
    SCHEMA,
    SKOS,
    SKOSXL,
    TYPE,
    VG,
    expand,
)

Cells = Mapping[str, str]
"""The cells of a row by column."""

BY_LANGUAGE = "*"
"""Stands in the name of a column for a language."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The files of one kind of table.

    Args:
        graph: the graph that they become, or what its path begins with.
        files: glob of their paths from the collection's folder.
        key: the column that names what a row is about.
        names: returns the IRIs of what a row describes, apart from the parts of these things.
        columns: those from which the values of a property come, the likeliest first; `BY_LANGUAGE` is in the name of
            one that every language has.
    """

    graph: str
    files: str
    key: str
    names: Callable[[Cells, Base], Sequence[str]]
    columns: Mapping[NamedNode, Sequence[str]]


def _of_claim(cells: Cells, base: Base) -> list[str]:
    part = f"-{cells['part']}" if cells["part"] else ""
    return [f"{base.things}source/{cells['source'].lower()}/claim/{cells['row']}{part}"]


def _of_source(cells: Cells, base: Base) -> list[str]:
    return [f"{base.things}source/{cells['source'].lower()}"]


def _of_identifier(cells: Cells, base: Base) -> list[str]:
    identification = f"identification/{cells['entity'].replace('/', '-')}-{cells['scheme']}"
    return [base.things + cells["entity"], base.things + identification]


def _of_unit(cells: Cells, base: Base) -> list[str]:
    if cells["kind"] == "counted":
        return [base.things + cells["iri"]]
    unit = expand(cells["iri"])
    return [unit.value] if unit else []


def _thing(column: str, kind: str = "") -> Callable[[Cells, Base], list[str]]:
    return lambda cells, base: [base.things + kind + cells[column]]


TABLES = (
    Table(
        "entities",
        "data/entities/entities*.csv",
        "entity",
        _thing("entity"),
        {
            TYPE: ["type"],
            DCT["type"]: ["event_type"],
            LABEL: [BY_LANGUAGE],
            SKOSXL["literalForm"]: [BY_LANGUAGE],
            VG["translatedLabel"]: ["translated"],
            VG["translatedFrom"]: ["translated"],
            PROV["wasAttributedTo"]: ["translated"],
            SKOS["notation"]: ["iso"],
            SKOS["editorialNote"]: ["note"],
        },
    ),
    Table("entities", "data/measures/aliases.csv", "alias", _thing("entity"), {SKOS["altLabel"]: ["alias"]}),
    Table(
        "entities",
        "data/entities/identifiers.csv",
        "entity",
        _of_identifier,
        {
            SCHEMA["sameAs"]: ["identifier"],
            SKOS["notation"]: ["identifier"],
            VG["identifies"]: ["entity"],
            VG["identifiedAs"]: ["identifier"],
            VG["confidence"]: ["confidence"],
            VG["explanation"]: ["where_seen"],
            SKOS["editorialNote"]: ["note"],
        },
    ),
    Table(
        "sources",
        "data/sources/sources*.csv",
        "source",
        _of_source,
        {
            TYPE: ["type"],
            SCHEMA["publisher"]: ["outlet"],
            SCHEMA["url"]: ["url"],
            SCHEMA["inLanguage"]: ["language"],
            SCHEMA["description"]: ["description"],
            SCHEMA["datePublished"]: ["date_published"],
            VG["unknown"]: ["date_published"],
            SKOS["editorialNote"]: ["note", "how_dated"],
        },
    ),
    Table(
        "origins",
        "data/sources/origins.csv",
        "origin",
        _thing("origin"),
        {LABEL: [BY_LANGUAGE], SKOS["notation"]: ["kind"], SKOS["editorialNote"]: ["note"]},
    ),
    Table(
        "measures",
        "data/measures/units.csv",
        "code",
        _of_unit,
        {TYPE: ["kind"], SKOS["inScheme"]: ["kind"], LABEL: [BY_LANGUAGE], SKOS["prefLabel"]: [BY_LANGUAGE]},
    ),
    Table(
        "measures",
        "data/measures/measures*.csv",
        "measure",
        _thing("measure", "measure/"),
        {
            SKOS["notation"]: ["measure"],
            VG["subject"]: ["subject"],
            DCT["type"]: ["kind"],
            VG["comparisonWindowDays"]: ["window_days"],
            VG["unit"]: ["unit"],
            VG["counts"]: ["counts", "unit"],
            VG["ratioOf"]: ["ratio_of"],
            VG["predicate"]: ["predicate"],
            SCHEMA["propertyID"]: ["properties"],
            LABEL: [BY_LANGUAGE],
            SKOS["prefLabel"]: [BY_LANGUAGE],
            SKOS["scopeNote"]: [f"scope_{BY_LANGUAGE}"],
        },
    ),
    Table(
        "claims/",
        "data/claims/*.csv",
        "row",
        _of_claim,
        {
            TYPE: ["property"],
            DCT["identifier"]: ["row"],
            VG["statedIn"]: ["source"],
            PROV["wasDerivedFrom"]: ["source"],
            VG["voice"]: ["voice"],
            VG["speaker"]: ["speaker"],
            VG["modality"]: ["modality"],
            VG["confidence"]: ["confidence"],
            VG["subject"]: ["subject"],
            VG["predicate"]: ["property"],
            VG["measure"]: ["property"],
            VG["object"]: ["value"],
            VG["comparator"]: ["comparator"],
            VG["value"]: ["value"],
            VG["lower"]: ["value"],
            VG["upper"]: ["upper", "value"],
            VG["unit"]: ["unit"],
            VG["counts"]: ["unit"],
            VG["unknown"]: ["unit"],
            VG["per"]: ["per"],
            VG["asWritten"]: ["as_written"],
            VG["validFrom"]: ["valid_from"],
            VG["validUntil"]: ["valid_until"],
            VG["timePrecision"]: ["precision"],
            VG["timeRole"]: ["time_role"],
            VG["timeRule"]: ["time_rule"],
            VG["timeResolution"]: ["time_rule"],
            VG["baselineFrom"]: ["baseline_from"],
            VG["baselineUntil"]: ["baseline_until"],
            SCHEMA["spatialCoverage"]: ["place"],
            VG["qualifier"]: ["qualifier"],
            VG["restsOn"]: ["rests_on"],
            VG["origin"]: ["origin"],
            VG["locator"]: ["locator"],
            SKOS["editorialNote"]: ["note"],
        },
    ),
)


def columns_of(table: Table, predicate: NamedNode, language: str | None) -> list[str]:
    """Return the columns of a table from which the values of a property come, the likeliest first.

    Args:
        table: the table.
        predicate: the property.
        language: of the value; without one, no column that a language has counts.
    """
    columns = table.columns.get(predicate, ())
    if language not in LANGUAGES:
        return [column for column in columns if BY_LANGUAGE not in column]
    return [column.replace(BY_LANGUAGE, language) for column in columns]
