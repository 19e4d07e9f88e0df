"""The tokens of a home: kept hashed, for their owner only, and seen by whoever has read them before."""

import json
import os
from pathlib import Path
from stat import S_IMODE

import pytest

from volgraph.domain.tokens import Scope
from volgraph.errors import AuthorizationError, BusyError, InputError, TokenFileError, UnknownNameError
from volgraph.io.generations import Home
from volgraph.services.tokens import Tokens


@pytest.fixture
def tokens(place: Home) -> Tokens:
    return Tokens(place)


def reason(tokens: Tokens, secret: str) -> str:
    with pytest.raises(AuthorizationError) as caught:
        tokens.check(f"Bearer {secret}", Scope.PUBLISH)
    return caught.value.reason


def test_the_file_holds_hashes_and_is_its_owners_only(tokens: Tokens, place: Home) -> None:
    mask = os.umask(0)
    try:
        secret = tokens.create("ci", ["publish", "admin"], "2099-01-31")
    finally:
        os.umask(mask)
    path = place.path / "tokens.json"
    text = path.read_text("utf-8")
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert secret not in text and secret.removeprefix("vgt_") not in text
    (entry,) = json.loads(text)["tokens"]
    assert entry["name"] == "ci"
    assert entry["scopes"] == ["admin", "publish"]
    assert entry["expires"] == "2099-02-01T00:00:00+00:00"
    assert sorted(path.name for path in place.path.iterdir()) == ["generations", "tokens.json", "tokens.lock"]


def test_who_has_read_the_tokens_sees_each_change(tokens: Tokens, place: Home) -> None:
    server = Tokens(place)
    assert reason(server, "vgt_nothing") == "unknown"
    old = tokens.create("ci", ["publish"], None)
    assert server.check(f"Bearer {old}", Scope.PUBLISH).name == "ci"
    new = tokens.rotate("ci", 3600)
    assert {server.check(f"Bearer {secret}", Scope.PUBLISH).name for secret in (old, new)} == {"ci"}
    newest = tokens.rotate("ci", 0)
    assert [reason(server, secret) for secret in (old, new)] == ["unknown", "unknown"]
    assert server.check(f"Bearer {newest}", Scope.PUBLISH).name == "ci"
    tokens.revoke("ci")
    assert reason(server, newest) == "unknown"


def test_nothing_is_read_again_while_nothing_changes(
    tokens: Tokens, place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tokens.create("ci", ["publish"], None)
    tokens.check(f"Bearer {secret}", Scope.PUBLISH)
    monkeypatch.setattr(Path, "read_text", lambda *given, **named: pytest.fail("the file was read again"))
    assert tokens.check(f"Bearer {secret}", Scope.PUBLISH).name == "ci"


def test_a_name_is_given_once_and_must_exist(tokens: Tokens) -> None:
    tokens.create("nightly", ["publish"], None)
    with pytest.raises(InputError, match="there is a token nightly already"):
        tokens.create("nightly", ["admin"], None)
    for change in (lambda: tokens.revoke("nigthly"), lambda: tokens.rotate("nigthly", 0)):
        with pytest.raises(UnknownNameError, match="did you mean nightly"):
            change()
    assert [token.name for token in tokens.all()] == ["nightly"]


def test_a_build_under_way_does_not_hinder_and_two_changes_at_once_do(tokens: Tokens, place: Home) -> None:
    with place.lock():
        tokens.create("ci", ["publish"], None)
    with place.lock("tokens"), pytest.raises(BusyError):
        tokens.revoke("ci")


@pytest.mark.parametrize("text", ["", "[]", '{"tokens": [{}]}', '{"tokens": 1}', "\x00"])
def test_a_damaged_file_allows_nothing(tokens: Tokens, place: Home, text: str) -> None:
    secret = tokens.create("ci", ["publish"], None)
    (place.path / "tokens.json").write_text(text)
    with pytest.raises(TokenFileError, match=r"tokens\.json cannot be read"):
        tokens.check(f"Bearer {secret}", Scope.PUBLISH)
