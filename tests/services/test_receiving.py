"""Receiving a build: what it must be before anything looks into it, and what is written down."""

import json
import os
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE

import pytest
from tests.remote import settings

from volgraph.errors import BusyError, InputError, LimitError
from volgraph.io.generations import Home
from volgraph.services.receiving import Attempt, Receiver, checksum_in, shortened

DIGEST = "0" * 64
BODY = b"a build"


@pytest.fixture
def receiver(place: Home, tmp_path: Path) -> Receiver:
    place.prepare()
    return Receiver(settings(place, tmp_path, publication_limit_mb=1))


def receive(receiver: Receiver, body: bytes, length: int, digest: str = DIGEST) -> None:
    receiver.receive(Attempt("ci", "", digest), sha256(body).digest(), length, [body])


@pytest.mark.parametrize("length", [0, len(BODY) - 1, len(BODY) + 1])
def test_another_length_than_announced_is_refused(receiver: Receiver, place: Home, length: int) -> None:
    with pytest.raises(InputError, match=f"of {length} bytes arrived"):
        receive(receiver, BODY, length)
    assert not (place.path / "receiving").exists()


def test_what_is_too_large_is_not_read(receiver: Receiver) -> None:
    def body() -> Iterator[bytes]:
        pytest.fail("it was read")
        yield b""

    with pytest.raises(LimitError, match="may have 1 MB at most"):
        receiver.receive(Attempt("ci", "", DIGEST), b"", 1_000_001, body())


def test_one_is_received_at_a_time(receiver: Receiver, place: Home) -> None:
    with place.lock("receiving"), pytest.raises(BusyError):
        receive(receiver, BODY, len(BODY))


def test_each_attempt_is_a_line_that_only_its_owner_reads(receiver: Receiver, place: Home) -> None:
    mask = os.umask(0)
    try:
        with receiver.audited("ci", "192.0.2.77", DIGEST) as attempt:
            attempt.outcome = "published"
        with pytest.raises(LimitError), receiver.audited("nightly", "2001:db8:1:2::3", "no digest\n"):
            raise LimitError("size", "too large")
        with pytest.raises(KeyboardInterrupt), receiver.audited("ci", "?", DIGEST):
            raise KeyboardInterrupt
    finally:
        os.umask(mask)
    path = place.path / "audit.jsonl"
    assert S_IMODE(path.stat().st_mode) == 0o600
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [[entry[key] for key in ("token", "client", "digest", "outcome")] for entry in entries] == [
        ["ci", "192.0.2.0/24", DIGEST, "published"],
        ["nightly", "2001:db8:1::/48", "", "limit"],
        ["ci", "", DIGEST, "failed"],
    ]


def test_an_address_is_shortened_to_its_network() -> None:
    assert [shortened(address) for address in ("203.0.113.9", "::1", "", "unix:")] == [
        "203.0.113.0/24",
        "::/48",
        "",
        "",
    ]


def test_the_checksum_is_found_among_others() -> None:
    checksum = sha256(BODY).digest()
    member = f"sha-256=:{b64encode(checksum).decode()}:"
    for header in (member, f"sha-512=:AAAA:, {member}", f"{member},md5=:AAAA:"):
        assert checksum_in(header) == checksum


@pytest.mark.parametrize("header", [None, "", "sha-256=:AA==:", "sha-256", "sha-512=:AAAA:", "xsha-256=:AAAA:"])
def test_a_header_without_a_checksum_is_refused(header: str | None) -> None:
    with pytest.raises(InputError, match="send the SHA-256 of the archive as Content-Digest"):
        checksum_in(header)
