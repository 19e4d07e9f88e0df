"""Receiving builds from afar: one at a time, bounded, checked in a process of its own, each attempt written down."""

import contextlib
import hmac
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from volgraph.config import Settings, setting_table
from volgraph.errors import BusyError, InputError, LimitError
from volgraph.io import audit
from volgraph.io.generations import Home

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]+=*):\s*(?:,|$)")


@dataclass(slots=True)
class Attempt:
    """Somebody's wish to publish.

    Args:
        who: the name of the token.
        client: the address it came from, shortened.
        digest: what the build is said to be.
        outcome: how it ended.
    """

    who: str
    client: str
    digest: str = ""
    outcome: str = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt to publish ended.

    Args:
        name: published; current, if it was so already; refused, with the report of its violations; unusable, if it is
            no build; busy, if another process works in the home; unready, if the server lacks something; limit, if
            checking took too long.
        detail: one sentence, if it was not published.
        content: digest, counts and changed graphs, or the report.
    """

    name: str
    detail: str = ""
    content: dict[str, Any] | None = None


class Receiver:
    """Takes builds for the home of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._audit = settings.home / "audit.jsonl"

    @contextlib.contextmanager
    def audited(self, who: str, client: str, digest: str) -> Iterator[Attempt]:
        """Give an attempt, and write down how it ended."""
        known = digest if is_digest(digest) else ""
        attempt = Attempt(who, shortened(client), known)
        try:
            yield attempt
        except Exception as error:
            attempt.outcome = type(error).__name__.removesuffix("Error").lower()
            raise
        finally:
            self._write_down(attempt, attempt.outcome)

    def _write_down(self, attempt: Attempt, outcome: str) -> None:
        entry: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "token": attempt.who,
            "client": attempt.client,
            "digest": attempt.digest,
            "outcome": outcome,
        }
        audit.record(self._audit, entry)

    def receive(self, attempt: Attempt, checksum: bytes, length: int, body: Iterable[bytes]) -> Outcome:
        """Take a build and publish it, if it is sound and not published already.

        Args:
            attempt: who sends which digest; is told the outcome.
            checksum: SHA-256 of the archive, from its `Content-Digest`.
            length: the size of the archive in bytes.
            body: the archive.

        Raises:
            InputError: the digest is none, or the archive is not what its checksum or length says.
            LimitError: the archive is too large; nothing of it was read.
            BusyError: another one is being received.
        """
        if not is_digest(attempt.digest):
            raise InputError("send the generation's digest, 64 hexadecimal digits, as Volgraph-Generation")
        most = self._settings.publication_limit_mb
        if length > most * 1_000_000:
            raise LimitError("size", f"the archive may have {most} MB at most")
        outcome = self._current(attempt.digest) or self._taken(attempt, checksum, length, body)
        attempt.outcome = outcome.name
        if outcome.name == "busy":
            raise BusyError("another process works in the home")
        return outcome

    def _current(self, digest: str) -> Outcome | None:
        """Return the outcome for what is published already."""
        current = self._home.current()
        if current is None or current.digest != digest:
            return None
        return Outcome("current", "", {"digest": digest, "counts": current.manifest()["counts"]})

    def _taken(self, attempt: Attempt, checksum: bytes, length: int, body: Iterable[bytes]) -> Outcome:
        with self._home.lock("receiving"), self._folder() as folder:
            archive = folder / "build.tar"
            _spool(archive, checksum, length, body)
            self._write_down(attempt, "received")  # before it can show, should this process be ended meanwhile
            return self._checked(archive, attempt.digest)

    @contextlib.contextmanager
    def _folder(self) -> Iterator[Path]:
        """Give an empty folder that is gone afterwards; the caller holds the lock, so what is in it is nobody's."""
        folder = self._home.path / "receiving"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _checked(self, archive: Path, digest: str) -> Outcome:
        """Let a process of its own check and publish the archive, within the limits."""
        settings = {info.name: str(getattr(self._settings, info.name)) for info in setting_table()}
        order = {"archive": str(archive), "digest": digest, "settings": settings, "server": os.getpid()}
        command = [sys.executable, "-m", "volgraph.services.accepting"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as process:
            try:
                answer, _ = process.communicate(json.dumps(order), timeout=self._settings.publication_time_limit_s)
                most = self._settings.publication_memory_limit_mb
                reason = f"checking it ended early: it is nested too deeply, or needs more than {most} MB of memory"
                failed = Outcome("unusable", reason)
            except subprocess.TimeoutExpired:
                answer = ""
                failed = Outcome("limit", f"checking took more than {self._settings.publication_time_limit_s} seconds")
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode == 0 and answer:
            return Outcome(**json.loads(answer))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the processes that it left validating
        with contextlib.suppress(BusyError), self._home.lock(), self._home.workspace():
            pass  # removes what it was building
        return failed


def _spool(archive: Path, checksum: bytes, length: int, body: Iterable[bytes]) -> None:
    """Write a body to the disk, and make sure that it is what was announced."""
    seen, size = sha256(), 0
    with archive.open("wb") as file:
        for block in body:
            size += len(block)
            if size > length:
                break
            seen.update(block)
            file.write(block)
    if size != length:
        raise InputError(f"{size} of {length} bytes arrived: send the archive again")
    if not hmac.compare_digest(seen.digest(), checksum):
        raise InputError("the archive does not have the checksum of its Content-Digest: send it again")


def is_digest(text: str) -> bool:
    """Tell whether a text can be the digest of a generation."""
    return _DIGEST.fullmatch(text) is not None


def checksum_in(header: str | None) -> bytes:
    """Return the SHA-256 of a `Content-Digest` or `Repr-Digest` header: https://www.rfc-editor.org/rfc/rfc9530

    Raises:
        InputError: it has none.
    """
    found = _SHA_256.search(header or "")
    try:
        checksum = b64decode(found[1], validate=True) if found else b""
    except ValueError:
        checksum = b""
    if len(checksum) != sha256().digest_size:
        raise InputError("send the SHA-256 of the archive as Content-Digest: sha-256=:…:, base64 between the colons")
    return checksum


def shortened(address: str) -> str:
    """Return the network of an address, /24 for IPv4 and /48 for IPv6: enough to see a pattern, not a person."""
    try:
        bits = 24 if ip_address(address).version == 4 else 48
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{bits}", strict=False))
