"""Static files: kept for good under a name or version that changes with them, and nothing outside their folder."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from volgraph.web import assets

CSS = Path(assets.FOLDER) / "volgraph.css"


def test_pages_name_the_version_of_a_file_which_is_then_kept_for_good(browser: FlaskClient) -> None:
    page = browser.get("/status", follow_redirects=True).text
    (address,) = re.findall(r'"(/static/volgraph\.css\?v=[0-9a-f]{12})"', page)
    kept = browser.get(address)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Type"].startswith("text/css")
    assert kept.data == CSS.read_bytes()
    for other in ("/static/volgraph.css", "/static/volgraph.css?v=000000000000"):
        assert "no-cache" in browser.get(other).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accepted", "used", "read"),
    [("br", "br", brotli.decompress), ("gzip, br;q=0.5", "gzip", gzip.decompress), ("zstd", None, bytes)],
)
def test_files_are_compressed_as_the_client_likes(client: FlaskClient, accepted: str, used: str, read: object) -> None:
    answer = client.get("/static/volgraph.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == used
    assert callable(read) and read(answer.data) == CSS.read_bytes()
    assert answer.headers["Vary"] == "Accept-Encoding"
    tag = answer.headers["ETag"]
    again = client.get("/static/volgraph.css", headers={"Accept-Encoding": accepted, "If-None-Match": tag})
    assert again.status_code == 304
    other = client.get("/static/volgraph.css", headers={"Accept-Encoding": "identity", "If-None-Match": tag})
    assert other.status_code == (304 if used is None else 200)


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "built", "nothing.css", "built/nothing.js", ""])
def test_nothing_else_can_be_read(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_bundles_are_named_by_the_manifest_and_come_as_they_were_compressed(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    built = tmp_path / "built"
    with client.application.test_request_context():
        assert assets.asset("query.js") == ""
    built.mkdir()
    (built / "manifest.json").write_text(json.dumps({"query.js": "query-ABC.js"}))
    (built / "query-ABC.js").write_text("// " + "x" * 2000)
    (built / "query-ABC.js.br").write_bytes(b"made before")
    assets.manifest.cache_clear()
    try:
        with client.application.test_request_context():
            assert assets.asset("query.js") == "/static/built/query-ABC.js"
        answer = client.get("/static/built/query-ABC.js", headers={"Accept-Encoding": "br"})
    finally:
        assets.manifest.cache_clear()
    assert answer.data == b"made before"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("text/javascript")
