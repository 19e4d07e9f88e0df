"""What a generation says of the things that a graph names."""

from pyoxigraph import Literal, NamedNode, Quad, Store

from volgraph.domain.iris import Base
from volgraph.services.surroundings import surroundings

LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
BASE = Base()


def test_things_that_are_named_and_not_described_are_described() -> None:
    forum, city, other = (BASE.thing(path) for path in ("event/forum", "place/astana", "place/almaty"))
    store = Store()
    store.extend(Quad(thing, LABEL, Literal(thing.value[-6:])) for thing in (forum, city, other))
    statements = [str(quad.triple).encode() for quad in (Quad(forum, NamedNode("https://schema.org/location"), city),)]
    assert surroundings(store, statements, BASE) == [f'{city} {LABEL} "astana"'.encode()]


def test_a_text_that_ends_with_an_iri_names_nothing() -> None:
    # It was taken for an IRI with a quotation mark in it, which is none: validating the graph failed.
    statement = Quad(BASE.thing("a/b"), LABEL, Literal(f"see <{BASE.thing('place/astana').value}>")).triple
    assert surroundings(Store(), [str(statement).encode()], BASE) == []
