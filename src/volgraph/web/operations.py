"""What the server does at which address: tables of operations, parameters and errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from volgraph.config import Settings
from volgraph.domain.citations import FORMATS as CITATION_FORMATS
from volgraph.domain.validation import SEVERITIES
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.archives import MEDIA_TYPE
from volgraph.io.media_types import FORMATS, Kind
from volgraph.services.listing import LISTS
from volgraph.web.report_forms import FORMS as REPORT_FORMS

Json = dict[str, Any]

_HTML, _JSON = "text/html", "application/json"
STRING: Json = {"type": "string"}
_IRI: Json = {"type": "string", "format": "uri"}
_ANYTHING: Json = {}
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"

ERRORS: dict[int, str] = {
    400: "The request is malformed: what is wrong, and in a query its line and column.",
    401: "A token is needed.",
    403: "What is published is never changed by a request, or the token does not allow this.",
    404: "There is no such thing: the things with the most similar names.",
    405: "Not with this method: `Allow` says with which.",
    406: "There is no such format: which formats there are.",
    408: "Nothing came for too long.",
    409: "It is at odds with what is there, or something else is being published.",
    410: "It was here and is gone: why, or what took its place.",
    411: "The length of the body is not said.",
    413: "The body, or the answer, is larger than it may be; dumps have everything.",
    415: "The body has another media type than those that are read.",
    422: "It was read and breaks a rule: the report.",
    429: "This client has too much under way: `Retry-After` says when to try again.",
    507: "There is no room for what should be kept.",
    503: "Nothing is published, the memory did not suffice, or too much is waiting.",
    504: "It took longer than it may.",
}

_READ = (400, 404, 405, 406, 410, 429, 503)
_ASK = (400, 404, 405, 406, 413, 415, 429, 503, 504)
_SECURED = (401, 403)


_SUCCESS = {
    200: "The answer, whole.",
    201: "It was made.",
    204: "It is done.",
    302: "The page in the reader's language is at the address in `Location`.",
    303: "The document is at the address in `Location`.",
    304: "What the client holds is still right.",
    503: "It cannot answer queries.",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a request.

    Args:
        place: where it stands: query, header or path.
        text: what it says.
        schema: what its values are.
        many: whether it may be given more than once.
        called: its name, if that is not the one of its component.
    """

    place: str
    text: str
    schema: Json
    many: bool = False
    called: str = ""

    def json(self, name: str) -> Json:
        """Return the parameter object."""
        schema = {"type": "array", "items": self.schema} if self.many else self.schema
        required = {"required": True} if self.place == "path" else {}
        return {"name": self.called or name, "in": self.place, "description": self.text, "schema": schema, **required}


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done at an address.

    Args:
        method: of HTTP, in lower case.
        path: with the names of its parts in braces.
        tag: what it belongs to.
        summary: what it does.
        success: the media types of its answer; by status if that is not 200.
        parameters: names of `parameters`.
        errors: statuses of `ERRORS`.
        body: the schema of each media type that it reads.
        secured: whether it needs a token.
        answer: the name of the schema of its answer as JSON, among the components; empty for anything.
    """

    method: str
    path: str
    tag: str
    summary: str
    success: Mapping[int, tuple[str, ...]]
    parameters: tuple[str, ...] = ()
    errors: tuple[int, ...] = _READ
    body: Mapping[str, Json] | None = None
    secured: bool = False
    answer: str = ""

    @property
    def identifier(self) -> str:
        """A name that no other operation has."""
        words = self.path.replace("{", "").replace("}", "").replace(".", "-").strip("/").split("/")
        return "-".join([self.method, *filter(None, words)])

    def json(self) -> Json:
        """Return the operation object."""
        errors = sorted({*self.errors, *(_SECURED if self.secured else ())})
        content: Json = {
            "operationId": self.identifier,
            "tags": [self.tag],
            "summary": self.summary,
            "responses": {str(status): _success(status, types, self.answer) for status, types in self.success.items()}
            | {str(status): {"$ref": f"#/components/responses/{status}"} for status in errors},
        }
        if self.parameters:
            content["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in self.parameters]
        if self.body:
            media_types = {media_type: {"schema": schema} for media_type, schema in self.body.items()}
            content["requestBody"] = {"required": True, "content": media_types}
        if self.secured:
            content["security"] = [{"token": []}]
        return content


def _media_types(*kinds: Kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.media_type for form in FORMATS if not kinds or form.kind in kinds))


def _names(*kinds: Kind) -> list[str]:
    return list(dict.fromkeys(form.name for form in FORMATS if form.kind in kinds))


FACETS = tuple(dict.fromkeys(facet for entry in LISTS.values() for facet in entry.all_facets))
_SORTS = list(dict.fromkeys(sort for entry in LISTS.values() for sort in entry.sorts))


def _limit(most: int) -> Json:
    return {"type": "integer", "minimum": 1, "maximum": most}


def parameters(settings: Settings) -> dict[str, Parameter]:
    """Return every parameter by the name of its component; the limits are those of the settings."""
    limit = settings.query_time_limit_s
    formats = [*_names(*Kind), "html"]
    return {
        "query": Parameter("query", "A SPARQL 1.1 query; without one, the service describes itself.", STRING),
        "default-graph-uri": Parameter(
            "query", "A graph whose triples are in the default graph; it wins over `FROM`.", _IRI, many=True
        ),
        "named-graph-uri": Parameter(
            "query", "A graph that `GRAPH` finds; it wins over `FROM NAMED`.", _IRI, many=True
        ),
        "format": Parameter(
            "query", "The format of the answer; it wins over `Accept`.", {"type": "string", "enum": formats}
        ),
        "report-format": Parameter(
            "query",
            "The format of the report; it wins over `Accept`.",
            {"type": "string", "enum": [form.name for form in REPORT_FORMS]},
            called="format",
        ),
        "citation-format": Parameter(
            "query",
            "The format of the citation; a page with all of them if there is none.",
            {"type": "string", "enum": [form.name for form in CITATION_FORMATS]},
            called="format",
        ),
        "severity": Parameter(
            "query",
            "The least severity that the report shows.",
            {"type": "string", "enum": [*SEVERITIES], "default": SEVERITIES[-1]},
        ),
        "evidence": Parameter(
            "query",
            "A column of claims: the words, sources and addresses behind them become further columns.",
            STRING,
        ),
        "timeout": Parameter(
            "query",
            f"How many seconds the query may take; {limit} are the most.",
            {"type": "number", "exclusiveMinimum": 0, "default": limit},
        ),
        "generation": Parameter(
            "query",
            "The digest of a kept generation, or its beginning, in place of the current one.",
            {"type": "string", "pattern": "^[0-9a-f]{8,64}$"},
        ),
        "page": Parameter(
            "query", "Which page of a long description; `Link` names the others.", {"type": "integer", "minimum": 1}
        ),
        "sources": Parameter(
            "query", "Which page of the sources that name an entity.", {"type": "integer", "minimum": 1}
        ),
        "published": Parameter(
            "query", "Which page of the sources that an entity published.", {"type": "integer", "minimum": 1}
        ),
        "odds": Parameter(
            "query", "Which page of the discrepancies among the claims on a measure.", {"type": "integer", "minimum": 1}
        ),
        "lang": Parameter("path", "The language of the page.", {"type": "string", "enum": [*LANGUAGES]}),
        "report-language": Parameter(
            "query", "The language of the report.", {"type": "string", "enum": [*LANGUAGES]}, called="lang"
        ),
        "graph": Parameter("query", "The IRI of a graph.", _IRI),
        "default": Parameter("query", "The default graph, in place of a named one.", {"type": "string", "enum": [""]}),
        "Accept-Datetime": Parameter(
            "header",
            "A time: the generation that was published then answers (https://www.rfc-editor.org/rfc/rfc7089).",
            STRING,
        ),
        "q": Parameter("query", "Words of names, in any form and spelling, or numbers.", STRING),
        "type": Parameter("query", "The kind of things that are sought, such as `place` or `measure`.", STRING),
        "limit": Parameter("query", "How many results are enough.", _limit(100)),
        "sort": Parameter(
            "query", "The order; with a hyphen before it, the greatest first.", {"type": "string", "enum": _SORTS}
        ),
        **{
            f"facet-{name}": Parameter("query", f"A value of the facet {name}.", STRING, many=True, called=name)
            for name in FACETS
        },
        "listed": Parameter("path", "The name of a list.", {"type": "string", "enum": [*LISTS]}),
        "view": Parameter(
            "path", "A list, or another page.", {"type": "string", "enum": [*LISTS, "ns", "shapes", "status"]}
        ),
        "language": Parameter("path", "The language of names.", {"type": "string", "enum": [*LANGUAGES]}),
        "prefix": Parameter("query", "What was typed so far.", STRING),
        "cursor": Parameter("query", "How many suggestions to leave out.", {"type": "integer", "minimum": 0}),
        "thing": Parameter("query", "The id of a thing: the end of its IRI.", STRING, called="id"),
        "queries": Parameter("query", "A batch of queries, as a JSON object.", STRING),
        "extend": Parameter("query", "Ids and properties whose values are wanted, as a JSON object.", STRING),
        "ending": Parameter("path", "The format.", {"type": "string", "enum": ["csv", "json"]}),
        "path": Parameter("path", "What stands in an IRI of ours behind `/id/` or `/graph/`.", STRING),
        "name": Parameter("path", "The name of a dump, as they are listed.", STRING),
        "sha": Parameter(
            "path",
            "The SHA-256 of a query that is kept, or its beginning.",
            {"type": "string", "pattern": "^[0-9a-f]{16,64}$"},
            called="name",
        ),
        "kept": Parameter(
            "query", "The SHA-256 of a query that is kept, or its beginning.", {"type": "string"}, called="q"
        ),
        "id": Parameter("path", "The id of a query, as its answer carries it.", STRING),
        "number": Parameter("path", "The number of a part.", {"type": "integer", "minimum": 0}),
        "digest": Parameter("path", "The digest of a generation.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    }


_WHEN = ("generation", "Accept-Datetime")
_DATASET = ("default-graph-uri", "named-graph-uri")
_ANY = (*_media_types(), _HTML)
_TRIPLES = _media_types(Kind.TRIPLES)
_UPLOAD = dict.fromkeys(_TRIPLES, STRING)


def _form(name: str) -> Json:
    """Return the schema of a form that holds a query or an update and its graphs."""
    prefix = "using-" if name == "update" else ""
    graphs = {f"{prefix}{kind}-graph-uri": {"type": "array", "items": _IRI} for kind in ("default", "named")}
    return {"type": "object", "required": [name], "properties": {name: STRING, **graphs}}


def _querying(path: str, *, secured: bool = False) -> list[Operation]:
    """Return the query operation of https://www.w3.org/TR/sparql11-protocol/ in its three forms."""
    asked = ("query", *_DATASET, "format", "evidence", "timeout", *_WHEN)
    bodies = {_FORM: _form("query"), _QUERY: STRING}
    return [
        Operation(
            "get",
            path,
            "SPARQL",
            "Answer a query, or describe the service.",
            {200: _ANY, 303: (), 304: ()},
            asked,
            _ASK,
            secured=secured,
        ),
        Operation(
            "post", path, "SPARQL", "Answer a query.", {200: _ANY}, asked[1:], _ASK, body=bodies, secured=secured
        ),
    ]


