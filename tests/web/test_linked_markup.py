"""What pages say to search engines and to those who share them: RDF that the graph bears out, and Open Graph."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple, parse

from volgraph.domain.vocabulary import LABEL, LANGUAGES, SCHEMA, SKOS, TYPE
from volgraph.io.generations import Home

ID = "https://w3id.org/volgraph/id/"
_BY_IRI = ("url", "sameAs", "license", "mainEntityOfPage", "contentUrl", "isBasedOn")
_CONTEXT = {"@vocab": SCHEMA.iri, **{name: {"@type": "@id"} for name in _BY_IRI}}
"""As https://schema.org/docs/jsonldcontext.jsonld has it, as far as it matters here."""

CLAIM = "article/baq-forum/claim/06e"
MEASURE = "measure/kazakhstan-volunteers-total"
ADDRESSES = ("", f"page/{CLAIM}", f"page/{MEASURE}", "page/article/baq-forum", "page/place/astana", "claims?year=2023")


def markup(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    content = json.loads(found[0])
    assert content["@context"] == "https://schema.org"
    return dict(content)


def triples(page: str) -> list[Triple]:
    """Return what the markup of a page says, as RDF."""
    text = json.dumps({**markup(page), "@context": _CONTEXT})
    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.JSON_LD, lenient=False)]


def said(store: Store, node: NamedNode, *keys: NamedNode) -> set[str]:
    """Return the values that the published data have."""
    return {q.object.value for key in keys for q in store.quads_for_pattern(node, key, None, DefaultGraph())}  # type: ignore[union-attr]


def things(store: Store, kinds: tuple[str, ...]) -> list[str]:
    """Return the paths of a few things of each kind, those with outside identifiers first."""
    labelled = {q.subject.value for q in store.quads_for_pattern(None, LABEL, None, DefaultGraph())}  # type: ignore[union-attr]
    known = {q.subject.value for q in store.quads_for_pattern(None, SCHEMA["sameAs"], None, DefaultGraph())}  # type: ignore[union-attr]
    found = []
    for kind in kinds:
        of_kind = sorted((i for i in labelled if i.startswith(f"{ID}{kind}/")), key=lambda i: (i not in known, i))
        assert of_kind, kind
        found += [iri.removeprefix(ID) for iri in of_kind[:4]]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_thing_is_said_of_it_in_the_graph(browser: FlaskClient, store: Store, language: str) -> None:
    paths = things(store, ("event", "organisation", "person", "place", "country", "group"))
    paths += ["article/baq-forum", "source/kazinform-2023-06-20-forum", "source/018kz-ru-abai"]
    properties = set()
    for path in paths:
        page = f"/{language}/page/{path}"
        node = NamedNode(ID + path)
        for subject, predicate, value in triples(browser.get(page).text):
            assert isinstance(subject, NamedNode)
            if predicate == TYPE:
                is_general = value in (SCHEMA["Thing"], SCHEMA["CreativeWork"])
                assert is_general or value.value in said(store, subject, TYPE), path
            elif predicate == SCHEMA["name"]:
                assert value.value in said(store, subject, LABEL), path
            else:
                assert subject == node, path
                kept = {"alternateName": (LABEL, SKOS["altLabel"]), "identifier": (SKOS["notation"],)}
                name = predicate.value.removeprefix(SCHEMA.iri)
                if name == "mainEntityOfPage":
                    assert value == NamedNode(f"http://localhost{page}")
                else:
                    assert value.value in said(store, node, *kept.get(name, (predicate,))), (path, name)
                properties.add(name)
    assert {
        "alternateName",
        "identifier",
        "sameAs",
        "mainEntityOfPage",
        "publisher",
        "datePublished",
        "url",
    } <= properties
    assert {"inLanguage", "description"} <= properties


