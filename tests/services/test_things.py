"""Descriptions of things, page by page: nothing lost, nothing twice, always in one order."""

from datetime import UTC, datetime

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LABEL, PROV, SCHEMA, TYPE, VG
from volgraph.io.history import Withdrawal
from volgraph.services.gone import gone
from volgraph.services.naming import Names
from volgraph.services.things import describe, is_known

BASE = Base()
KAZAKHSTAN = BASE.thing("country/kazakhstan")


def store_of(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize("size", [11, 70, 300])
@pytest.mark.parametrize("path", ["country/kazakhstan", "article/baq-forum/claim/06e", "measure/forum-2023-start"])
def test_all_pages_together_are_the_whole(store: Store, path: str, size: int) -> None:
    thing = BASE.thing(path)
    whole = list(describe(store, thing, size=1_000_000).triples())
    first = describe(store, thing, size=size)
    assert first.total == len(whole) == len(set(whole))
    assert first.pages == -(-len(whole) // size)
    pages = [describe(store, thing, page, size) for page in range(1, first.pages + 1)]
    assert [len(list(page.triples())) for page in pages[:-1]] == [size] * (len(pages) - 1)
    assert [triple for page in pages for triple in page.triples()] == whole
    assert {str(page.types) for page in pages} == {str(first.types)}


def test_a_description_holds_what_every_graph_says_in_both_directions(store: Store) -> None:
    subjects = {triple.subject for triple in describe(store, KAZAKHSTAN, size=1_000_000).triples()}
    asked = {quad.subject for quad in store.quads_for_pattern(None, None, KAZAKHSTAN)}
    assert asked
    assert asked | {KAZAKHSTAN} <= subjects


def test_a_thing_that_refers_to_itself_is_told_once() -> None:
    thing, part = BASE.thing("a/b"), BASE.thing("a/b/c")
    triples = [
        Triple(thing, SCHEMA["about"], thing),
        Triple(thing, SCHEMA["hasPart"], part),
        Triple(part, SCHEMA["isPartOf"], thing),
        Triple(BASE.thing("d/e"), SCHEMA["about"], thing),
    ]
    store = store_of(*(Quad(t.subject, t.predicate, t.object, BASE.graph(name)) for t in triples for name in "xy"))
    for size in (1, 2, 3, 10):
        total = describe(store, thing, size=size).total
        pages = range(1, describe(store, thing, size=size).pages + 1)
        found = [triple for page in pages for triple in describe(store, thing, page, size).triples()]
        assert total == len(found) == 4
        assert set(found) == set(triples)


class TestGone:
    OLD, NEW = BASE.thing("article/x/claim/1"), BASE.thing("article/x/claim/2")

    def test_a_corrected_claim_is_gone_and_names_what_corrects_it(self) -> None:
        store = store_of(Quad(self.NEW, PROV["wasRevisionOf"], self.OLD), Quad(self.NEW, TYPE, VG["QuantityClaim"]))
        found = gone(store, self.OLD, [])
        assert found
        assert (found.thing, found.replaced_by) == (self.OLD, (self.NEW,))
        assert gone(store, self.NEW, []) is None

    def test_a_claim_that_is_still_here_is_not_gone_though_another_revises_it(self) -> None:
        graph = BASE.graph("claims/x")
        store = store_of(
            Quad(self.NEW, PROV["wasRevisionOf"], self.OLD), Quad(self.OLD, TYPE, VG["QuantityClaim"], graph)
        )
        assert gone(store, self.OLD, []) is None

    def test_what_was_withdrawn_is_gone_with_all_its_parts(self) -> None:
        moment = datetime(2024, 5, 1, 10, tzinfo=UTC)
        entry = Withdrawal(BASE.thing("person/a").value, "asked to be forgotten", moment, 1, "0" * 64, (), {})
        for path in ("person/a", "person/a/label/kk"):
            found = gone(Store(), BASE.thing(path), [entry])
            assert found
            assert (found.reason, found.since) == (entry.reason, moment.isoformat())
        assert gone(Store(), BASE.thing("person/ab"), [entry]) is None


class TestNames:
    def test_nearest_names_are_of_the_same_kind_first(self, store: Store) -> None:
        assert Names(store).alike("country/kazahstan", BASE)[0] == KAZAKHSTAN
        assert KAZAKHSTAN in Names(store).alike("place/kazakhstan", BASE)

    def test_nothing_near_is_nothing(self, store: Store) -> None:
        assert Names(store).alike("country/zzzzzzzzzzz", BASE) == []
        assert Names(store).alike("zzz", BASE) == []


def test_a_thing_is_known_if_it_is_described_or_referred_to() -> None:
    graph = BASE.graph("claims/x")
    store = store_of(
        Quad(KAZAKHSTAN, LABEL, Literal("x"), graph), Quad(NamedNode("x:y"), TYPE, BASE.thing("a/b"), graph)
    )
    assert is_known(store, KAZAKHSTAN)
    assert is_known(store, BASE.thing("a/b"))
    assert not is_known(store, BASE.thing("a/c"))
