"""The pages: the first page with its query form, the results of a query, and the description of a thing."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from babel.numbers import format_decimal
from flask import Blueprint, Flask, redirect, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import LABEL, LANGUAGES, TYPE, VG
from volgraph.errors import QueryError
from volgraph.io.media_types import Kind, formats
from volgraph.services.querying import Query, ask
from volgraph.services.things import Properties
from volgraph.services.workers.messages import Job
from volgraph.web.examples import examples
from volgraph.web.front.clients import client_of
from volgraph.web.html import html
from volgraph.web.i18n import LANGUAGE_NAMES, counted, has_text, text
from volgraph.web.linked_data import described
from volgraph.web.links import absolute, header, landing_links, neighbours
from volgraph.web.showing import Shown, named, plain, value
from volgraph.web.site import language, local, notes, site, snapshot

MOST_ROWS = 1000

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    property: Shown
    values: list[Shown]


@dataclass(frozen=True, slots=True)
class Reference:
    """Things that refer to the one described, by one property."""

    property: Shown
    things: list[Shown]


def register(app: Flask) -> None:
    """Give the templates what every page needs."""
    app.context_processor(
        lambda: {
            "lang": language(),
            "t": lambda key: text(key, language()),
            "number": lambda amount: format_decimal(amount, locale=language()),
            "local": local,
            "has_text": has_text,
            "counted": lambda key, amount: counted(key, amount, language()),
            "languages": [(code, LANGUAGE_NAMES[code], _in_language(code)) for code in LANGUAGES],
        }
    )
    app.add_template_filter(_capitalized, "capitalize_first")
    app.register_blueprint(blueprint)


@blueprint.get("/")
def first() -> AnyResponse:
    """Show what is here, and a form to ask it."""
    held, shown = snapshot(), examples(language())
    chosen = next((example for example in shown if example.name == request.args.get("example")), shown[0])
    kinds = [(named(VG[kind]), number) for kind, number in held.counts["discrepancies"].items()]
    return html("first.html", snapshot=held, about=_about(), kinds=kinds, examples=shown, query=chosen.query)


@blueprint.get("/query")
def query() -> AnyResponse:
    """Show the answer to a query as a table."""
    asked = request.args.get("query", "")
    return results_page(Query(asked)) if asked.strip() else redirect(local("/"), 303)


def results_page(query: Query) -> AnyResponse:
    """Show what a query finds, or what is wrong with it, below the form that holds it."""
    held = snapshot()
    notes().tell("", query.text, held.digest, kept=None)
    endpoint = absolute("/sparql")
    job = Job(query.text, query.default_graphs, query.named_graphs, most_rows=MOST_ROWS + 1, base_iri=endpoint)
    client = client_of(request.remote_addr or "unknown")
    try:
        table = site().answering.table(held.workers, job, client, held.digest)
    except QueryError as error:
        notes().error = error
        return html("results.html", 400, query=query.text, error=error, examples=examples(language()))
    return html(
        "results.html",
        query=query.text,
        asked=query,
        boolean=table.boolean,
        variables=table.variables,
        rows=[[plain(term) for term in row] for row in table.rows[:MOST_ROWS]],
        more=len(table.rows) > MOST_ROWS,
        formats=formats(Kind(table.kind)),
        examples=examples(language()),
    )


@blueprint.get("/page/<path:path>")
def page(path: str) -> AnyResponse:
    """Describe a thing to a reader."""
    description = described(path)
    node = description.thing
    labels, title = snapshot().names.labels(node), named(node)
    references = [
        Reference(named(key), [named(s) for s in subjects if isinstance(s, NamedNode)])
        for key, subjects in description.references.items()
    ]
    response = html(
        "thing.html",
        title=title,
        path=path,
        iri=node.value,
        labels=[label for label in labels if label.value != title.text],
        types=[value(term) for term in description.types],
        rows=_rows(description.properties),
        parts=[(plain(part), named(part), _rows(properties)) for part, properties in description.parts.items()],
        references=sorted(references, key=lambda reference: len(reference.things)),
        description=description,
        pages={relation: _page_address(number) for relation, number in neighbours(description)},
        formats=formats(Kind.TRIPLES),
    )
    response.headers["Link"] = header(landing_links(path, description))
    return response


def _page_address(number: int) -> str:
    """Return the address of another page of this description."""
    return f"{quote(request.path)}?{urlencode({**request.args.to_dict(), 'page': number})}"


def _rows(properties: Properties) -> list[Row]:
    rows = [
        Row(named(key), [value(v) for v in values]) for key, values in properties.items() if key not in (TYPE, LABEL)
    ]
    return sorted(rows, key=lambda row: row.property.text.casefold())


def _about() -> dict[str, str]:
    """Return the title, sentence and licence of the dataset, in the reader's language where there is one."""
    about: dict[str, str] = {}
    for solution in ask(snapshot().source, "dataset"):
        property, found = solution["property"], solution["value"]
        key = property.value.rpartition("/")[2]
        if isinstance(found, NamedNode) or (isinstance(found, Literal) and found.language == language()):
            about[key] = found.value
    return about


def _in_language(code: str) -> str:
    """Return the address of this page in another language."""
    arguments = {**request.args.to_dict(), "lang": code}
    return f"{quote(request.path)}?{urlencode(arguments)}"


def _capitalized(words: str) -> str:
    """Return a text that begins with a capital, the rest as it is."""
    return words[:1].upper() + words[1:]
