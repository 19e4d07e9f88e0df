"""The Reconciliation Service API: true to its schemas, right about the collection, clear about what is wrong."""

import json
import os
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from httpx import Client
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7
from werkzeug.test import TestResponse

SHARED = Path(os.environ.get("VOLGRAPH_TEST_SHARED", "")) / "schemas/reconciliation-0.2"
needs_schemas = pytest.mark.skipif(not SHARED.is_dir(), reason="VOLGRAPH_TEST_SHARED names no folder with the schemas")


STEM = attrgetter("stem")


def examples(folder: str) -> list[Path]:
    """Return the examples of the specification in a folder."""
    return sorted((SHARED / "examples" / folder).glob("*.json"))


def check(name: str, content: object) -> None:
    """Check that some content is as one of the schemas of the specification says."""
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in (SHARED / "schemas").glob("*.json")}
    resources = [(schema["$id"], DRAFT7.create_resource(schema)) for schema in schemas.values() if "$id" in schema]
    anything: dict[str, object] = {}  # of Swagger, which one schema refers to
    resources.append(("http://swagger.io/v2/schema.json", DRAFT7.create_resource(anything)))
    schema = {**schemas[f"{name}.json"], "$schema": "http://json-schema.org/draft-07/schema#"}
    Draft7Validator(schema, registry=Registry().with_resources(resources)).validate(content)


