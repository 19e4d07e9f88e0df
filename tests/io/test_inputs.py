"""What a user may name: files, folders, globs, standard input, stores, endpoints; and what is said of the rest."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from volgraph.errors import InputError
from volgraph.io.inputs import Inputs, Name, Reader, shown

NT = b'<urn:a> <urn:b> "c" .\n'


def no_endpoint(url: str, target: Path) -> None:
    raise AssertionError(url)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    (tmp_path / "copies").mkdir()
    return Reader(tmp_path / "copies", None, no_endpoint)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with RDF in it, beside and below other things."""
    root = tmp_path / "data"
    for name in ("b.ttl", "a.nt", "deep/er/c.jsonld", "deep/d.OWL", ".git-like/e.ttl", ".f.ttl", "g.txt", "h.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(NT)
    return root


def names(inputs: Inputs, root: Path) -> list[str]:
    return [source.path.relative_to(root).as_posix() for source in inputs.sources]


def test_a_folder_means_every_rdf_file_below_it_that_is_not_hidden(reader: Reader, folder: Path) -> None:
    inputs = reader.read([folder], "")
    assert names(inputs, folder) == ["a.nt", "b.ttl", "deep/d.OWL", "deep/er/c.jsonld"]
    assert [source.shown for source in inputs.sources] == [str(folder / name) for name in names(inputs, folder)]


def test_a_glob_means_the_rdf_files_that_it_matches(reader: Reader, folder: Path) -> None:
    assert names(reader.read([f"{folder}/*"], ""), folder) == ["a.nt", "b.ttl"]
    assert names(reader.read([f"{folder}/**/*.jsonld"], ""), folder) == ["deep/er/c.jsonld"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(reader: Reader, folder: Path) -> None:
    (folder / "x[1].ttl").write_bytes(NT)
    assert names(reader.read([folder / "x[1].ttl"], ""), folder) == ["x[1].ttl"]


def test_a_file_that_is_named_twice_is_read_once_and_said(reader: Reader, folder: Path) -> None:
    (folder / "link.ttl").symlink_to("b.ttl")
    inputs = reader.read([folder / "b.ttl", folder / "link.ttl", folder / "a.nt"], "")
    assert (names(inputs, folder), inputs.repeated) == (["a.nt", "b.ttl"], (str(folder / "b.ttl"),))


def test_files_are_read_in_the_order_of_their_names_whatever_the_order_they_are_named_in(
    reader: Reader, folder: Path
) -> None:
    assert reader.read([folder / "b.ttl", folder / "a.nt"], "") == reader.read([folder / "a.nt", folder / "b.ttl"], "")


def test_json_and_xml_are_tried_where_somebody_names_them(reader: Reader, folder: Path) -> None:
    assert names(reader.read([folder / "h.json"], ""), folder) == ["h.json"]


def test_names_are_shown_from_the_repository_that_holds_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert shown(Path("er/../d.OWL")) == "deep/d.OWL"
    assert shown(folder / "a.nt") == "a.nt"
    assert shown(folder.parent / "x.ttl") == (folder.parent / "x.ttl").as_posix()


class Streamed:
    """Standard input with some bytes in it."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


@pytest.mark.parametrize("name", ["-", NT])
def test_standard_input_and_bytes_are_copied_under_the_name_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: Name
) -> None:
    monkeypatch.setattr(sys, "stdin", Streamed(NT))
    (source,) = Reader(tmp_path, "nt", no_endpoint).read([name], "").sources
    assert (source.shown, source.path.suffix, source.path.read_bytes()) == ("stdin", ".nt", NT)
    assert source.base_iri == Path.cwd().as_uri() + "/"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DIR/none.ttl", "none.ttl: cannot be read: No such file or directory"),
        ("DIR/none.txt", "none.txt: cannot be read: No such file or directory"),
        ("DIR/g.txt", "g.txt: “.txt” is the ending of no RDF format: use one of .ttl .trig .nt"),
        ("DIR/.git-like/..", None),
        ("DIR/empty", "empty: no file in this folder has a name that ends in .ttl .trig"),
        ("DIR/*.trig", "*.trig: no RDF file has a name of this pattern"),
        ("-", "stdin: standard input has no ending that names its format: say it with --data-format"),
        ("store:DIR", "data: there is no Oxigraph store here"),
    ],
)
def test_what_means_nothing_is_one_sentence_with_its_place(
    reader: Reader, folder: Path, name: str, words: str | None
) -> None:
    (folder / "empty").mkdir()
    if words is None:
        assert reader.read([name.replace("DIR", str(folder))], "").sources
        return
    with pytest.raises(InputError) as caught:
        reader.read([name.replace("DIR", str(folder))], "--data-format")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_endpoint_is_copied_and_its_lines_mean_nothing(tmp_path: Path) -> None:
    def copy(url: str, target: Path) -> None:
        target.write_bytes(NT)

    (source,) = Reader(tmp_path, None, copy).read(["https://e.org/sparql"], "").sources
    assert (source.shown, source.path.read_bytes(), source.lined) == ("https://e.org/sparql", NT, False)


class TestStores:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Path:
        store = Store(str(tmp_path / "store"))
        store.update("INSERT DATA { <urn:a> <urn:b> 1 GRAPH <urn:g> { <urn:a> <urn:b> 1 , 2 } }")
        store.flush()
        del store
        return tmp_path / "store"

    def test_a_store_is_the_merge_of_its_graphs(self, reader: Reader, store: Path) -> None:
        (source,) = reader.read([f"store:{store}"], "").sources
        assert len(set(source.path.read_bytes().splitlines())) == 2
        assert (source.shown, source.lined) == (f"store:{store}", False)

    def test_a_store_that_another_process_writes_to_is_refused(self, reader: Reader, store: Path) -> None:
        program = f"from pyoxigraph import Store\ns = Store({str(store)!r})\nprint('open', flush=True)\ninput()"
        with subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout and writer.stdout.readline() == "open\n"
            with pytest.raises(InputError, match="another process has the store open and may write to it: name a back"):
                reader.read([f"store:{store}"], "")
            writer.communicate("\n")
        assert reader.read([f"store:{store}"], "").sources

    def test_a_damaged_store_is_named(self, reader: Reader, store: Path) -> None:
        (store / "CURRENT").write_text("MANIFEST-none\n")
        with pytest.raises(InputError, match=r"store: the store in .* does not open"):
            reader.read([f"store:{store}"], "")


def test_whether_a_file_can_be_opened_is_not_asked_here(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    assert len(reader.read([tmp_path / "loop.ttl"], "").sources) == 1