def _documents() -> Iterable[Operation]:
    """Return what gives the things and graphs of the collection."""
    shown = ("path", "format")
    for path, what in (("/id/{path}", "a thing"), ("/graph/{path}", "a graph")):
        yield Operation("get", path, "Linked data", f"Lead from {what} to a document about it.", {303: ()}, shown)
    paged = ("path", "page", *_WHEN)
    yield Operation(
        "get", "/data/{path}", "Linked data", "Describe a thing, or give a graph, as data.", {200: _TRIPLES}, paged
    )
    yield Operation("get", "/ns", "Linked data", "Give the ontology.", {200: _TRIPLES, 303: ()}, ("format",))
    yield Operation(
        "get", "/context.jsonld", "Linked data", "Give the JSON-LD context.", {200: ("application/ld+json",)}
    )
    yield Operation(
        "get", "/.well-known/void", "Linked data", "Describe the dataset: VoID, DCAT.", {200: _TRIPLES}, ("format",)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page for people, at an address in each language, and without one: that leads to the reader's.

    Args:
        path: without the language.
        summary: what it shows.
        parameters: names of `parameters`.
        errors: statuses of `ERRORS`.
        is_bare: whether the address without a language is free to lead here.
        media_types: of what is there, if that is not only a page; in the reader's language all the same.
    """

    path: str
    summary: str
    parameters: tuple[str, ...] = ()
    errors: tuple[int, ...] = _READ
    is_bare: bool = True
    media_types: tuple[str, ...] = (_HTML,)

    def operations(self) -> Iterable[Operation]:
        """Return what can be done at these addresses."""
        found = {200: self.media_types, 304: ()}
        names = (*self.parameters, *_WHEN)
        yield Operation("get", f"/{{lang}}{self.path}", "Pages", self.summary, found, ("lang", *names), self.errors)
        if self.is_bare:
            leads = "Lead to this page in the reader's language: a cookie says it, else `Accept-Language`."
            in_path = tuple(name for name in names if f"{{{name}}}" in self.path)
            yield Operation("get", self.path, "Pages", leads, {302: ()}, in_path, (404, 405, 429))


_CITATIONS = (_HTML, *(form.media_type for form in CITATION_FORMATS))
_NARROWED = ("sort", "page", *(f"facet-{name}" for name in FACETS))
_CITING = ("citation-format",)
_CITED = ("view", *(name for name in _NARROWED if name != "page"), *_CITING)
PAGES = (
    Page("/", "Show what is here."),
    Page("/query", "Show an editor, or what a query finds.", ("query", "kept", *_DATASET), _ASK),
    Page("/query/terms", "Give the terms that an editor completes.", media_types=(_JSON,)),
    Page("/search", "Show what some words name.", ("q", "type", "page"), is_bare=False),
    *(Page(f"/{name}", f"List the {name}, narrowed by facets.", _NARROWED) for name in LISTS),
    Page("/page/{path}", "Describe a thing.", ("path", "page", "sources", "published", "odds")),
    Page("/cite/page/{path}", "Give citations of a thing.", ("path", *_CITING), media_types=_CITATIONS),
    Page("/cite/query", "Give citations of a result.", ("query", "kept", *_DATASET, *_CITING), media_types=_CITATIONS),
    Page("/cite/search", "Give citations of a search.", ("q", "type", *_CITING), media_types=_CITATIONS),
    Page("/cite/", "Give citations of the collection.", _CITING, media_types=_CITATIONS),
    Page("/cite/{view}", "Give citations of a list, narrowed, or of another page.", _CITED, media_types=_CITATIONS),
    Page("/ns", "Show the terms of the ontology.", is_bare=False),
    Page("/shapes", "Show what the shapes ask for."),
    Page("/data/dumps/", "List the dumps, with checksums.", is_bare=False),
    Page("/status", "Say what validation found, and where sources disagree.", is_bare=False),
    Page("/shacl", "Show a form that validates.", is_bare=False),
    Page("/about", "Say what this is, and how to cite it."),
    Page("/feed.atom", "Give what was published when, and what changed.", media_types=("application/atom+xml",)),
)


def _reading() -> Iterable[Operation]:
    """Return what gives pages, dumps and single graphs."""
    for page in PAGES:
        yield from page.operations()
    yield Operation(
        "get",
        "/search",
        "Search",
        "Give what some words name.",
        {200: (_JSON,), 303: ()},
        ("q", "type", "limit", *_WHEN),
        answer="SearchResults",
    )
    narrowed = ("listed", "ending", *(name for name in _NARROWED if name != "page"), *_WHEN)
    yield Operation(
        "get", "/lists/{listed}.{ending}", "Search", "Give a list, narrowed.", {200: ("text/csv", _JSON)}, narrowed
    )
    yield Operation(
        "get", "/data/dumps/", "Dumps", "List the dumps, with checksums.", {200: (_JSON,), 303: ()}, ("generation",)
    )
    keeping = {_FORM: {"type": "object", "required": ["query"], "properties": {"query": STRING}}, _QUERY: STRING}
    yield Operation(
        "post",
        "/q",
        "Pages",
        "Keep a query of at most 8 kB, and give it a short address for good.",
        {201: (_JSON,), 303: ()},
        (),
        (400, 403, 405, 413, 429, 507),
        body=keeping,
    )
    kept = {200: (_QUERY,), 303: ()}
    yield Operation("get", "/q/{name}", "Pages", "Lead to a query that is kept, or give its text.", kept, ("sha",))
    yield Operation(
        "get", "/data/dumps/{name}", "Dumps", "Give a dump.", {200: ("application/gzip",), 304: ()}, ("name",)
    )
    yield Operation(
        "get",
        "/rdf-graph-store",
        "Graph store",
        "Give a graph.",
        {200: _TRIPLES},
        ("graph", "default", "format", *_WHEN),
    )
    for method in ("put", "post", "delete"):
        yield Operation(
            method, "/rdf-graph-store", "Graph store", "Refused: nothing published changes.", {}, ("graph",), (403,)
        )


def _workspace() -> Iterable[Operation]:
    """Return what reads and changes the workspace, a dataset apart that is off unless it is asked for."""
    yield from _querying("/workspace/sparql", secured=True)
    yield Operation(
        "post",
        "/workspace/update",
        "Workspace",
        "Run an update.",
        {204: ()},
        (),
        (*_ASK, 409),
        body={_FORM: _form("update"), _UPDATE: STRING},
        secured=True,
    )
    store, which = "/workspace/rdf-graph-store", ("graph", "default")
    for method, summary, success, body in (
        ("get", "Give a graph.", {200: _TRIPLES}, None),
        ("put", "Replace a graph.", {201: (), 204: ()}, _UPLOAD),
        ("post", "Add to a graph.", {201: (), 204: ()}, _UPLOAD),
        ("delete", "Remove a graph.", {204: ()}, None),
    ):
        yield Operation(method, store, "Workspace", summary, success, which, _ASK, body=body, secured=True)


def _reconciling() -> Iterable[Operation]:
    """Return the Reconciliation Service API: https://reconciliation-api.github.io/specs/0.2/."""
    fields: Json = {"type": "object", "properties": {"queries": STRING, "extend": STRING}}
    answer = "Match names with things, or give values of these; without parameters, describe the service."
    for path, names in (("/reconcile", ()), ("/reconcile/{language}", ("language",))):
        asked = (*names, "queries", "extend", "generation")
        yield Operation("get", path, "Reconciliation", answer, {200: (_JSON,)}, asked, (*_READ, 413))
        yield Operation(
            "post", path, "Reconciliation", answer, {200: (_JSON,)}, (*names, "generation"), _ASK, body={_FORM: fields}
        )
    start = "/reconcile/{language}"
    for name, what in (("entity", "things"), ("type", "types"), ("property", "properties")):
        path, typed = f"{start}/suggest/{name}", ("language", "prefix", "cursor")
        yield Operation("get", path, "Reconciliation", f"Suggest {what}.", {200: (_JSON,)}, typed)
    proposed = ("language", "type", "limit")
    yield Operation(
        "get", f"{start}/properties", "Reconciliation", "Propose properties of a type.", {200: (_JSON,)}, proposed
    )
    for name, media_type in (("flyout/entity", _JSON), ("preview", _HTML)):
        yield Operation(
            "get", f"{start}/{name}", "Reconciliation", "Show a thing.", {200: (media_type,)}, ("language", "thing")
        )


def _validating() -> Iterable[Operation]:
    """Return what validates, and what says how the published generation was validated."""
    binary: Json = {"type": "string", "format": "binary"}
    parts = {
        "data": {"type": "array", "items": binary, "minItems": 1},
        "data-format": {"type": "string", "enum": _names(Kind.TRIPLES)},
        "shapes": {"type": "array", "items": binary},
        "shapes-format": {"type": "string", "enum": _names(Kind.TRIPLES)},
    }
    form: Json = {"type": "object", "required": ["data"], "properties": parts}
    reports = tuple(form.media_type for form in REPORT_FORMS)
    yield Operation("get", "/shacl", "Validation", "Say what is posted here, and how.", {200: (_JSON,), 303: ()})
    yield Operation(
        "post",
        "/shacl",
        "Validation",
        "Validate a graph with the published shapes, or with posted ones.",
        {200: reports},
        ("report-format", "severity", "report-language"),
        (*_ASK, 408),
        body={**_UPLOAD, "multipart/form-data": form},
    )
    yield Operation(
        "get",
        "/status",
        "Validation",
        "Say what validation found in what is published, and where its sources disagree.",
        {200: (_JSON,), 303: ()},
        _WHEN,
    )


def _operating() -> Iterable[Operation]:
    """Return what an operator or a publisher uses."""
    yield Operation("get", "/health/live", "Operation", "Say that the process answers.", {200: (_JSON,)}, (), (405,))
    ready = {200: (_JSON,), 503: (_JSON,)}
    yield Operation("get", "/health/ready", "Operation", "Say whether it can answer queries.", ready, (), (405,))
    sitemap = {200: ("application/xml",)}
    yield Operation("get", "/sitemap.xml", "Operation", "List the parts of the sitemap.", sitemap, (), (405, 503))
    parts = "List the addresses of a part of the sitemap."
    yield Operation("get", "/sitemap-{number}.xml", "Operation", parts, sitemap, ("number",), (404, 405, 503))
    robots = {200: ("text/plain",)}
    yield Operation("get", "/robots.txt", "Operation", "Say what robots may read.", robots, (), (405,))
    yield Operation(
        "get", "/metrics", "Operation", "Give counts for Prometheus.", {200: ("text/plain",)}, (), (403, 405)
    )
    yield Operation("get", "/openapi.json", "Operation", "Give this document.", {200: (_JSON,)}, (), (405,))
    yield Operation("get", "/publications", "Publishing", "List what was published when.", {200: (_JSON,)})
    yield Operation(
        "post",
        "/publications",
        "Publishing",
        "Publish a build, if it is valid.",
        {200: (_JSON,), 201: (_JSON,)},
        (),
        (400, 405, 408, 409, 411, 413, 415, 422, 429, 503),
        body={MEDIA_TYPE: {"type": "string", "contentMediaType": MEDIA_TYPE}},
        secured=True,
    )
    listing = "List your queries that are being answered; all of them for a token with the scope admin."
    yield Operation("get", "/queries", "Operation", listing, {200: (_JSON,)}, (), (401, 403, 405))
    yield Operation("get", "/queries/{id}", "Operation", "Give one of them.", {200: (_JSON,)}, ("id",), (404, 405))
    yield Operation("delete", "/queries/{id}", "Operation", "End a query.", {204: ()}, ("id",), (404, 405))
    mementos = "List the kept generations in which an address can be asked (RFC 7089)."
    for path, names in (("/timemap/{path}", ("path",)), ("/timemap/", ())):
        yield Operation("get", path, "Publishing", mementos, {200: ("application/link-format",)}, names, (405,))
    yield Operation(
        "get",
        "/publications/{digest}",
        "Publishing",
        "Say when a generation was published.",
        {200: (_JSON,)},
        ("digest",),
        (401, 403, 404, 405),
    )


def operations() -> list[Operation]:
    """Return everything that can be done."""
    return [
        *_querying("/sparql"),
        *_documents(),
        *_reading(),
        *_reconciling(),
        *_validating(),
        *_workspace(),
        *_operating(),
    ]


def _success(status: int, media_types: Iterable[str], answer: str) -> Json:
    of_json = {"$ref": f"#/components/schemas/{answer}"} if answer else _ANYTHING
    content = {media_type: {"schema": of_json if media_type == _JSON else STRING} for media_type in media_types}
    return {"description": _SUCCESS[status], **({"content": content} if content else {})}
