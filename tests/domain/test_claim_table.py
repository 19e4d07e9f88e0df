"""A row of a claims table becomes a claim, or an error that names the column."""

from datetime import date
from decimal import Decimal

import pytest
from pyoxigraph import Literal
from tests.domain.making import BASE, PERSONS, measure, row, thing

from volgraph.domain.catalogue import Unit
from volgraph.domain.claim_table import CLAIM_COLUMNS, COMPARATORS, ClaimTables, claim_of
from volgraph.domain.claims import Claim, ClaimKind, check
from volgraph.domain.measures import Pair
from volgraph.domain.quantities import disagreement
from volgraph.domain.vocabulary import SCHEMA, UNIT, VG, Comparator, MeasureKind, Modality, TimeRole, Voice, typed
from volgraph.errors import InputError, TableError, UnknownNameError

COUNTRY = thing("country/kazakhstan")
EVENT = thing("event/forum")
TOTAL = measure(MeasureKind.STOCK, "total", counts=thing("group/volunteers"))
TONNES = measure(MeasureKind.CUMULATIVE, "tonnes", unit=UNIT["TONNE"], counts=None)
TABLES = ClaimTables(
    BASE,
    {
        (COUNTRY, "volunteers_total"): Pair(ClaimKind.QUANTITY, TOTAL, None),
        (COUNTRY, "tonnes_sent"): Pair(ClaimKind.QUANTITY, TONNES, None),
        (EVENT, "start_date"): Pair(ClaimKind.VALUE, measure(MeasureKind.ATTRIBUTE, "start"), None),
        (EVENT, "attendees"): Pair(ClaimKind.RELATION, None, SCHEMA["attendee"]),
    },
    {
        "persons": Unit(PERSONS, counted=True),
        "tonnes": Unit(UNIT["TONNE"], counted=False),
        "ha": Unit(UNIT["HA"], False),
    },
    {"paper-1": thing("source/paper-1")},
)
QUANTITY = {
    "row": "f1",
    "source": "paper-1",
    "subject": "country/kazakhstan",
    "property": "volunteers_total",
    "comparator": "gt",
    "value": "200000",
    "unit": "persons",
    "confidence": "high",
}
VALUE = {**QUANTITY, "subject": "event/forum", "property": "start_date", "comparator": "eq", "value": "2023-06-20"}
RELATION = {**VALUE, "property": "attendees", "value": "person/a-b", "comparator": ""}


def read(cells: dict[str, str], **more: str) -> Claim:
    return claim_of(row(CLAIM_COLUMNS, **{**cells, **more}), TABLES)


def refused(cells: dict[str, str], **more: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(cells, **more)
    assert (caught.value.place.file, caught.value.place.line) == ("t.csv", 7)
    return caught.value


def test_a_count_takes_what_is_counted_from_its_measure() -> None:
    claim = read(QUANTITY)
    assert (claim.comparator, claim.lower, claim.upper) == (Comparator.MORE_THAN, Decimal(200000), None)
    assert (claim.counts, claim.unit) == (thing("group/volunteers"), None)
    assert (claim.measure, claim.subject) == (TOTAL.iri, COUNTRY)
    assert claim.iri == thing("source/paper-1/claim/f1")


def test_a_part_ends_the_iri_and_the_row_stays_the_identifier() -> None:
    claim = read(QUANTITY, part="session")
    assert (claim.iri, claim.row) == (thing("source/paper-1/claim/f1-session"), "f1")


@pytest.mark.parametrize("code", COMPARATORS)
def test_every_comparator_puts_the_bounds_that_it_needs(code: str) -> None:
    claim = read(QUANTITY, comparator=code, value="" if code == "none" else "5", upper="7" if code == "range" else "")
    assert claim.comparator is COMPARATORS[code]
    assert not isinstance(claim.lower, Literal)
    assert not isinstance(claim.upper, Literal)
    assert disagreement(claim.comparator, claim.lower, claim.upper) is None
    check(claim, row().place())


def test_defaults_say_what_is_not_known() -> None:
    claim = read(QUANTITY)
    assert (claim.voice, claim.modality, claim.time_role) == (Voice.NOT_RECORDED, Modality.STATED, TimeRole.NOT_STATED)
    assert read(QUANTITY, speaker="person/a-b").voice is Voice.ATTRIBUTED


def test_an_editors_count_is_derived_from_its_source_and_stated_by_none() -> None:
    claim = read(QUANTITY, voice="editor")
    assert (claim.source, claim.derived_from) == (None, (thing("source/paper-1"),))


def test_an_unknown_unit_is_said_to_be_unknown() -> None:
    claim = read(QUANTITY, unit="unknown")
    assert (claim.unit, claim.counts, claim.unknown) == (None, None, (VG["unit"],))


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("2023-06-20", "date"), ("2023-06", "gYearMonth"), ("2023", "gYear"), ("--06-20", "gMonthDay")],
)
def test_dates_keep_their_precision(value: str, datatype: str) -> None:
    assert read(VALUE, value=value).value == typed(value, datatype)


