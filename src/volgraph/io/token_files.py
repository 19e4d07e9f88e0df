"""The file of tokens of a home, readable by its owner only."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from volgraph.domain.tokens import Key, Scope, Token
from volgraph.errors import TokenFileError


class TokenFile:
    """`tokens.json`: read again when it has changed, replaced in one step."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: tuple[tuple[int, int, int], tuple[Token, ...]] | None = None

    def read(self) -> tuple[Token, ...]:
        """Return every token. A call costs one `stat` while nothing changes.

        Raises:
            TokenFileError: the file cannot be read.
        """
        try:
            status = self.path.stat()
            mark = status.st_ino, status.st_mtime_ns, status.st_size
            held = self._held
            if held is None or held[0] != mark:
                content = json.loads(self.path.read_text(encoding="utf-8"))
                held = self._held = mark, tuple(_token(entry) for entry in content["tokens"])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError) as error:
            message = f"{self.path} cannot be read: {error}; mend it, or remove it and create the tokens again"
            raise TokenFileError(message) from None
        return held[1]

    def write(self, tokens: tuple[Token, ...]) -> None:
        """Replace the tokens; the caller holds the lock."""
        content = {"tokens": [_entry(token) for token in tokens]}
        part = self.path.with_name(f".{self.path.name}-{os.getpid()}")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)


def _token(entry: dict[str, Any]) -> Token:
    keys = tuple(Key(key["sha256"], _time(key["until"])) for key in entry["keys"])
    scopes = tuple(Scope(scope) for scope in entry["scopes"])
    return Token(entry["name"], scopes, datetime.fromisoformat(entry["created"]), _time(entry["expires"]), keys)


def _entry(token: Token) -> dict[str, object]:
    return {
        "name": token.name,
        "scopes": list(token.scopes),
        "created": token.created.isoformat(),
        "expires": _shown(token.expires),
        "keys": [{"sha256": key.sha256, "until": _shown(key.until)} for key in token.keys],
    }


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _shown(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
