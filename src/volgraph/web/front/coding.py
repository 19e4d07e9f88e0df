"""Compressing answers: https://www.rfc-editor.org/rfc/rfc9110#name-content-codings."""

import zlib
from functools import lru_cache
from typing import Protocol

import brotli
import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

CODINGS = ("zstd", "br", "gzip")
SMALLEST_BYTES = 1024
"""A smaller body gains nothing."""

_ZSTD_LEVEL, _BROTLI_QUALITY, _GZIP_LEVEL = 3, 4, 5


class Coder(Protocol):
    """Compresses a body part by part."""

    def code(self, block: bytes) -> bytes:
        """Return what is ready after another part."""

    def end(self) -> bytes:
        """Return the rest."""


class _Zstd:
    def __init__(self) -> None:
        self._object = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()

    def code(self, block: bytes) -> bytes:
        return self._object.compress(block)

    def end(self) -> bytes:
        return self._object.flush()


class _Brotli:
    def __init__(self) -> None:
        self._object = brotli.Compressor(quality=_BROTLI_QUALITY)

    def code(self, block: bytes) -> bytes:
        return bytes(self._object.process(block))

    def end(self) -> bytes:
        return bytes(self._object.finish())


class _Gzip:
    def __init__(self) -> None:
        self._object = zlib.compressobj(_GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)

    def code(self, block: bytes) -> bytes:
        return self._object.compress(block)

    def end(self) -> bytes:
        return self._object.flush()


_CODERS: dict[str, type[Coder]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}


@lru_cache(maxsize=256)
def coding_of(accept_encoding: str, codings: tuple[str, ...] = CODINGS) -> str:
    """Return the coding that a client likes best; empty for none.

    Of those it likes as much, the first: of all that there are, that is the fastest to make.
    """
    accepted = parse_accept_header(accept_encoding, Accept)
    quality, index = max((accepted.quality(name), -index) for index, name in enumerate(codings))
    return codings[-index] if quality > 0 and quality >= accepted.quality("identity") else ""


def coder(coding: str) -> Coder:
    """Return a coder for one body."""
    return _CODERS[coding]()


def coded(body: bytes, coding: str) -> bytes:
    """Return a body compressed."""
    made = coder(coding)
    return made.code(body) + made.end()
