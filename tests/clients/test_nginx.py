"""Behind nginx, as it comes and as it is recommended, nobody takes a part of an answer for the whole."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from tests.clients.answers import CONSTRUCTS, SELECTS, media_type, query, read, truth
from tests.clients.serving import Server, serving, wait_until

from volgraph.io.generations import Home

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None or shutil.which("curl") is None, reason="there is no nginx or no curl")

CONFIGURATION = """
daemon off;
worker_processes 1;
error_log stderr error;
pid {folder}/pid;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {upstream};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      {options}
    }}
  }}
}}
"""
AS_IT_COMES = ""
"""nginx asks by HTTP/1.0, in which the end of the connection is the end of the answer."""
RECOMMENDED = 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;'
BUFFERED = 'proxy_http_version 1.1; proxy_set_header Connection "";'

FORMS = [*(("select", form) for form in SELECTS), *(("construct", form) for form in CONSTRUCTS)]


@pytest.fixture(scope="module")
def behind(home: Home) -> Iterator[Server]:
    """The server behind the proxy."""
    limits = {"query_time_limit_s": 2, "answer_limit_mb": 16, "queries_at_once": 4, "cache_mb": 0}
    with serving(home.path, **limits, trusted_proxies="127.0.0.1") as server:
        yield server


@pytest.fixture(scope="module", params=[AS_IT_COMES, BUFFERED, RECOMMENDED], ids=["HTTP/1.0", "HTTP/1.1", "unbuffered"])
def proxy(behind: Server, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of nginx, with some options."""
    assert NGINX
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, upstream=behind.url, options=request.param))
    with subprocess.Popen([NGINX, "-p", str(folder), "-c", str(file), "-e", "stderr"]) as process:
        try:
            wait_until(lambda: listens(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def curl(url: str, name: str, form: str, body: Path) -> tuple[int, int]:
    """Ask; return curl's exit status and HTTP's."""
    asked = ["--data-urlencode", f"query={query(name)}", "-H", f"Accept: {media_type(form)}", f"{url}/sparql"]
    done = subprocess.run(
        ["curl", "-s", "-o", str(body), "-w", "%{http_code}", *asked], capture_output=True, text=True, check=False
    )
    return done.returncode, int(done.stdout)


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_long_answer_comes_whole(proxy: str, store: Store, kind: str, form: str, tmp_path: Path) -> None:
    body = tmp_path / "body"
    assert curl(proxy, f"long-{kind}", form, body) == (0, 200)
    assert read(body.read_bytes(), form) == truth(store, query(f"long-{kind}"), form)


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_cut_at_the_size_is_seen(proxy: str, kind: str, form: str, tmp_path: Path) -> None:
    ended, status = curl(proxy, f"large-{kind}", form, tmp_path / "body")
    assert (ended, status) == (18, 200) or (ended == 0 and status in (413, 504))


@pytest.mark.parametrize("name", ["stuck-select", "stuck-construct"])
def test_a_cut_at_the_time_is_seen(proxy: str, name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    form = "csv" if name == "stuck-select" else "nt"
    found = curl(proxy, name, form, tmp_path / "body")
    if "HTTP/1.0" in request.node.callspec.id:
        assert found == (0, 504)
        assert json.loads((tmp_path / "body").read_text())["limit"] == "time"
    else:
        assert found == (18, 200)


def test_a_client_that_leaves_nginx_frees_the_worker(proxy: str, behind: Server) -> None:
    asking = subprocess.Popen(["curl", "-s", "--data-urlencode", f"query={query('endless')}", f"{proxy}/sparql"])
    wait_until(behind.busy)
    asking.kill()
    left = time.monotonic()
    asking.wait()
    wait_until(lambda: not behind.busy(), 1.4)
    assert time.monotonic() - left < 1.4
