"""Making, listing, rotating and revoking tokens, and telling what a request may do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from volgraph.domain.names import nearest
from volgraph.domain.tokens import Scope, Token, authorized, new_secret, new_token, rotated, secret_in
from volgraph.errors import InputError, UnknownNameError
from volgraph.io.generations import Home
from volgraph.io.token_files import TokenFile


class Tokens:
    """The tokens of a home; a running server sees what the command line changes."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._file = TokenFile(home.path / "tokens.json")

    def check(self, header: str | None, scope: Scope) -> Token:
        """Return the token of a request.

        Args:
            header: the value of its `Authorization` header.
            scope: what it wants to do.

        Raises:
            AuthorizationError: it may not; `reason` says why.
            TokenFileError: the tokens cannot be read.
        """
        return authorized(self._file.read(), secret_in(header), scope, datetime.now(UTC))

    def all(self) -> tuple[Token, ...]:
        """Return every token, in the order in which they were made."""
        return self._file.read()

    def create(self, name: str, scopes: Iterable[str], expires: str | None) -> str:
        """Make a token and return its secret, which is kept nowhere.

        Raises:
            InputError: its name is taken, or something of it cannot be used; see `new_token`.
        """
        with self._home.lock("tokens"):
            held = self._file.read()
            if any(token.name == name for token in held):
                raise InputError(f"there is a token {name} already: rotate or revoke it, or choose another name")
            secret = new_secret()
            self._file.write((*held, new_token(name, scopes, expires, secret, datetime.now(UTC))))
        return secret

    def rotate(self, name: str, grace_s: int) -> str:
        """Give a token another secret and return it; the old one stays good for `grace_s` seconds.

        Raises:
            UnknownNameError: there is no such token.
            InputError: it has expired.
        """
        with self._home.lock("tokens"):
            old = self._named(name)
            secret = new_secret()
            new = rotated(old, secret, timedelta(seconds=grace_s), datetime.now(UTC))
            self._file.write(tuple(new if token == old else token for token in self._file.read()))
        return secret

    def revoke(self, name: str) -> None:
        """Make a token useless from now on.

        Raises:
            UnknownNameError: there is no such token.
        """
        with self._home.lock("tokens"):
            gone = self._named(name)
            self._file.write(tuple(token for token in self._file.read() if token != gone))

    def _named(self, name: str) -> Token:
        held = self._file.read()
        for token in held:
            if token.name == name:
                return token
        raise UnknownNameError("token", name, nearest(name, [token.name for token in held]))
