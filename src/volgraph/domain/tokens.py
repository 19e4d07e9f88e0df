"""Tokens: who may publish, write or administer, until when, and how a secret is told from every other."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from volgraph.domain.iris import is_slug
from volgraph.errors import AuthorizationError, InputError

PREFIX = "vgt_"
_SECRET_BYTES = 32


class Scope(StrEnum):
    """What a token allows; none includes another."""

    PUBLISH = "publish"
    WORKSPACE_READ = "workspace-read"
    WORKSPACE_WRITE = "workspace-write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Key:
    """The hash of a secret, and until when the secret is good; None is as long as its token.

    SHA-256 without salt or work factor is enough for 256 random bits, which nobody can guess or list:
    https://pages.nist.gov/800-63-3/sp800-63b.html#lookupsecretverifier
    """

    sha256: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; while it is being rotated it has two keys."""

    name: str
    scopes: tuple[Scope, ...]
    created: datetime
    expires: datetime | None
    keys: tuple[Key, ...]


def new_secret() -> str:
    """Return a secret that nobody has seen yet."""
    return PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def new_token(name: str, scopes: Iterable[str], expires: str | None, secret: str, now: datetime) -> Token:
    """Return a token.

    Args:
        name: what the audit log calls whoever holds it.
        scopes: what it allows.
        expires: its last day in UTC, as 2027-12-31, or None.
        secret: from `new_secret`; only its hash is kept.
        now: when it is made.

    Raises:
        InputError: the name, a scope or the day cannot be used.
    """
    if not is_slug(name):
        raise InputError(f"“{name}” is no name of a token: use ASCII letters, digits, points and hyphens")
    return Token(name, _scopes(scopes), now, _end_of(expires, now) if expires else None, (Key(_hash(secret)),))


def _scopes(names: Iterable[str]) -> tuple[Scope, ...]:
    known = [scope.value for scope in Scope]
    found = sorted({name.strip() for name in names} - {""})
    wrong = next((name for name in found if name not in known), None)
    if wrong is not None or not found:
        raise InputError(f"there is no scope “{wrong or ''}”: use some of {', '.join(known)}")
    return tuple(Scope(name) for name in found)


def _end_of(day: str, now: datetime) -> datetime:
    try:
        end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), UTC)
    except (ValueError, OverflowError):
        raise InputError(f"“{day}” is not a day: write one such as 2027-12-31") from None
    if end <= now:
        raise InputError(f"{day} is over: a token must expire in the future")
    return end


def rotated(token: Token, secret: str, grace: timedelta, now: datetime) -> Token:
    """Return the token with a new secret; the one before stays good for the grace.

    Raises:
        InputError: the token has expired.
    """
    if token.expires is not None and token.expires <= now:
        raise InputError(f"the token {token.name} has expired: revoke it and create another")
    current = token.keys[0]
    old = (replace(current, until=now + grace),) if grace else ()
    return replace(token, keys=(Key(_hash(secret)), *old))


def secret_in(header: str | None) -> str:
    """Return the secret of an `Authorization` header: https://www.rfc-editor.org/rfc/rfc6750#section-2.1

    Raises:
        AuthorizationError: there is none, or it is of another form.
    """
    if header is None:
        raise AuthorizationError("missing", "this needs a token: send it as Authorization: Bearer")
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX) or not secret.isascii():
        raise AuthorizationError("malformed", f"send Authorization: Bearer and a token that begins with {PREFIX}")
    return secret


def authorized(tokens: Sequence[Token], secret: str, scope: Scope, now: datetime) -> Token:
    """Return the token of a secret.

    Every key is compared, in constant time, whichever fits: the time taken tells nothing about any of them.

    Raises:
        AuthorizationError: no token has it, or its token has expired or another scope.
    """
    given = _hash(secret)
    found: tuple[Token, Key] | None = None
    for token in tokens:
        for key in token.keys:
            if hmac.compare_digest(key.sha256, given):
                found = token, key
    if found is None:
        raise AuthorizationError("unknown", "the token is not known here: it may have been revoked")
    token, key = found
    if any(end is not None and end <= now for end in (token.expires, key.until)):
        raise AuthorizationError("expired", "the token has expired: ask for another", token.name)
    if scope not in token.scopes:
        raise AuthorizationError("scope", f"the token does not have the scope {scope}", token.name, scope)
    return token


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
