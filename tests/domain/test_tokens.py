"""Tokens: what they allow, until when, and how a secret is told from every other."""

import hmac
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from volgraph.domain.tokens import Scope, Token, authorized, new_secret, new_token, rotated, secret_in
from volgraph.errors import AuthorizationError, InputError

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)


def token(name: str = "ci", secret: str = "vgt_x", expires: str | None = None) -> Token:
    return new_token(name, ["publish"], expires, secret, NOW)


def refused(held: Token, secret: str, scope: Scope = Scope.PUBLISH, now: datetime = NOW) -> str:
    with pytest.raises(AuthorizationError) as caught:
        authorized([held], secret, scope, now)
    assert secret not in str(caught.value)
    return caught.value.reason


def test_a_secret_has_its_prefix_and_256_random_bits() -> None:
    one, other = new_secret(), new_secret()
    assert one.startswith("vgt_")
    assert len(one) == len("vgt_") + 43
    assert one != other


def test_a_token_holds_no_part_of_its_secret() -> None:
    secret = new_secret()
    assert secret[-4:] not in repr(token(secret=secret)).replace(token(secret=secret).keys[0].sha256, "")


def test_the_secret_finds_its_token_among_others() -> None:
    held = [token("a", "vgt_a"), token("b", "vgt_b"), token("c", "vgt_c")]
    assert authorized(held, "vgt_b", Scope.PUBLISH, NOW).name == "b"


@pytest.mark.parametrize("secret", ["vgt_new0", "vgt_0", "vgt_2", "vgt_none"])
def test_every_key_is_compared_wherever_the_right_one_stands(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held = [rotated(token(f"t{n}", f"vgt_{n}"), f"vgt_new{n}", timedelta(1), NOW) for n in range(3)]
    compared: list[str] = []
    compare = hmac.compare_digest

    def seen(one: str, other: str) -> bool:
        compared.append(one)
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", seen)
    with suppress(AuthorizationError):
        authorized(held, secret, Scope.PUBLISH, NOW)
    assert compared == [key.sha256 for one in held for key in one.keys]


def test_a_token_is_good_to_the_end_of_its_last_day() -> None:
    held = token(expires="2027-05-02")
    assert authorized([held], "vgt_x", Scope.PUBLISH, datetime(2027, 5, 2, 23, 59, tzinfo=UTC)) == held
    assert refused(held, "vgt_x", now=datetime(2027, 5, 3, tzinfo=UTC)) == "expired"


def test_an_unknown_secret_and_another_scope_are_refused() -> None:
    assert refused(token(), "vgt_y") == "unknown"
    assert [refused(token(), "vgt_x", scope) for scope in Scope if scope != Scope.PUBLISH] == ["scope"] * 3


def test_no_scope_includes_another() -> None:
    admin = new_token("boss", ["admin"], None, "vgt_boss", NOW)
    assert refused(admin, "vgt_boss") == "scope"


def test_a_rotated_secret_is_good_for_its_grace() -> None:
    held = rotated(token(secret="vgt_old"), "vgt_new", timedelta(seconds=60), NOW)
    assert authorized([held], "vgt_new", Scope.PUBLISH, NOW) == held
    assert authorized([held], "vgt_old", Scope.PUBLISH, NOW + timedelta(seconds=59)) == held
    assert refused(held, "vgt_old", now=NOW + timedelta(seconds=60)) == "expired"


def test_without_grace_the_old_secret_is_forgotten() -> None:
    assert refused(rotated(token(secret="vgt_old"), "vgt_new", timedelta(0), NOW), "vgt_old") == "unknown"


def test_an_expired_token_is_not_rotated() -> None:
    with pytest.raises(InputError, match="has expired: revoke it and create another"):
        rotated(token(expires="2027-05-01"), "vgt_new", timedelta(0), NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "scopes", "expires", "said"),
    [
        ("", ["publish"], None, "is no name"),
        ("a b", ["publish"], None, "is no name"),
        ("a", [], None, "there is no scope “”"),
        ("a", ["publish", "write"], None, "there is no scope “write”: use some of publish, workspace-read"),
        ("a", ["publish"], "soon", "“soon” is not a day"),
        ("a", ["publish"], "2027-04-30", "is over"),
    ],
)
def test_what_makes_no_token_is_said(name: str, scopes: list[str], expires: str | None, said: str) -> None:
    with pytest.raises(InputError, match=said):
        new_token(name, scopes, expires, "vgt_x", NOW)


@pytest.mark.parametrize("header", ["Bearer vgt_x", "bearer vgt_x", "BEARER  vgt_x "])
def test_the_scheme_has_no_case(header: str) -> None:
    assert secret_in(header) == "vgt_x"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "missing"),
        ("", "malformed"),
        ("Bearer", "malformed"),
        ("Basic dmd0Xw==", "malformed"),
        ("vgt_x", "malformed"),
        ("Bearer x", "malformed"),
        ("Bearer vgt_қ", "malformed"),
    ],
)
def test_a_header_without_a_token_is_told_apart(header: str | None, reason: str) -> None:
    with pytest.raises(AuthorizationError) as caught:
        secret_in(header)
    assert caught.value.reason == reason
