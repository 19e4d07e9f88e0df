"""Reading a source: what is marked, and what the check of its quotes finds when the text is not what it was."""

import pytest
from pyoxigraph import NamedNode, Store

from volgraph.domain.iris import Base
from volgraph.services.source_reading import Role, SourceReading, marked, read_source

ARTICLE = Base().thing("article/baq-forum")


@pytest.fixture(scope="module")
def read(store: Store) -> SourceReading:
    return read_source(store, ARTICLE)


@pytest.fixture(scope="module")
def text(read: SourceReading) -> str:
    assert read.text
    return "".join(part.text for line in read.text.lines for part in line)


def digest(store: Store) -> str:
    query = (
        "SELECT ?digest { GRAPH ?g { ?text <https://schema.org/sha256> ?digest ; <https://schema.org/text> ?words } }"
    )
    return str(next(iter(store.query(query)))["digest"].value)  # type: ignore[arg-type]


def test_claims_stand_in_the_order_of_the_text(read: SourceReading) -> None:
    starts = [claim.evidence.start for claim in read.claims if claim.evidence]
    assert len(starts) == read.pages.total == 69
    assert starts == sorted(starts)


def test_every_quote_and_every_numeral_is_found(read: SourceReading, store: Store) -> None:
    assert read.text
    assert read.text.check.passes
    assert read.text.check.quotes == sum(len(claim.spans()) for claim in read.claims) > 100
    assert (read.text.numerals, read.text.uncovered) == (20, 0)
    assert {literal.language for literal in read.text.rights} == {"kk", "ru", "en"}


def test_one_letter_that_differs_is_found_and_its_words_are_not_marked(
    read: SourceReading, text: str, store: Store
) -> None:
    changed = text.replace("682-ге", "683-ге")
    found = marked(changed, read.claims, digest(store))
    rows = {claim.row for claim in read.claims if claim.iri in found.check.differing}
    assert rows == {"06c"}
    assert not found.check.is_whole
    assert not found.check.passes
    core = {mark.claim for line in found.lines for part in line for mark in part.keys if mark.role is Role.CORE}
    assert core.isdisjoint(found.check.differing)


def test_a_text_that_only_has_more_words_than_was_recorded_is_not_whole(
    read: SourceReading, text: str, store: Store
) -> None:
    found = marked(f"{text} ", read.claims, digest(store))
    assert found.check.differing == ()
    assert not found.check.passes


def test_a_numeral_that_no_claim_states_is_marked(read: SourceReading, text: str, store: Store) -> None:
    fewer = [claim for claim in read.claims if claim.row != "06c"]
    found = marked(text, fewer, digest(store))
    uncovered = [part.text for line in found.lines for part in line if any(m.role is Role.UNCOVERED for m in part.keys)]
    assert found.uncovered == 1
    assert uncovered == ["682"]


def test_a_source_without_a_text_has_its_claims(store: Store) -> None:
    found = read_source(store, Base().thing("source/kazinform-2023-06-20-forum"))
    assert found.text is None
    assert [claim.row for claim in found.claims] == sorted(claim.row for claim in found.claims)
    assert all(claim.locator for claim in found.claims)


def test_what_is_no_source_has_none(store: Store) -> None:
    assert read_source(store, NamedNode("https://example.org/nothing")).pages.total == 0
