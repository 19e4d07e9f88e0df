"""Making a generation of what somebody sent: the same as the sender's, or a sentence that says what is wrong."""

import csv
import gzip
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from tests.remote import make, settings

from volgraph.domain.iris import Base
from volgraph.errors import ArchiveError, InputError
from volgraph.io.archives import pack
from volgraph.io.generations import Generation, Home
from volgraph.io.history import Withdrawal
from volgraph.services.accepting import accept
from volgraph.services.assembling import assemble

GRAPH = "https://w3id.org/volgraph/graph/"
Change = Callable[[bytes], bytes]


def repacked(generation: Generation, path: Path, quads: Change = bytes, texts: Change = bytes) -> Path:
    """Write the archive of a generation with changed quads."""
    with tarfile.open(path, "w") as archive:
        for name, change in (("volgraph.nq.gz", quads), ("texts.nq.gz", texts)):
            content = gzip.compress(change(gzip.decompress((generation.dumps / name).read_bytes())))
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return path


@pytest.fixture
def generation(small: Path, place: Home) -> Generation:
    return make(small, place)


def assembled(archive: Path, root: Path) -> Generation:
    folder = archive.with_name("assembled")
    folder.mkdir()
    assemble(archive, folder, root, Base(), 100_000_000)
    return Generation(folder)


def cells(generation: Generation) -> list[list[list[str]]]:
    """Return the claims table without an order of rows and, in a cell, of words: RDF has none."""
    with gzip.open(generation.dumps / "claims.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return sorted([sorted(cell.split(" ")) for cell in row] for row in csv.reader(file))


@pytest.mark.parametrize("collection", ["small", "real"])
def test_the_server_makes_the_same_generation(
    collection: str, request: pytest.FixtureRequest, tmp_path: Path, collection_root: Path
) -> None:
    real = collection == "real"
    held = request.getfixturevalue("real").generation if real else request.getfixturevalue("generation")
    root = collection_root if real else request.getfixturevalue("small")
    pack(held, tmp_path / "a.tar")
    made = assembled(tmp_path / "a.tar", root)
    before, after = held.manifest(), made.manifest()
    assert before["dumps"].pop("claims.csv.gz")["bytes"] > 0
    assert after["dumps"].pop("claims.csv.gz")["bytes"] > 0
    assert after == before  # digest, counts, graphs, and the bytes of every other dump
    assert cells(made) == cells(held)
    assert made.context.read_bytes() == held.context.read_bytes()
    assert sorted(path.name for path in made.path.iterdir()) == [
        "context.jsonld",
        "dumps",
        "index.sqlite",
        "manifest.json",
        "store",
    ]


def test_what_was_withdrawn_does_not_come_back(generation: Generation, small: Path, tmp_path: Path) -> None:
    pack(generation, tmp_path / "a.tar")
    text = (small / "data/articles/fair/text.txt").read_text(encoding="utf-8")
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    for number, (iri, texts) in enumerate(
        ((Base().thing("article/fair/text").value, ()), ("https://a.example/", (sha256(text.encode()).hexdigest(),)))
    ):
        withdrawn = Withdrawal(iri, "asked to", moment, 1, "0" * 64, texts, {})
        folder = tmp_path / f"assembled-{number}"
        folder.mkdir()
        with pytest.raises(ArchiveError, match="withdrawn on 2024-05-01"):
            assemble(tmp_path / "a.tar", folder, small, Base(), 100_000_000, [withdrawn])


def adding(line: str) -> Change:
    return lambda quads: quads + line.encode() + b"\n"


@pytest.mark.parametrize(
    ("quads", "said"),
    [
        (adding("<a:s> <a:p> <a:o> ."), "is not a graph under https://w3id.org/volgraph/graph/"),
        (adding("<a:s> <a:p> <a:o> <a:g> ."), "a:g> is not a graph under"),
        (adding(f"<a:s> <a:p> <a:o> <{GRAPH}secrets> ."), "secrets is no graph that a build writes"),
        (adding(f"<a:s> <a:p> <a:o> <{GRAPH}article/../x> ."), "is no graph that a build writes"),
        (adding(f"<a:s> <a:p> <a:o> <{GRAPH}text/fair> ."), "text/fair is no graph that a build writes there"),
        (adding(f"<a:s> <a:p> <a:o> <{GRAPH}entities> ."), "the statements of entities do not stand together"),
        (adding(f"<a:s> <a:p> _:b <{GRAPH}claims/new> ."), "claims/new has blank nodes"),
        (adding(f"<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> <{GRAPH}claims/new> ."), "a triple about a triple"),
        (adding(f"<a:s> <a:p> <{GRAPH}claims/new> ."), "is not a graph under"),
        (adding("nonsense"), "volgraph.nq, line "),
        (adding(f'<a:s> <a:p> "012"^^<http://www.w3.org/2001/XMLSchema#integer> <{GRAPH}claims/new> .'), "the store"),
        (adding(f"<a:c> <{'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'}> <https://w3id.org/volgraph/ns#ValueClaim>"
                f" <{GRAPH}claims/new> ."), "claims/new, a:c: .* is missing"),
    ],
)  # fmt: skip
def test_what_no_build_writes_is_refused(
    quads: Change, said: str, generation: Generation, small: Path, tmp_path: Path
) -> None:
    archive = repacked(generation, tmp_path / "a.tar", quads)
    with pytest.raises(InputError, match=said) as caught:
        assembled(archive, small)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd"])
def test_the_description_names_files_of_a_collection_only(
    path: str, generation: Generation, small: Path, tmp_path: Path
) -> None:
    def renamed(quads: bytes) -> bytes:
        old = b'"data/claims/fair.csv"'
        assert old in quads
        return quads.replace(old, b'"' + path.encode() + b'"')

    with pytest.raises(ArchiveError, match="names a file"):
        assembled(repacked(generation, tmp_path / "a.tar", renamed), small)


def test_the_description_is_made_again(generation: Generation, small: Path, tmp_path: Path) -> None:
    forged = f"<https://w3id.org/volgraph/id/dataset/volgraph> <a:says> <a:anything> <{GRAPH}dataset> ."
    made = assembled(repacked(generation, tmp_path / "a.tar", adding(forged)), small)
    assert made.manifest()["dumps"]["volgraph.nq.gz"] == generation.manifest()["dumps"]["volgraph.nq.gz"]


def test_the_digest_must_be_the_one_of_the_content(generation: Generation, small: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "server")
    more = adding(f"<a:s> <a:p> <a:o> <{GRAPH}claims/new> .")
    with pytest.raises(ArchiveError, match="its content has the digest"):
        accept(repacked(generation, tmp_path / "a.tar", more), generation.digest, settings(home, small))
    assert list(home.generations_path.iterdir()) == []
    assert home.current() is None


def test_a_server_without_shapes_publishes_nothing(generation: Generation, tmp_path: Path) -> None:
    home = Home(tmp_path / "server")
    pack(generation, tmp_path / "a.tar")
    outcome = accept(tmp_path / "a.tar", generation.digest, settings(home, tmp_path))
    assert (outcome.name, home.current()) == ("unready", None)
