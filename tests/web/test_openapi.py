"""The description of the interface is valid, and true of the server that gives it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from httpx import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from volgraph.config import Settings
from volgraph.io.media_types import FORMATS
from volgraph.web.openapi import document
from volgraph.web.operations import ERRORS, operations

SEARCHES = ("ООН", "682", "Астанаға", "kazinfrom", "цщцщцщ", "volunteers")
CLAIM = "article/baq-forum/claim/06e"


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    """The document that the server gives."""
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    assert isinstance(answer.json, dict)
    return answer.json


def test_it_is_valid(described: dict[str, Any]) -> None:
    validate(described)


def test_it_names_every_address_that_the_app_answers_at(app: Flask, described: dict[str, Any]) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(rules) > 10
    for rule in rules:
        path = re.sub(r"<(?:path:|any\([^)]*\):)?(\w+)>", r"{\1}", rule.rule)
        path = re.sub(r"/page/(?!\{path\}).*", "/page/{path}", path)  # things of some kinds have pages of their own
        assert path in described["paths"], path
        methods = {method.lower() for method in rule.methods or () if method not in ("HEAD", "OPTIONS")}
        assert methods <= set(described["paths"][path]), path


def test_every_format_is_one_of_an_answer(described: dict[str, Any]) -> None:
    content = described["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    assert {form.media_type for form in FORMATS} | {"text/html"} == set(content)
    names = described["components"]["parameters"]["format"]["schema"]["enum"]
    assert {form.name for form in FORMATS} <= set(names)


@pytest.mark.parametrize("words", SEARCHES)
def test_what_a_search_finds_is_as_its_schema_says(client: FlaskClient, described: dict[str, Any], words: str) -> None:
    content = described["paths"]["/search"]["get"]["responses"]["200"]["content"]["application/json"]
    name = content["schema"]["$ref"].rpartition("/")[2]
    answer = client.get("/search", query_string={"q": words, "limit": 100})
    Draft202012Validator(described["components"]["schemas"][name]).validate(answer.json)
    told = set(described["components"]["schemas"][name]["properties"]["results"]["items"]["properties"])
    assert answer.json and all(set(one) == told for one in answer.json["results"])


def test_limits_are_those_of_the_settings() -> None:
    timeout = document(Settings(query_time_limit_s=7), "http://a.example")["components"]["parameters"]["timeout"]
    assert timeout["schema"]["default"] == 7
    assert "7 are the most" in timeout["description"]


def test_every_error_is_used_and_every_name_is_unique() -> None:
    used = {status for operation in operations() for status in operation.json()["responses"]}
    assert {str(status) for status in ERRORS} <= used
    names = [operation.identifier for operation in operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/sparql", "/sparql"),
        ("/sparql?query=ASK {}", "/sparql"),
        ("/sparql?query=ASK", "/sparql"),
        ("/sparql?query=ASK {}&format=ttl", "/sparql"),
        (f"/id/{CLAIM}", "/id/{path}"),
        ("/id/nope/x", "/id/{path}"),
        ("/graph/entities", "/graph/{path}"),
        (f"/data/{CLAIM}.jsonld", "/data/{path}"),
        (f"/data/{CLAIM}.ttl?page=0", "/data/{path}"),
        ("/data/graph/entities.nt", "/data/{path}"),
        (f"/page/{CLAIM}", "/page/{path}"),
        (f"/kk/page/{CLAIM}", "/{lang}/page/{path}"),
        ("/kk/page/nope/x", "/{lang}/page/{path}"),
        ("/en/status", "/{lang}/status"),
        ("/ns", "/ns"),
        ("/ns?format=x", "/ns"),
        ("/.well-known/void", "/.well-known/void"),
        ("/context.jsonld", "/context.jsonld"),
        ("/data/dumps/", "/data/dumps/"),
        ("/data/dumps/claims.csv.gz", "/data/dumps/{name}"),
        ("/health/live", "/health/live"),
        ("/health/ready", "/health/ready"),
        ("/metrics", "/metrics"),
        ("/queries", "/queries"),
        ("/queries/none", "/queries/{id}"),
        ("/rdf-graph-store?default", "/rdf-graph-store"),
        ("/rdf-graph-store", "/rdf-graph-store"),
        ("/publications", "/publications"),
        ("/timemap/sparql", "/timemap/{path}"),
        ("/q/0123456789abcdef", "/q/{name}"),
        ("/search?q=astana", "/search"),
        ("/search", "/search"),
        ("/reconcile", "/reconcile"),
        ("/reconcile?queries=%7B", "/reconcile"),
        ("/reconcile/kk/suggest/entity?prefix=a", "/reconcile/{language}/suggest/entity"),
        ("/reconcile/kk/preview?id=place/astana", "/reconcile/{language}/preview"),
        ("/reconcile/kk/preview?id=place/nowhere", "/reconcile/{language}/preview"),
        ("/robots.txt", "/robots.txt"),
        ("/openapi.json", "/openapi.json"),
    ],
)
def test_an_answer_has_a_status_and_a_media_type_that_are_described(
    http: Client, described: dict[str, Any], address: str, path: str
) -> None:
    answer = http.get(address)
    response = described["paths"][path]["get"]["responses"][str(answer.status_code)]
    if reference := response.get("$ref"):
        response = described["components"]["responses"][reference.rpartition("/")[2]]
    if answer.status_code not in (302, 303):
        assert answer.headers["Content-Type"].partition(";")[0] in response["content"]
