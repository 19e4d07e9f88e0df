"""Static files: under names or versions that change with their content, so that browsers keep them for good."""

import json
from functools import cache, lru_cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import brotli
from flask import Flask, Response, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from volgraph.web.front.coding import SMALLEST_BYTES, coded, coding_of

FOLDER = Path(__file__).with_name("static")
BUILT = "built"
"""What npm packages are bundled into by `make assets`; the names in it change with the content."""

_SUFFIXES = {"br": ".br", "gzip": ".gz"}
_VERSION = "v"
_VERSION_CHARS = 12
_BEST_BROTLI_BYTES = 64 << 10
"""Up to this size, the best compression takes less than a tenth of a second, once."""


def register(app: Flask) -> None:
    """Serve the static files, and have `url_for('static', …)` name the version of each."""
    app.add_url_rule("/static/<path:filename>", "static", _give)
    app.url_defaults(_add_version)
    app.add_template_global(asset)


def asset(name: str) -> str:
    """Return the address of a bundle, such as `query.js`; empty if there is none: pages work without."""
    built = manifest(FOLDER).get(name)
    return url_for("static", filename=f"{BUILT}/{built}") if built else ""


@cache
def manifest(folder: Path) -> dict[str, str]:
    """Return the names of the bundles that were built; empty where there was no npm to build them."""
    try:
        held: dict[str, str] = json.loads((folder / BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return held


def _give(filename: str) -> Response:
    """Give a file in the coding that the client likes best; for good, if its address says which version it is."""
    path = _path(filename)
    kept = filename.startswith(f"{BUILT}/") or request.args.get(_VERSION) == _version(path)
    coding = coding_of(request.headers.get("Accept-Encoding", ""), tuple(_SUFFIXES))
    body, used = _coded(path, coding)
    response = Response(body, mimetype=guess_type(path.name)[0])
    if used:
        response.content_encoding = used
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    if kept:
        response.cache_control.max_age, response.cache_control.immutable = 31_536_000, True
    else:
        response.cache_control.no_cache = True
    response.set_etag(f"{_version(path)}{used}")
    response.make_conditional(request)
    return response


def _add_version(endpoint: str, values: dict[str, object]) -> None:
    filename = values.get("filename")
    if endpoint == "static" and isinstance(filename, str) and not filename.startswith(f"{BUILT}/"):
        values.setdefault(_VERSION, _version(_path(filename)))


def _path(filename: str) -> Path:
    found = safe_join(str(FOLDER), filename)
    if found is None or not Path(found).is_file():
        raise NotFound(f"there is no file {filename}")
    return Path(found)


@cache
def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:_VERSION_CHARS]


@lru_cache(maxsize=128)
def _coded(path: Path, coding: str) -> tuple[bytes, str]:
    """Return the bytes of a file in a coding, and the coding: none if the file is small, or none would help."""
    body = path.read_bytes()
    if not coding or len(body) < SMALLEST_BYTES:
        return body, ""
    made = path.with_name(path.name + _SUFFIXES[coding])
    if made.exists():
        return made.read_bytes(), coding
    if coding == "br" and len(body) <= _BEST_BROTLI_BYTES:
        return brotli.compress(body), coding
    return coded(body, coding), coding
