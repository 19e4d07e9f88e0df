"""A build on its way to a server: the quads of a generation, packed, and unpacked without trusting them.

The archive is a tar of the two dumps of quads as the build compressed them: everything else of a generation, its
store too, follows from them and is made again by the server. The dumps are gzip files already, so the tar is not
compressed again, and packing costs a copy. The same generation always gives the same bytes.
"""

import gzip
import tarfile
import zlib
from pathlib import Path
from typing import IO

from volgraph.errors import ArchiveError, GenerationError
from volgraph.io.generations import Generation

MEDIA_TYPE = "application/x-tar"
QUADS, TEXTS = "volgraph.nq", "texts.nq"
_MEMBERS = {f"{name}.gz": name for name in (QUADS, TEXTS)}
_BLOCK_BYTES = 1 << 20


def pack(generation: Generation, target: Path) -> None:
    """Write the archive of a generation.

    Raises:
        GenerationError: one of its dumps is not there.
    """
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in _MEMBERS:
            path = generation.dumps / name
            try:
                member = tarfile.TarInfo(name)  # without the file's owner, mode and time
                member.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(member, file)
            except OSError as error:
                raise GenerationError(f"{path} cannot be read: {error.strerror}; build again") from None


def unpack(archive: Path, folder: Path, limit_bytes: int) -> tuple[Path, Path]:
    """Unpack an archive that anybody may have made, and return its quads and its texts.

    Nothing of it chooses a path: a member is a plain file with one of two names, or the archive is refused.

    Args:
        archive: the file.
        folder: where the quads go.
        limit_bytes: how large they may be together, so that a small archive cannot fill the disk.

    Raises:
        ArchiveError: it is no such archive, or unpacks to more.
    """
    found: dict[str, Path] = {}
    left = limit_bytes
    try:
        with tarfile.open(archive, "r:") as members:
            for member in members:
                name = _MEMBERS.get(member.name)
                if name is None or member.type != tarfile.REGTYPE or member.issparse() or name in found:
                    expected = " and ".join(_MEMBERS)
                    raise ArchiveError(
                        f"the archive holds {member.name!a}: it may hold {expected} once, as plain files"
                    )
                packed = members.extractfile(member)
                assert packed is not None
                found[name] = folder / name
                left -= _decompress(packed, found[name], left, limit_bytes)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
        raise ArchiveError(f"the archive is damaged: {error}; send it again") from None
    if len(found) < len(_MEMBERS):
        raise ArchiveError(f"the archive is not whole: it needs {' and '.join(_MEMBERS)}")
    return found[QUADS], found[TEXTS]


def _decompress(packed: IO[bytes], target: Path, left: int, limit_bytes: int) -> int:
    """Write what a gzip file holds, and return how many bytes that is."""
    size = 0
    with gzip.GzipFile(fileobj=packed) as plain, target.open("wb") as file:
        while block := plain.read(_BLOCK_BYTES):
            size += len(block)
            if size > left:
                raise ArchiveError(f"the archive unpacks to more than {limit_bytes // 1_000_000} MB")
            file.write(block)
    return size
