"""The page on the state of what is published: the verdict, what was found and where, and the disagreements."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.small import copy_collection, edit

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.services.building import build
from volgraph.services.publishing import publish
from volgraph.services.validating import validate_generation
from volgraph.web.app import create_app


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The pages on a published collection of which one claim is warned of: a relation with a comparator."""
    folder = tmp_path_factory.mktemp("warned")
    root, home = copy_collection(folder), Home(folder / "home")
    for path in (root / "shapes").glob("*.ttl"):
        path.write_text(path.read_text(encoding="utf-8").replace("sh:Violation", "sh:Warning"), encoding="utf-8")
    measured = "vg:measure <measure/fair-2023-city> ;"
    edit(root / "data/articles/fair/article.ttl", measured, f"{measured} vg:comparator vg:Equal ;")
    generation, _ = build(root, Base(), home)
    validate_generation(generation, root, Base(), home)
    publish(home, generation.digest, 1)
    return create_app(Settings(home=home.path, collection=root)).test_client()


def test_a_program_reads_the_verdict_and_what_was_found(warned: FlaskClient) -> None:
    state = warned.get("/status").get_json()
    validation = state["validation"]
    assert validation["conforms"] is True
    assert validation["counts"]["Violation"] == 0
    assert validation["counts"]["Warning"] == sum(one["count"] for one in validation["findings"]) > 0
    assert validation["engine"].partition(" ")[0]
    (thing,) = validation["findings"][0]["things"]
    assert thing.startswith("https://w3id.org/volgraph/id/article/fair/claim/")
    assert len(state["digest"]) == len(validation["shapes"]) == 64
    assert state["published"]
    assert set(state["discrepancies"]) == {"Contradiction", "NearMiss", "Tension"}


@pytest.mark.parametrize(
    ("lang", "words"), [("kk", "тексеруден өтті"), ("ru", "прошли проверку"), ("en", "passed validation")]
)
def test_a_person_reads_it_and_is_led_to_the_things(warned: FlaskClient, lang: str, words: str) -> None:
    found = warned.get("/status").get_json()["validation"]["findings"][0]
    page = warned.get(f"/{lang}/status").text
    assert words in page
    assert found["messages"][lang].partition("<")[0] in page
    path = found["things"][0].partition("/id/")[2]
    assert f'href="/{lang}/page/{path}"' in page
    assert 'href="/data/graph/shapes.ttl"' in page


def test_a_generation_that_was_not_validated_is_said_to_be_so(browser: FlaskClient, client: FlaskClient) -> None:
    assert client.get("/status").get_json()["validation"] is None
    assert "was not validated" in browser.get("/en/status").text


def test_the_state_belongs_to_the_generation_that_is_asked(warned: FlaskClient) -> None:
    digest = warned.get("/status").get_json()["digest"]
    answer = warned.get(f"/status?generation={digest[:12]}")
    assert answer.get_json()["digest"] == digest == answer.headers["Volgraph-Generation"]


def test_what_is_broken_after_a_withdrawal_is_said(warned: FlaskClient, tmp_path: Path) -> None:
    app = warned.application
    home = Home(app.extensions["volgraph"].settings.home)
    current = home.current()
    assert current is not None
    verdict = current.path / "validation.json"
    before = verdict.read_text(encoding="utf-8")
    verdict.write_text(before.replace('"Warning"', '"Violation"').replace('"violations": 0', '"violations": 1'))
    try:
        assert "break some rules" in warned.get("/en/status").text
        assert warned.get("/status").get_json()["validation"]["conforms"] is False
    finally:
        verdict.write_text(before, encoding="utf-8")
