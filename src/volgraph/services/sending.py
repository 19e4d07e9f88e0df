"""Publishing to a server from afar: ask, pack, send, and read what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from volgraph.domain.validation import Result
from volgraph.errors import AuthorizationError, BusyError, GenerationError, InputError, RemoteError
from volgraph.io.archives import pack
from volgraph.io.generations import Home
from volgraph.io.uploading import Answer, PublicationServer
from volgraph.services.validating import Finding, Verdict

TOKEN_VARIABLE = "VOLGRAPH_TOKEN"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """How publishing ended.

    Args:
        digest: the generation.
        already: whether the server had published it before.
        content: what the server answered.
        refusal: what it found, if it refused the build.
    """

    digest: str
    already: bool = False
    content: Mapping[str, Any] = field(default_factory=dict)
    refusal: Verdict | None = None


def token_from(file: Path | None, environment: Mapping[str, str]) -> str:
    """Return the secret of a file, or of the environment. No option takes it: others see the options of a process.

    Raises:
        InputError: there is none.
    """
    try:
        secret = file.read_text(encoding="utf-8").strip() if file else environment.get(TOKEN_VARIABLE, "").strip()
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}") from None
    if not secret or not secret.isascii() or not secret.isprintable():
        raise InputError(f"there is no token: name a --token-file, or set {TOKEN_VARIABLE}")
    return secret


def publish_to(url: str, home: Home, digest: str | None, token: str, progress: Progress) -> Sent:
    """Publish the newest build, or the generation whose digest begins so, at a server.

    Raises:
        GenerationError: there is nothing to publish.
        AuthorizationError: the server does not take the token.
        BusyError: it receives another publication.
        InputError: it cannot use the build.
        RemoteError: it cannot be reached, or answers otherwise than it should.
    """
    generation = home.find(digest) if digest else home.built()
    if generation is None:
        raise GenerationError("nothing is built: run volgraph build")
    server = PublicationServer(url, token)
    progress("asking the server")
    known = server.ask(generation.digest)
    if known.status == 200 and known.content.get("current") is True:
        return Sent(generation.digest, already=True, content=known.content)
    if known.status not in (200, 404):
        raise _error(known, server.url)
    with TemporaryDirectory(prefix="volgraph-") as folder:
        progress("packing the build")
        archive = Path(folder) / "build.tar"
        pack(generation, archive)

        def show(sent: int, size: int) -> None:
            done = "; the server checks it" if sent == size else ""
            progress(f"sending {sent / 1e6:.1f} of {size / 1e6:.1f} MB{done}")

        answer = server.send(archive, generation.digest, show)
    match answer.status:
        case 201 | 200:
            return Sent(generation.digest, answer.status == 200, answer.content)
        case 422:
            return Sent(generation.digest, content=answer.content, refusal=_verdict(answer.content, server.url))
    raise _error(answer, server.url)


def _error(answer: Answer, url: str) -> Exception:
    detail = str(answer.content.get("detail") or f"the server answered {answer.status}")
    match answer.status:
        case 401 | 403:
            return AuthorizationError("unknown" if answer.status == 401 else "scope", f"{url}: {detail}")
        case 409:
            again = f" in {answer.retry_after} seconds" if answer.retry_after else ""
            return BusyError(f"{url}: another publication or a build is under way: try again{again}")
        case 400 | 413:
            return InputError(f"{url}: {detail}")
    return RemoteError(url, f"{detail} ({answer.status})")


def _verdict(report: Mapping[str, Any], url: str) -> Verdict:
    """Return the report of a refusal as what `volgraph validate` shows."""
    try:
        findings = tuple(
            Finding(result["where"], Result(**{key: value for key, value in result.items() if key != "where"}))
            for result in report["results"]
        )
        return Verdict(str(report["shapes"]), str(report["engine"]), int(report["graphs"]), 0, findings)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RemoteError(url, "the server refused the build with a report that cannot be read") from None
