"""Publishing to a real server with the real command line: what it takes, what it refuses, what it leaves behind."""

import gzip
import hashlib
import json
import os
import shutil
import signal
import socket
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.remote import Server, make, serving, volgraph
from tests.small import append, copy_collection, edit
from werkzeug.exceptions import RequestTimeout

from volgraph.commands.common import BAD_INPUT, OK, VIOLATIONS
from volgraph.io.archives import pack
from volgraph.io.generations import Home
from volgraph.services.tokens import Tokens
from volgraph.web.publications import blocks

DIGEST = "0" * 64
GRAPH = "https://w3id.org/volgraph/graph/"
PATIENCE_S = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that serves the small collection, takes 3 MB, and unpacks 4 MB."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "collection").mkdir()
    collection = copy_collection(folder / "collection")
    home = Home(folder / "home")
    make(collection, home, publish=True)
    with serving(home, collection, "--publication-limit-mb", 3, "--publication-unpacked-limit-mb", 4) as running:
        yield running


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return Tokens(server.home).create("ci", ["publish"], None)


@dataclass(frozen=True)
class Sender:
    """A collection on another machine."""

    collection: Path
    home: Home

    def build(self, label: str) -> str:
        """Build the collection with a change, and return the digest."""
        edit(self.collection / "data/entities/entities.csv", "Алматы,Алматы,Almaty,", f"Алматы,Алматы,{label},")
        return make(self.collection, self.home).digest

    def publish(self, server: Server, token: str, *more: object) -> Any:
        return volgraph("publish", "--to", server.url, "--home", self.home.path, *more, VOLGRAPH_TOKEN=token)

    def archive(self) -> bytes:
        generation = self.home.built()
        assert generation
        path = self.home.path / "a.tar"
        pack(generation, path)
        return path.read_bytes()


@pytest.fixture
def sender(tmp_path: Path) -> Sender:
    (tmp_path / "sender").mkdir()
    return Sender(copy_collection(tmp_path / "sender"), Home(tmp_path / "sender-home"))


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Any
    content: Any