@pytest.mark.parametrize(
    ("path", "kind", "same"),
    [
        ("event/international-volunteers-forum-2023", "Event", ""),
        ("person/kassym-jomart-tokayev", "Person", ""),
        ("country/kazakhstan", "Country", "http://www.wikidata.org/entity/Q232"),
        ("article/baq-forum", "NewsArticle", ""),
    ],
)
def test_a_thing_has_the_type_that_search_engines_know(browser: FlaskClient, path: str, kind: str, same: str) -> None:
    (node,) = markup(browser.get(f"/en/page/{path}").text)["@graph"]
    assert node["@id"] == ID + path
    assert kind in [node["@type"], *node["@type"]]
    assert same in ["", *node.get("sameAs", [])]


def test_texts_are_in_the_language_of_the_page_or_say_in_which_they_are(browser: FlaskClient) -> None:
    names = {
        code: markup(browser.get(f"/{code}/page/country/kazakhstan").text)["@graph"][0]["name"] for code in LANGUAGES
    }
    assert names == {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}
    (source,) = markup(browser.get("/kk/page/source/018kz-ru-abai").text)["@graph"]
    assert source["description"] == {"@value": "Assembly of People collects aid", "@language": "en"}


def test_the_first_page_describes_the_dataset_and_what_can_be_downloaded(
    browser: FlaskClient, client: FlaskClient, home: Home, store: Store
) -> None:
    page = browser.get("/en/").text
    (dataset,) = markup(page)["@graph"]
    current = home.current()
    assert current
    assert dataset["@type"] == "Dataset"
    assert (dataset["version"], dataset["license"]) == (current.digest, "https://creativecommons.org/licenses/by/4.0/")
    assert dataset["description"].startswith("Every fact leads to the words")
    void = Store()
    void.load(client.get("/.well-known/void", headers={"Accept": "text/turtle"}).data, format=RdfFormat.TURTLE)
    told: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, value in triples(page):
        if "/distribution/" in subject.value and predicate != TYPE:
            told.setdefault(subject.value, []).append((predicate.value.removeprefix(SCHEMA.iri), value.value))
    assert len(told) == len(current.manifest()["dumps"]) > 5
    for node, properties in told.items():
        about = (NamedNode(node), NamedNode(f"{node}/checksum"))
        known = {str(q.object.value) for one in about for q in void.quads_for_pattern(one, None, None)}  # type: ignore[union-attr]
        for name, value in properties:
            media_type = f"https://www.iana.org/assignments/media-types/{value}"
            assert {value, media_type, value.removesuffix(" B")} & known, (node, name, value)


def test_a_list_has_its_things_in_their_order_and_says_how_many_there_are(browser: FlaskClient) -> None:
    page = browser.get("/ru/claims?year=2023&language=kk&language=ru&page=2").text
    (collection,) = markup(page)["@graph"]
    listed = collection["mainEntity"]
    items = listed["itemListElement"]
    assert [item["position"] for item in items] == list(range(51, 51 + len(items)))
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    linked = re.findall(r'<td class="long"><a href="(/ru/page/[^"]*)"', table)
    assert [item["url"] for item in items] == [f"http://localhost{unquote(path)}" for path in linked]
    assert [item["item"]["@id"] for item in items] == [ID + path.removeprefix("/ru/page/") for path in linked]
    assert f"В списке: {listed['numberOfItems']}" in page.replace("\u00a0", "")
    assert collection["name"].startswith("Утверждения: 2023, ")
    address = collection["url"].removeprefix("http://localhost")
    (again,) = markup(browser.get(address).text)["@graph"]
    assert again["mainEntity"] == listed
    assert len(triples(page)) > 4 * len(items)


def test_markup_cannot_end_its_element(browser: FlaskClient) -> None:
    for address in ADDRESSES:
        page = browser.get(f"/kk/{address}").text
        (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert not set("<>&") & set(script), address
        assert triples(page), address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_say_how_they_look_where_they_are_shared(browser: FlaskClient, language: str, address: str) -> None:
    page = browser.get(f"/{language}/{address}").text
    found = {key: unescape(value) for key, value in re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page)}
    assert found["type"] == ("article" if address.startswith("page/") else "website")
    assert found["site_name"] == "volgraph"
    assert found["title"]
    assert found["description"]
    assert found["url"] == f"http://localhost/{address}"
    assert found["locale"] == {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}[language]
    assert '<meta name="description" content="' in page
