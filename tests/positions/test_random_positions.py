"""Positions agree with the parser on whatever it accepts: on random graphs, random Turtle, and mutated files."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize
from tests.positions.read_back import read_back
from tests.positions.turtle_texts import Writer

from volgraph.io.positions import Part, locate

_BASE = "https://example.org/"
_PREFIXES = {"": f"{_BASE}ns#", "қаз": f"{_BASE}қазақ/", "a.b": f"{_BASE}a/b/"}
_SUFFIXES = {RdfFormat.TURTLE: ".ttl", RdfFormat.TRIG: ".trig", RdfFormat.N_TRIPLES: ".nt", RdfFormat.N_QUADS: ".nq"}


def _read_back(text: bytes, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(text)
        read_back(path, _BASE)


def _accepted(text: bytes, rdf_format: RdfFormat) -> bool:
    """Return whether a text parses and is UTF-8, which the parser asks only of what it gives."""
    try:
        text.decode()
        for _ in parse(text, format=rdf_format, base_iri=_BASE):
            pass
    except (SyntaxError, UnicodeDecodeError):
        return False
    return True


# ------------------------------------------------------------------------------------------ graphs that are serialised

_WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
_NAMES = st.text("abЖә0_.-/~𐐀", min_size=1, max_size=5)
_IRIS = st.builds(lambda space, name: NamedNode(space + name), st.sampled_from([_BASE, *_PREFIXES.values()]), _NAMES)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPED = st.sampled_from(
    [
        Literal(text, datatype=NamedNode(f"{_XSD}{name}"))
        for name, texts in {
            "integer": ("1", "-1", "+01"),
            "decimal": ("1.5", "-.5"),
            "double": ("1e0", "-1.5E3"),
            "boolean": ("true", "0"),
            "date": ("2023-06-20",),
        }.items()
        for text in texts
    ]
)
_LITERALS = st.builds(Literal, _WORDS) | st.builds(lambda t: Literal(t, language="kk"), _WORDS) | _TYPED
_BLANKS = st.sampled_from("abcd").map(lambda name: BlankNode(name))
_QUADS = st.builds(Quad, _IRIS | _BLANKS, _IRIS, _IRIS | _LITERALS | _BLANKS, st.none() | _IRIS)


@settings(max_examples=60, deadline=None)
@given(st.lists(_QUADS, min_size=1, max_size=8), st.sampled_from(list(_SUFFIXES)))
def test_what_pyoxigraph_writes_is_found(quads: list[Quad], rdf_format: RdfFormat) -> None:
    if rdf_format.supports_datasets:
        text = serialize(quads, format=rdf_format, prefixes=_PREFIXES)
    else:
        text = serialize([quad.triple for quad in quads], format=rdf_format, prefixes=_PREFIXES)
    assert text
    _read_back(text, _SUFFIXES[rdf_format])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, in its datasets
@settings(max_examples=60, deadline=None)
@given(st.lists(_QUADS, min_size=1, max_size=8))
def test_what_rdflib_writes_is_found(quads: list[Quad]) -> None:
    dataset = rdflib.Dataset()
    text = serialize(quads, format=RdfFormat.N_QUADS)
    dataset.parse(data=text, format="nquads")
    for prefix, iri in _PREFIXES.items():
        dataset.bind(prefix, iri, override=True)
    for form, rdf_format in (("trig", RdfFormat.TRIG), ("nquads", RdfFormat.N_QUADS)):
        written = dataset.serialize(format=form).encode()
        if _accepted(written, rdf_format):  # rdflib writes names that Turtle does not allow
            _read_back(written, _SUFFIXES[rdf_format])


@pytest.mark.parametrize("seed", range(150))
def test_random_turtle_and_trig_is_found(seed: int) -> None:
    writer = Writer(Random(seed))
    _read_back(writer.turtle().encode(), ".ttl")
    _read_back(writer.trig().encode(), ".trig")


_SOME_BYTES = st.sampled_from(
    [bytes([byte]) for byte in b"<>\"'[](){};,.:@^#\\_-~|1ae \n\r\t"] + ["қ".encode(), b'"""', b"<<", b"{|", b""]
)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 150), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3), _SOME_BYTES), max_size=3))
def test_a_mutated_file_is_found_or_refused_by_the_parser(seed: int, mutations: list[tuple[int, int, bytes]]) -> None:
    writer = Writer(Random(seed))
    text, suffix, rdf_format = (
        (writer.turtle(), ".ttl", RdfFormat.TURTLE) if seed % 2 else (writer.trig(), ".trig", RdfFormat.TRIG)
    )
    mutated = text.encode()
    for place, length, new in mutations:
        place = place % (len(mutated) + 1)
        mutated = mutated[:place] + new + mutated[place + length :]
    if _accepted(mutated, rdf_format):
        _read_back(mutated, suffix)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".ttl", ".trig", ".nt", ".nq"]))
def test_no_bytes_crash_it(text: bytes, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(text)
        wanted = [(number, Part.WHOLE) for number in range(300)]
        assert set(locate(path, wanted)) <= set(wanted)
