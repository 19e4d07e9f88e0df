"""Archives of builds: the same bytes for the same generation, and nothing unpacked but what is expected."""

import gzip
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from volgraph.errors import ArchiveError, GenerationError
from volgraph.io.archives import pack, unpack
from volgraph.io.generations import Generation

NAMES = ("volgraph.nq.gz", "texts.nq.gz")
LINE = b"<a:s> <a:p> <a:o> <a:g> .\n"


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    generation = Generation(tmp_path / "generation")
    generation.dumps.mkdir(parents=True)
    for name in (*NAMES, "claims.csv.gz"):
        (generation.dumps / name).write_bytes(gzip.compress(LINE, mtime=0))
    return generation


def member(name: str, content: bytes = gzip.compress(LINE), **more: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for info, content in members:
            tar.addfile(info, BytesIO(content) if info.isreg() else None)
    return path


def unpacked(path: Path, tmp_path: Path, limit: int = 1_000_000) -> list[bytes]:
    folder = tmp_path / "into"
    folder.mkdir()
    return [file.read_bytes() for file in unpack(path, folder, limit)]


def test_what_is_packed_is_unpacked(generation: Generation, tmp_path: Path) -> None:
    pack(generation, tmp_path / "a.tar")
    assert unpacked(tmp_path / "a.tar", tmp_path) == [LINE, LINE]


def test_the_same_generation_gives_the_same_bytes(generation: Generation, tmp_path: Path) -> None:
    pack(generation, tmp_path / "a.tar")
    for path in generation.dumps.iterdir():
        path.touch()
        path.chmod(0o600)
    pack(generation, tmp_path / "b.tar")
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()


def test_only_the_quads_travel(generation: Generation, tmp_path: Path) -> None:
    pack(generation, tmp_path / "a.tar")
    with tarfile.open(tmp_path / "a.tar") as tar:
        assert tar.getnames() == list(NAMES)


def test_a_generation_without_dumps_is_not_packed(generation: Generation, tmp_path: Path) -> None:
    (generation.dumps / NAMES[1]).unlink()
    with pytest.raises(GenerationError, match="build again"):
        pack(generation, tmp_path / "a.tar")


WHOLE = [member(name) for name in NAMES]


@pytest.mark.parametrize(
    "wrong",
    [
        member("../volgraph.nq.gz"),
        member("/tmp/volgraph.nq.gz"),
        member("dumps/volgraph.nq.gz"),
        member("store/CURRENT", b"x"),
        member("volgraph.nq.gz"),
        member("manifest.json", b"{}"),
    ],
    ids=lambda entry: entry[0].name,
)
def test_another_name_or_the_same_twice_is_refused(wrong: tuple[tarfile.TarInfo, bytes], tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar", *WHOLE, wrong)
    with pytest.raises(ArchiveError, match=r"it may hold volgraph\.nq\.gz and texts\.nq\.gz once, as plain files"):
        unpacked(path, tmp_path)
    assert sorted(found.name for found in tmp_path.rglob("*") if found.is_file()) == [
        "a.tar",
        "texts.nq",
        "volgraph.nq",
    ]


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE],
    ids=["symbolic link", "link", "device", "pipe", "folder", "sparse"],
)
def test_what_is_no_plain_file_is_refused(kind: bytes, tmp_path: Path) -> None:
    wrong = member(NAMES[0], b"", type=kind, linkname="/etc/passwd")
    with pytest.raises(ArchiveError, match="as plain files"):
        unpacked(archive(tmp_path / "a.tar", wrong, WHOLE[1]), tmp_path)


def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    bomb = member(NAMES[0], gzip.compress(bytes(50_000_000)))
    path = archive(tmp_path / "a.tar", bomb, WHOLE[1])
    assert path.stat().st_size < 100_000
    with pytest.raises(ArchiveError, match="unpacks to more than 3 MB"):
        unpacked(path, tmp_path, 3_000_000)
    assert sum(file.stat().st_size for file in (tmp_path / "into").iterdir()) <= 3_000_000


def test_the_limit_counts_both_files_together(tmp_path: Path) -> None:
    half = gzip.compress(bytes(2_000_000))
    path = archive(tmp_path / "a.tar", *(member(name, half) for name in NAMES))
    with pytest.raises(ArchiveError, match="unpacks to more than 3 MB"):
        unpacked(path, tmp_path, 3_000_000)


def test_one_file_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is not whole"):
        unpacked(archive(tmp_path / "a.tar", WHOLE[0]), tmp_path)


@pytest.mark.parametrize("content", [b"", b"x" * 2000, gzip.compress(b"x"), bytes(10_240)], ids=len)
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(content)
    with pytest.raises(ArchiveError):
        unpacked(tmp_path / "a.tar", tmp_path)


@pytest.mark.parametrize("content", [b"", LINE, gzip.compress(LINE)[:-9], gzip.compress(LINE) + b"x" * 9])
def test_what_is_not_compressed_well_is_refused(content: bytes, tmp_path: Path) -> None:
    if content == b"":
        assert unpacked(archive(tmp_path / "a.tar", member(NAMES[0], content), WHOLE[1]), tmp_path)[0] == b""
        return
    with pytest.raises(ArchiveError, match="is damaged"):
        unpacked(archive(tmp_path / "a.tar", member(NAMES[0], content), WHOLE[1]), tmp_path)


def test_every_cut_is_noticed(generation: Generation, tmp_path: Path) -> None:
    pack(generation, tmp_path / "a.tar")
    whole = (tmp_path / "a.tar").read_bytes()
    for end in (100, 512, 600, 1024, 1500):
        (tmp_path / "b.tar").write_bytes(whole[:end])
        with pytest.raises(ArchiveError):
            unpack(tmp_path / "b.tar", tmp_path, 1000)