def ask(server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> Answered:
    """Send a request; names of headers are written with underscores."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return Answered(response.status, response.headers, json.loads(content) if content else None)


def headers(token: str, body: bytes, digest: str = DIGEST) -> dict[str, str]:
    checksum = b64encode(hashlib.sha256(body).digest()).decode()
    return {
        "Authorization": f"Bearer {token}",
        "Content_Type": "application/x-tar",
        "Content_Digest": f"sha-256=:{checksum}:",
        "Volgraph_Generation": digest,
    }


def send(server: Server, token: str, body: bytes, digest: str = DIGEST, **other: str) -> Answered:
    return ask(server, "POST", "/publications", body, **{**headers(token, body, digest), **other})


def tar(**members: bytes) -> bytes:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("_", ".") + ".nq.gz")
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return file.getvalue()


def until(true: Any) -> None:
    end = monotonic() + PATIENCE_S
    while not true():
        assert monotonic() < end, "it did not happen in time"
        sleep(0.05)


def test_a_build_is_published_and_served(server: Server, token: str, sender: Sender) -> None:
    before, digest = server.current, sender.build("Almaty city")
    ended = sender.publish(server, token)
    assert (ended.code, ended.out) == (OK, f"published {digest[:12]} at {server.url}; graphs: 1 changed\n"), ended.err
    assert server.current == digest != before
    until(lambda: server.get("/health/ready")["digest"] == digest)
    log = server.get("/publications")
    assert log["current"] == digest == log["publications"][0]["digest"]
    one = server.get(log["publications"][0]["url"])
    assert (one["digest"], one["current"]) == (digest, True)
    assert server.get(f"/publications/{before}")["current"] is False
    verdict = server.home.current().verdict()  # type: ignore[union-attr]
    assert verdict and verdict["violations"] == 0


def test_publishing_again_sends_nothing_and_does_nothing(server: Server, token: str, sender: Sender) -> None:
    digest = sender.build("Almaty again")
    assert sender.publish(server, token).code == OK
    attempts, published = len(server.audit()), len(server.home.publications())
    again = sender.publish(server, token)
    assert (again.code, again.out) == (OK, f"{digest[:12]} is published at {server.url} already\n")
    assert (len(server.audit()), len(server.home.publications())) == (attempts, published)
    straight = send(server, token, b"not even an archive", digest)
    assert (straight.status, straight.headers["Location"]) == (200, f"/publications/{digest}")
    assert server.audit()[-1]["outcome"] == "current"
    assert len(server.home.publications()) == published


def test_a_refused_build_leaves_what_is_served_and_its_report_is_shown(
    server: Server, token: str, sender: Sender
) -> None:
    before = server.current
    append(sender.collection / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    digest = sender.build("Almaty refused")
    ended = sender.publish(server, token)
    assert ended.code == VIOLATIONS
    assert "Violation: An entity is there for something" in ended.out
    assert "place/oral" in ended.out
    assert f"refused by {server.url}; it serves what it served" in ended.out
    report = json.loads(sender.publish(server, token, "--json").out)
    assert (report["outcome"], report["violations"], report["digest"]) == ("refused", 1, digest)
    plain = send(server, token, sender.archive(), digest)
    assert (plain.status, plain.headers.get_content_type()) == (422, "application/problem+json")
    (result,) = plain.content["results"]
    assert "place/oral" in result["focus"] and result["shape"] and result["messages"]["en"]
    assert server.current == before
    assert not (server.home.generations_path / digest).exists()
    assert server.home.built() == server.home.current()
    assert server.leftovers() == ["receiving.lock"]
    assert [entry["outcome"] for entry in server.audit()[-6:]] == ["received", "refused"] * 3


def test_json_says_what_was_published(server: Server, token: str, sender: Sender) -> None:
    digest = sender.build("Almaty in JSON")
    ended = sender.publish(server, token, "--json")
    content = json.loads(ended.out)
    assert (ended.code, content["outcome"], content["digest"]) == (OK, "published", digest)
    assert content["counts"]["claims"] == 9
    assert f"{GRAPH}entities" in content["graphs"]["changed"]
    assert content["graphs"]["added"] == content["graphs"]["removed"] == []


def test_the_audit_log_says_who_when_what_and_how_it_ended(server: Server, token: str, sender: Sender) -> None:
    digest = sender.build("Almaty in the log")
    assert send(server, token, sender.archive(), digest).status == 201
    *_, received, published = server.audit()
    assert received.pop("time") <= published.pop("time")
    same = {"token": "ci", "client": "127.0.0.0/24", "digest": digest}
    assert (received, published) == ({**same, "outcome": "received"}, {**same, "outcome": "published"})
    assert "ci" not in json.dumps(server.get("/publications"))


class TestTokens:
    def test_without_one_nothing_is_taken(self, server: Server) -> None:
        answer = ask(server, "POST", "/publications", b"x")
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="volgraph"')

    def test_an_unknown_one_is_refused_before_the_upload(self, server: Server, sender: Sender) -> None:
        sender.build("Almaty unknown")
        attempts = len(server.audit())
        ended = sender.publish(server, "vgt_unknown")
        assert ended.code == BAD_INPUT
        assert ended.err.startswith(f"error: {server.url}/publications: the token is not known here")
        assert len(server.audit()) == attempts
        answer = send(server, "vgt_unknown", b"x")
        assert answer.status == 401
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]

    def test_one_of_another_scope_or_form_is_told_apart(self, server: Server) -> None:
        reader = Tokens(server.home).create("reader", ["workspace-read", "admin"], None)
        answer = send(server, reader, b"x")
        assert answer.status == 403
        assert 'error="insufficient_scope", scope="publish"' in answer.headers["WWW-Authenticate"]
        assert (server.audit()[-1]["token"], server.audit()[-1]["outcome"]) == ("reader", "scope")
        answer = send(server, reader, b"x", Authorization="Basic dmd0Xw==")
        assert answer.status == 401
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]

    def test_rotated_revoked_and_expired_ones_stop_working_at_once(self, server: Server) -> None:
        home = ["--home", server.home.path]
        old = volgraph("token", "create", "--name", "short", "--scope", "publish", *home).out.strip()
        assert old.startswith("vgt_")
        path = f"/publications/{server.current}"

        def status(secret: str) -> int:
            return ask(server, "GET", path, Authorization=f"Bearer {secret}").status

        assert status(old) == 200
        new = volgraph("token", "rotate", "short", "--grace", 600, *home).out.strip()
        assert (status(old), status(new)) == (200, 200)
        newest = volgraph("token", "rotate", "short", *home).out.strip()
        assert (status(old), status(new), status(newest)) == (401, 401, 200)
        listed = volgraph("token", "list", "--json", *home)
        assert "short" in [entry["name"] for entry in json.loads(listed.out)]
        assert "short" in volgraph("token", "list", *home).out
        assert newest not in listed.out
        file = server.home.path / "tokens.json"
        content = json.loads(file.read_text("utf-8"))
        content["tokens"][-1]["expires"] = "2020-01-01T00:00:00+00:00"
        file.write_text(json.dumps(content), "utf-8")
        assert send(server, newest, b"x").status == 401
        assert (server.audit()[-1]["token"], server.audit()[-1]["outcome"]) == ("short", "expired")
        assert volgraph("token", "revoke", "short", *home).out == "revoked short\n"
        assert status(newest) == 401

    def test_no_secret_is_in_a_log_or_in_the_list_of_processes(
        self, server: Server, token: str, sender: Sender
    ) -> None:
        sender.build("Almaty in secret")
        seen: set[str] = set()
        body = sender.archive()
        connection = _half_sent(server, token, body)
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(path.read_bytes().decode(errors="replace"))
            except OSError:
                continue
        connection.close()
        until(lambda: server.leftovers() == ["receiving.lock"])
        assert any("volgraph.cli" in line for line in seen)
        written = [path.read_text("utf-8") for path in server.home.path.glob("*.json*")]
        for place in (*seen, *written, server.log.read_text("utf-8")):
            assert token not in place
        assert "a token was refused" in server.log.read_text("utf-8")


class TestWhatIsNoBuild:
    @pytest.mark.parametrize("header", ["", "sha-256=:AAAA:", "md5=:AAAA:", "sha-256=x", "sha-256=:!:"])
    def test_a_content_digest_is_needed(self, server: Server, token: str, header: str) -> None:
        answer = send(server, token, b"x", Content_Digest=header)
        assert (answer.status, "Content-Digest" in answer.content["detail"]) == (400, True)

    def test_another_checksum_is_refused(self, server: Server, token: str, sender: Sender) -> None:
        digest = sender.build("Almaty altered")
        body = bytearray(sender.archive())
        said = headers(token, bytes(body), digest)
        body[600] ^= 1
        answer = ask(server, "POST", "/publications", bytes(body), **said)
        assert (answer.status, "checksum" in answer.content["detail"]) == (400, True)
        assert server.current != digest

    def test_a_repr_digest_and_other_algorithms_beside_it_are_taken(self, server: Server, token: str) -> None:
        said = headers(token, b"x")
        checksum = said.pop("Content_Digest")
        answer = ask(server, "POST", "/publications", b"x", **said, Repr_Digest=f"sha-512=:AAAA:, {checksum}")
        assert (answer.status, "archive is damaged" in answer.content["detail"]) == (400, True)

    def test_another_digest_than_its_contents_is_refused(self, server: Server, token: str, sender: Sender) -> None:
        digest = sender.build("Almaty misnamed")
        answer = send(server, token, sender.archive(), DIGEST)
        assert (answer.status, f"its content has the digest {digest}" in answer.content["detail"]) == (400, True)
        assert server.current not in (digest, DIGEST)

    @pytest.mark.parametrize("digest", ["", "abc", "../" + DIGEST, DIGEST.upper().replace("0", "G")])
    def test_what_is_no_digest_is_refused(self, server: Server, token: str, digest: str) -> None:
        answer = send(server, token, b"x", digest)
        assert (answer.status, "64 hexadecimal digits" in answer.content["detail"]) == (400, True)

    def test_another_media_type_and_no_length_are_refused(self, server: Server, token: str) -> None:
        assert send(server, token, b"x", Content_Type="application/zip").status == 415
        with socket.create_connection(urlsplit(server.url).netloc.split(":")) as connection:  # type: ignore[arg-type]
            lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers(token, b"x").items()]
            request = ["POST /publications HTTP/1.1", "Host: e", "Transfer-Encoding: chunked", *lines, "", "0", "", ""]
            connection.sendall("\r\n".join(request).encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 411")

    def test_one_that_is_too_large_is_refused_by_its_length(self, server: Server, token: str, sender: Sender) -> None:
        sender.build("Almaty at large")
        generation = sender.home.built()
        assert generation
        with (generation.dumps / "texts.nq.gz").open("ab") as file:
            file.write(bytes(30_000_000))
        ended = sender.publish(server, token)
        assert ended.code == BAD_INPUT
        assert ended.err == f"error: {server.url}/publications: the archive may have 3 MB at most\n"
        assert server.audit()[-1]["outcome"] == "limit"
        assert server.leftovers() == ["receiving.lock"]

    def test_one_may_be_larger_than_other_requests(self, server: Server, token: str) -> None:
        # The app takes 1 MiB of any other request.
        answer = send(server, token, bytes(2_900_000))
        assert (answer.status, "the archive is not whole" in answer.content["detail"]) == (400, True)

    def test_a_bomb_is_refused_and_leaves_nothing(self, server: Server, token: str) -> None:
        body = tar(volgraph=gzip.compress(bytes(100_000_000)), texts=gzip.compress(b""))
        answer = send(server, token, body)
        assert (answer.status, "unpacks to more than 4 MB" in answer.content["detail"]) == (400, True)
        assert server.leftovers() == ["receiving.lock"]

    def test_a_path_of_its_own_is_refused(self, server: Server, token: str) -> None:
        file = BytesIO()
        with tarfile.open(fileobj=file, mode="w") as archive:
            archive.addfile(tarfile.TarInfo("../../current"))
        answer = send(server, token, file.getvalue())
        assert (answer.status, "'../../current'" in answer.content["detail"]) == (400, True)
        assert str(server.home.path) not in json.dumps(answer.content)

    @pytest.mark.parametrize("depth", [5_000, 50_000])
    def test_deep_nesting_does_not_end_the_server(self, server: Server, token: str, depth: int) -> None:
        # The parser is recursive: nesting as deep as this ends the process that it runs in.
        nested = "<<( <a:s> <a:p> " * depth + "<a:o>" + " )>>" * depth
        line = f"<a:s> <a:p> {nested} <{GRAPH}entities> .\n".encode()
        answer = send(server, token, tar(volgraph=gzip.compress(line), texts=gzip.compress(b"")))
        assert answer.status == 400
        assert server.get("/health/live")["status"] == "live"
        assert server.leftovers() == ["receiving.lock"]


def _half_sent(server: Server, token: str, body: bytes) -> socket.socket:
    """Return a connection over which half of a build has been received."""
    host, port = urlsplit(server.url).netloc.split(":")
    connection = socket.create_connection((host, int(port)))
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers(token, body).items()]
    head = ["POST /publications HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *lines, "", ""]
    connection.sendall("\r\n".join(head).encode() + body[: len(body) // 2])
    until(lambda: (server.home.path / "receiving").exists())
    return connection


def test_an_upload_that_breaks_off_leaves_nothing(server: Server, token: str, sender: Sender) -> None:
    digest = sender.build("Almaty cut")
    attempts, before = len(server.audit()), server.current
    _half_sent(server, token, sender.archive()).close()
    until(lambda: len(server.audit()) > attempts)
    assert server.audit()[-1]["outcome"] not in ("published", "current")
    assert (server.leftovers(), server.current) == (["receiving.lock"], before)
    assert send(server, token, sender.archive(), digest).status == 201


def test_of_two_at_once_the_second_is_told_to_wait(server: Server, token: str, sender: Sender) -> None:
    digest = sender.build("Almaty twice")
    first = _half_sent(server, token, sender.archive())
    try:
        ended = sender.publish(server, token)
        assert ended.code == BAD_INPUT
        assert ended.err.endswith("another publication or a build is under way: try again in 10 seconds\n")
        answer = send(server, token, sender.archive(), digest)
        assert (answer.status, answer.headers["Retry-After"]) == (409, "10")
        assert server.audit()[-1]["outcome"] == "busy"
    finally:
        first.close()
    until(lambda: server.leftovers() == ["receiving.lock"])
    with server.home.lock():  # as a build on the server's machine does
        assert send(server, token, sender.archive(), digest).status == 409
    assert send(server, token, sender.archive(), digest).status == 201


def test_what_an_interrupted_attempt_left_is_removed_by_the_next(server: Server, token: str, sender: Sender) -> None:
    for left in ("receiving", "building-of-a-killed-process"):
        (server.home.path / left).mkdir()
        (server.home.path / left / "file").write_text("half")
    digest = sender.build("Almaty after all")
    assert send(server, token, sender.archive(), digest).status == 201
    assert server.leftovers() == ["receiving.lock"]


def test_only_graphs_that_changed_are_validated(server: Server, token: str, sender: Sender) -> None:
    def verdicts() -> int:
        return len(list(server.home.path.glob("verdicts/*/*.json")))

    digest = sender.build("Almaty valid")
    assert send(server, token, sender.archive(), digest).status == 201
    before = verdicts()
    edit(sender.collection / "data/claims/fair.csv", ",p2,high,", ",page 2,high,")
    digest = make(sender.collection, sender.home).digest
    assert send(server, token, sender.archive(), digest).content["graphs"]["changed"] == [f"{GRAPH}claims/fair"]
    assert verdicts() == before + 2  # the table, and the discrepancies, which name a claim of it


def test_a_client_that_falls_silent_does_not_keep_others_out() -> None:
    gone = Event()

    class Stream(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) or (gone.wait() and b"")  # type: ignore[return-value]

    received = blocks(Stream(b"half"), 0.2)
    assert next(received) == b"half"
    with pytest.raises(RequestTimeout, match=r"nothing came for 0\.2 seconds"):
        next(received)
    gone.set()


def test_checking_ends_with_the_server(tmp_path: Path, sender: Sender) -> None:
    (tmp_path / "c").mkdir()
    collection, home = copy_collection(tmp_path / "c"), Home(tmp_path / "home")
    before = make(collection, home, publish=True)
    token = Tokens(home).create("ci", ["publish"], None)
    digest = sender.build("Almaty orphaned")
    body = sender.archive()
    with serving(home, collection) as server:
        with ThreadPoolExecutor(1) as pool:
            attempt = pool.submit(send, server, token, body, digest)
            until(lambda: _checking(home))
            (pid,) = _checking(home)
            os.kill(int(Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[1]), signal.SIGKILL)
            until(lambda: not _checking(home))
            assert attempt.exception(PATIENCE_S)
        assert home.current() == before
        until(lambda: _is_ready(server))
        assert send(server, token, body, digest).status == 201
        assert server.leftovers() == ["receiving.lock"]


def _is_ready(server: Server) -> bool:
    try:
        return bool(server.get("/health/ready")["digest"])
    except OSError:
        return False


def _checking(home: Home) -> list[int]:
    """Return the processes that check builds for a home: they hold its lock open."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"volgraph.services.accepting" in (process / "cmdline").read_bytes() and any(
                path.readlink() == home.path / "write.lock" for path in (process / "fd").iterdir()
            ):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_what_was_never_published_is_not_found(server: Server) -> None:
    assert ask(server, "GET", f"/publications/{DIGEST}").status == 404
    assert ask(server, "HEAD", f"/publications/{server.current}").status == 200