def batch(client: FlaskClient, queries: object, language: str = "en") -> dict[str, Any]:
    answer = client.post(f"/reconcile/{language}", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert isinstance(answer.json, dict)
    return answer.json


def matches(answer: dict[str, Any], key: str = "q") -> list[str]:
    return [candidate["id"] for candidate in answer[key]["result"] if candidate["match"]]


def detail(answer: TestResponse) -> str:
    assert answer.status_code == 400
    assert answer.json
    return str(answer.json["detail"])


@needs_schemas
@pytest.mark.parametrize("address", ["/reconcile", "/reconcile/kk", "/reconcile/ru", "/reconcile/en"])
def test_the_manifest_is_as_its_schema_says(client: FlaskClient, address: str) -> None:
    check("manifest", client.get(address).json)


@needs_schemas
def test_the_addresses_of_the_manifest_answer_as_their_schemas_say(client: FlaskClient) -> None:
    manifest = client.get("/reconcile/ru").json
    assert manifest
    root = manifest["suggest"]["entity"]["service_url"]
    for name, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        service = manifest["suggest"][name]
        assert service["service_url"] == root
        content = client.get(service["service_path"], query_string={"prefix": "а"}).json
        check(f"suggest-{schema}-response", content)
        assert content and content["result"]
    proposed = client.get(
        manifest["extend"]["propose_properties"]["service_path"], query_string={"type": "schema:City"}
    )
    check("data-extension-property-proposal", proposed.json)
    assert proposed.json and {"id": "schema:sameAs", "name": "то же самое, что"} in proposed.json["properties"]
    for template, mark in (
        (manifest["view"]["url"], "{{id}}"),
        (manifest["preview"]["url"], "{{id}}"),
        (manifest["suggest"]["entity"]["flyout_service_path"], "${id}"),
    ):
        for written in ("place/astana", "place%2Fastana"):
            answer = client.get(template.replace(root, "").replace(mark, written))
            assert answer.status_code in (200, 303), template


@needs_schemas
@pytest.mark.parametrize("path", examples("reconciliation-query-batch/valid"), ids=STEM)
def test_every_valid_batch_of_the_specification_is_answered(client: FlaskClient, path: Path) -> None:
    queries = json.loads(path.read_text("utf-8"))
    found = batch(client, queries)
    assert set(found) == set(queries)
    check("reconciliation-result-batch", found)


@needs_schemas
@pytest.mark.parametrize("path", examples("reconciliation-query-batch/invalid"), ids=STEM)
def test_every_invalid_batch_of_the_specification_is_refused(client: FlaskClient, path: Path) -> None:
    assert "query q" in detail(client.post("/reconcile", data={"queries": path.read_text("utf-8")}))


@needs_schemas
@pytest.mark.parametrize("path", examples("data-extension-query/valid"), ids=STEM)
def test_every_valid_extension_of_the_specification_is_answered(client: FlaskClient, path: Path) -> None:
    answer = client.post("/reconcile", data={"extend": path.read_text("utf-8")})
    assert answer.status_code == 200
    check("data-extension-response", answer.json)


@pytest.mark.parametrize(
    ("name", "type_id", "meant"),
    [
        ("Астана", "schema:City", "place/astana"),
        ("Nur-Sultan", "", "place/astana"),
        ("Астанаға", "schema:Place", "place/astana"),
        ("Kazakhstan", "schema:Place", "country/kazakhstan"),
        ("Qazaqstan", "schema:Country", "country/kazakhstan"),
        ("Kassym-Jomart Tokayev", "schema:Person", "person/kassym-jomart-tokayev"),
        ("Қасым Жомарт Токаев", "", "person/kassym-jomart-tokayev"),
        ("Kazinform", "schema:Organization", "organisation/kazinform"),
        ("Mustafa Kapuca", "schema:Person", "person/mustafa-kapucu"),
        ("Volunteers in Kazakhstan", "vg:Measure", "measure/kazakhstan-volunteers-total"),
    ],
)
def test_a_name_that_is_sure_is_a_match(client: FlaskClient, name: str, type_id: str, meant: str) -> None:
    query = {"query": name, **({"type": type_id} if type_id else {})}
    found = batch(client, {"q": query})
    assert matches(found) == [meant]
    assert found["q"]["result"][0]["id"] == meant


def test_a_name_that_is_not_sure_is_no_match(client: FlaskClient) -> None:
    found = batch(client, {"q": {"query": "Kadirov"}})
    assert found["q"]["result"][0]["id"] == "person/daniyar-kadyrov"
    assert matches(found) == []
    assert 0 < found["q"]["result"][0]["score"] < 95


def test_a_wrong_type_is_no_candidate_unless_it_only_should_be_right(client: FlaskClient) -> None:
    queries = {
        "any": {"query": "Astana", "type": ["schema:Person", "schema:City"]},
        "all": {"query": "Astana", "type": ["schema:Person", "schema:City"], "type_strict": "all"},
        "should": {"query": "Astana", "type": ["schema:Person"], "type_strict": "should"},
    }
    found = batch(client, queries)
    assert matches(found, "any") == ["place/astana"]
    assert found["all"]["result"] == []
    should = {candidate["id"]: candidate for candidate in found["should"]["result"]}
    assert should["place/astana"]["score"] == 80
    assert not should["place/astana"]["match"]


def test_values_decide_between_namesakes(client: FlaskClient) -> None:
    palace = {"pid": "schema:location", "v": {"id": "place/palace-of-peace-and-reconciliation"}}
    by_name, by_names = {"pid": "schema:location", "v": "Бейбітшілік және келісім сарайы"}, "Volunteers Forum"
    first = [
        batch(client, {"q": {"query": by_names, "properties": properties}})["q"]["result"][0]["id"]
        for properties in ([], [palace], [by_name])
    ]
    assert first[0] != "event/international-volunteers-forum-2023"
    assert first[1:] == ["event/international-volunteers-forum-2023"] * 2


@pytest.mark.parametrize(
    "value", ["http://www.wikidata.org/entity/Q1520", ["x", "http://www.wikidata.org/entity/Q1520"]]
)
def test_a_thing_is_found_by_a_value_alone(client: FlaskClient, value: object) -> None:
    found = batch(client, {"q": {"properties": [{"pid": "schema:sameAs", "v": value}]}})
    assert matches(found) == ["place/astana"]


@pytest.mark.parametrize("text", ["place/astana", "https://w3id.org/volgraph/id/place/astana", " place/astana "])
def test_a_thing_is_found_by_its_id_in_the_place_of_a_name(client: FlaskClient, text: str) -> None:
    found = batch(client, {"q": {"query": text}, "typed": {"query": text, "type": "schema:Person"}})
    assert matches(found) == ["place/astana"]
    assert found["q"]["result"][0]["score"] == 100
    assert "place/astana" not in [one["id"] for one in found["typed"]["result"]]


def test_initials_suggest_a_thing_and_decide_nothing(client: FlaskClient) -> None:
    found = batch(client, {"q": {"query": "ООН", "type": "schema:Organization"}})
    assert found["q"]["result"][0]["id"] == "organisation/united-nations"
    assert matches(found) == []


@needs_schemas
def test_what_openrefine_sends_is_answered_as_it_reads_it(http: Client) -> None:
    """The requests of StandardReconConfig and ReconciledDataExtensionJob in https://github.com/OpenRefine/OpenRefine."""
    manifest = http.get("/reconcile").json()
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    first = {"query": "Нұр-Сұлтан", "type": "schema:City", "type_strict": "should"}
    location = {"pid": "schema:location", "v": {"id": "place/astana", "name": "Astana"}}
    second = {"query": "International Volunteers Forum 2023", "properties": [location], "limit": 3}
    body = urlencode({"queries": json.dumps({"q0": first, "q1": second})})
    answer = http.post("/reconcile", content=body, headers=form)
    assert answer.headers["Content-Type"] == "application/json"
    check("reconciliation-result-batch", answer.json())
    assert matches(answer.json(), "q0") == ["place/astana"]
    assert matches(answer.json(), "q1") == ["event/international-volunteers-forum-2023"]
    assert all(one["type"] for key in ("q0", "q1") for one in answer.json()[key]["result"])
    wanted = [{"id": "schema:location", "settings": {"limit": "1"}}, {"id": "name-kk", "settings": {}}]
    asked = {"ids": ["event/international-volunteers-forum-2023"], "properties": wanted}
    answer = http.post("/reconcile", content=urlencode({"extend": json.dumps(asked)}), headers=form)
    check("data-extension-response", answer.json())
    assert [column["id"] for column in answer.json()["meta"]] == ["schema:location", "name-kk"]
    row = answer.json()["rows"]["event/international-volunteers-forum-2023"]
    assert {name: len(values) for name, values in row.items()} == {"schema:location": 1, "name-kk": 1}
    entity = manifest["suggest"]["entity"]
    suggested = http.get(entity["service_url"] + entity["service_path"], params={"prefix": "астан", "callback": "x"})
    check("suggest-entities-response", suggested.json())
    assert suggested.json()["result"][0]["id"] == "place/astana"


def test_a_batch_is_as_large_as_the_manifest_says(client: FlaskClient) -> None:
    most = client.get("/reconcile").json["batchSize"]  # type: ignore[index]
    assert len(batch(client, {f"q{i}": {"query": "Astana"} for i in range(most)})) == most
    more = json.dumps({f"q{i}": {"query": "Astana"} for i in range(most + 1)})
    answer = client.post("/reconcile", data={"queries": more})
    assert answer.status_code == 413
    assert answer.json and f"at most {most} queries, this one has {most + 1}" in answer.json["detail"]


def test_one_query_is_answered_by_itself(client: FlaskClient) -> None:
    for query in ("Astana", '{"query": "Astana", "limit": 1}'):
        answer = client.get("/reconcile", query_string={"query": query}).json
        assert answer and answer["result"][0]["id"] == "place/astana"


def test_names_are_in_the_language_of_the_service(client: FlaskClient) -> None:
    for language, name, kind in (
        ("kk", "Қазақстан", "ел"),
        ("ru", "Казахстан", "страна"),
        ("en", "Kazakhstan", "country"),
    ):
        first = batch(client, {"q": {"query": "Kazakhstan"}}, language)["q"]["result"][0]
        assert (first["name"], first["description"]) == (name, kind)


@needs_schemas
def test_tables_are_extended_with_values(client: FlaskClient) -> None:
    asked = {
        "ids": ["place/astana", "event/international-volunteers-forum-2023", "place/nowhere"],
        "properties": [
            {"id": "name-kk"},
            {"id": "skos:altLabel", "settings": {"limit": "1"}},
            {"id": "schema:sameAs"},
            {"id": "schema:location"},
            {"id": "no:such"},
        ],
    }
    content = client.post("/reconcile/en", data={"extend": json.dumps(asked)}).json
    check("data-extension-response", content)
    assert content
    rows = content["rows"]
    assert rows["place/astana"] == {
        "name-kk": [{"str": "Астана"}],
        "skos:altLabel": [{"str": "Nur-Sultan"}],
        "schema:sameAs": [{"str": "http://www.wikidata.org/entity/Q1520"}],
        "schema:location": [],
        "no:such": [],
    }
    assert {"id": "place/astana", "name": "Astana"} in rows["event/international-volunteers-forum-2023"][
        "schema:location"
    ]
    assert set(map(len, rows["place/nowhere"].values())) == {0}


def test_a_preview_may_stand_in_pages_of_others_and_does_nothing_else(client: FlaskClient) -> None:
    answer = client.get("/reconcile/ru/preview?id=country/kazakhstan")
    assert "Казахстан" in answer.get_data(as_text=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy and "script-src" not in policy
    elsewhere = client.get("/en/claims").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in elsewhere


def test_pages_of_other_sites_may_read_it(client: FlaskClient) -> None:
    assert client.get("/reconcile").headers["Access-Control-Allow-Origin"] == "*"
    content = client.get("/reconcile?callback=alert").get_data(as_text=True)
    assert content.startswith("{")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("queries", "{", "“queries” is no JSON"),
        ("queries", "[" * 100_000, "“queries” is no JSON"),
        ("queries", "[]", "“queries” is no JSON object"),
        ("queries", '{"a": "b"}', "query a is no object"),
        ("queries", '{"a": {"query": 7}}', "the name in query a is a text"),
        ("queries", json.dumps({"a": {"query": "x" * 201}}), "of at most 200 characters"),
        ("queries", '{"a": {"query": "x", "type": 7}}', "the type in query a"),
        ("queries", '{"a": {"query": "x", "limit": 0}}', "the limit in query a is a number from 1"),
        ("queries", '{"a": {"query": "x", "type_strict": "maybe"}}', "any, all or should"),
        ("queries", '{"a": {"query": "x", "properties": [{"pid": "p"}]}}', "a property in query a"),
        ("query", "{}", "the query has neither a name"),
        ("extend", '{"ids": 7}', "“ids” in the extension"),
        ("extend", json.dumps({"ids": ["a"] * 201, "properties": []}), "at most 200 ids"),
        ("extend", '{"ids": [], "properties": [7]}', "“properties” in the extension"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(client: FlaskClient, field: str, value: str, expected: str) -> None:
    assert expected in detail(client.post("/reconcile", data={field: value}))


def test_an_unknown_thing_has_no_preview(client: FlaskClient) -> None:
    assert client.get("/reconcile/en/preview?id=place/nowhere").status_code == 404
    assert client.get("/reconcile/en/flyout/entity").status_code == 404
    assert client.get("/reconcile/de").status_code == 404