def test_text_is_in_our_words_and_english() -> None:
    assert read(VALUE, value="75th session").value == Literal("75th session", language="en")


def test_a_range_of_dates_has_two_bounds_and_no_value() -> None:
    claim = read(VALUE, comparator="range", value="2019", upper="2023")
    assert (claim.value, claim.lower, claim.upper) == (None, typed("2019", "gYear"), typed("2023", "gYear"))


def test_a_relation_takes_its_predicate_from_the_pair() -> None:
    claim = read(RELATION, place="place/astana; place/almaty", qualifier="one-of;only")
    assert (claim.predicate, claim.object, claim.measure) == (SCHEMA["attendee"], thing("person/a-b"), None)
    assert claim.places == (thing("place/astana"), thing("place/almaty"))
    assert len(claim.qualifiers) == 2


def test_times_are_half_open() -> None:
    claim = read(QUANTITY, valid_from="2019-01-01", valid_until="2020-01-01", precision="year")
    assert claim.valid is not None
    assert claim.valid.last == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("cells", "column", "error", "nearest"),
    [
        ({"source": "papr-1"}, "source", UnknownNameError, ("paper-1",)),
        ({"property": "volunteer_total"}, "property", UnknownNameError, ("volunteers_total",)),
        ({"subject": "event/forum"}, "property", UnknownNameError, ()),
        ({"comparator": "=>"}, "comparator", UnknownNameError, ()),
        ({"unit": "person"}, "unit", UnknownNameError, ("persons",)),
        ({"confidence": "hihg"}, "confidence", UnknownNameError, ("high",)),
        ({"precision": "days"}, "precision", UnknownNameError, ("day",)),
        ({"time_role": "as of"}, "time_role", UnknownNameError, ("as-of",)),
        ({"time_rule": "now"}, "time_rule", UnknownNameError, ()),
        ({"voice": "editors"}, "voice", UnknownNameError, ("editor",)),
        ({"modality": "plan"}, "modality", UnknownNameError, ("planned",)),
        ({"qualifier": "onli"}, "qualifier", UnknownNameError, ("only",)),
        ({"as_written": "көп", "as_written_lang": "kz"}, "as_written_lang", UnknownNameError, ()),
    ],
)
def test_an_unknown_code_names_its_column_and_the_nearest(
    cells: dict[str, str], column: str, error: type[InputError], nearest: tuple[str, ...]
) -> None:
    raised = refused(QUANTITY, **cells)
    assert isinstance(raised, error)
    assert raised.place.column == column
    assert set(nearest) <= set(getattr(raised, "nearest", ()))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"value": "200 000"}, "value"),
        ({"value": ""}, "value"),
        ({"comparator": "range"}, "upper"),
        ({"valid_from": "June"}, "valid_from"),
        ({"subject": "Kazakhstan"}, "subject"),
        ({"place": "place/astana;Almaty"}, "place"),
        ({"rests_on": "identification"}, "rests_on"),
        ({"row": "f 1"}, "row"),
        ({"row": ""}, "row"),
        ({"part": "a/b"}, "part"),
        ({"confidence": ""}, "confidence"),
        ({"as_written": "көп"}, "as_written_lang"),
        ({"property": "tonnes_sent", "unit": "ha"}, "unit"),
    ],
)
def test_a_cell_that_cannot_be_used_names_its_column(cells: dict[str, str], column: str) -> None:
    raised = refused(QUANTITY, **cells)
    assert isinstance(raised, TableError)
    assert raised.place.column == column


@pytest.mark.parametrize("value", ["2023-02-30", "2023-13", "--02-30"])
def test_a_date_that_no_calendar_has_names_its_column(value: str) -> None:
    raised = refused(VALUE, value=value)
    assert isinstance(raised, TableError)
    assert raised.place.column == "value"
    assert value in raised.message