def test_what_a_client_cannot_use_is_said_in_one_sentence(
    server: Server, token: str, sender: Sender, tmp_path: Path
) -> None:
    sender.build("Almaty afar")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    for url, said in (
        (closed, "the server cannot be reached"),
        ("http://example.org", "would carry the token in the clear: use https"),
        ("example.org", "is not an address to publish to"),
        (f"{server.url}/nowhere", ""),
    ):
        ended = volgraph("publish", "--to", url, "--home", sender.home.path, VOLGRAPH_TOKEN=token)
        assert ended.code == BAD_INPUT, ended
        assert said in ended.err
        assert ended.err.count("\n") == 1 and token not in ended.err
    file = tmp_path / "token"
    file.write_text(token + "\n")
    ended = volgraph("publish", "--to", server.url, "--token-file", file, "--home", sender.home.path)
    assert ended.code == OK, ended.err


def test_checking_that_takes_too_long_or_too_much_is_ended(tmp_path: Path, sender: Sender) -> None:
    (tmp_path / "c").mkdir()
    collection, home = copy_collection(tmp_path / "c"), Home(tmp_path / "home")
    make(collection, home, publish=True)
    before = home.current()
    token = Tokens(home).create("ci", ["publish"], None)
    digest = sender.build("Almaty slow")
    with serving(home, collection, "--publication-time-limit-s", 0) as server:
        answer = send(server, token, sender.archive(), digest)
        assert (answer.status, answer.content["detail"]) == (503, "checking took more than 0 seconds")
        assert (home.current(), server.leftovers()) == (before, ["receiving.lock"])
    with serving(home, collection, "--publication-memory-limit-mb", 120) as server:
        answer = send(server, token, sender.archive(), digest)
        assert (answer.status, "more than 120 MB" in answer.content["detail"]) == (400, True)
        assert (home.current(), server.leftovers()) == (before, ["receiving.lock"])
        shutil.rmtree(collection / "shapes")
        answer = send(server, token, sender.archive(), digest)
        assert answer.status in (400, 503)
