"""The lists as addresses ask for them: narrowed, sorted, and as files for spreadsheets and programs."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from urllib.parse import quote_plus

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.errors import UnknownNameError
from volgraph.io.search_index import SearchIndex
from volgraph.services.index_reading import Named, Thing, things
from volgraph.services.listing import LISTS, Choice, List, Narrowed, narrow, rows
from volgraph.web.mementos import PARAMETER
from volgraph.web.refusing import refuse
from volgraph.web.site import language, local, snapshot
from volgraph.web.texts import text

FORMS = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}
MOST_VALUES = 20
"""How many values of one facet an address may choose."""
_BLOCK = 500

blueprint = Blueprint("listed", __name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as an address asks for it.

    Args:
        list: which one.
        choice: the values that it is narrowed by.
        sort: its order.
        path: of its page, in the reader's language.
        pinned: the generation that the address names, or empty.
    """

    list: List
    choice: Choice
    sort: str
    path: str
    pinned: str

    @classmethod
    def of_request(cls, name: str) -> "Wanted":
        """Return what the address says; one with an order that there is not is refused."""
        wanted = LISTS[name]
        sort = request.args.get("sort", wanted.sorts[0])
        if sort not in wanted.sorts:
            refuse(400, "list-no-sort", [whole(wanted)], sort=sort[:40], known=", ".join(wanted.sorts))
        chosen = {
            facet: list(dict.fromkeys(filter(None, request.args.getlist(facet))))[:MOST_VALUES]
            for facet in wanted.all_facets
        }
        choice = {facet: values for facet, values in chosen.items() if values}
        return cls(wanted, choice, sort, f"/{language()}/{name}", request.args.get(PARAMETER, ""))

    def narrowed(self, index: SearchIndex) -> Narrowed:
        """Return what is left of the list; a value that nothing has is refused."""
        try:
            return narrow(index, self.list, self.choice)
        except UnknownNameError as error:
            facet = text(f"facet-{error.kind}", language())
            ways = [(self.address({**self.choice, error.kind: [value]}), value) for value in error.nearest]
            refuse(404, "list-no-value", [*ways, whole(self.list)], facet=facet, value=error.name[:40])

    def address(self, choice: Choice, **more: str | int) -> str:
        """Return the address of this list, narrowed in another way."""
        return self.path + self.fields(choice, **more)

    def fields(self, choice: Choice, **more: str | int) -> str:
        """Return the parameters of an address with what is chosen, beginning with a question mark if there are any."""
        fields = [(facet, value) for facet in self.list.all_facets for value in choice.get(facet, ())]
        if self.sort != self.list.sorts[0]:
            fields.append(("sort", self.sort))
        fields += [(name, str(value)) for name, value in more.items()]
        if self.pinned:
            fields.append((PARAMETER, self.pinned))
        return "?" + "&".join(_field(*field) for field in fields) if fields else ""


@lru_cache(maxsize=8192)
def _field(name: str, value: str) -> str:
    """Return a parameter of an address: a page has a hundred addresses with the same ones."""
    return f"{name}={quote_plus(value)}"


def whole(wanted: List) -> tuple[str, str]:
    """Return the way to a whole list."""
    return local(f"/{wanted.name}"), text("list-whole", language())


@blueprint.get("/lists/<listed>.<ending>")
def download(listed: str, ending: str) -> Response:
    """Give what is left of a list, as a table or as JSON."""
    name = listed
    if name not in LISTS or ending not in FORMS:
        raise NotFound(f"there are the lists {', '.join(LISTS)}, each as .{' and .'.join(FORMS)}")
    wanted, index = Wanted.of_request(name), snapshot().index
    found = _rows(index, wanted.narrowed(index), wanted)
    body = _csv(found) if ending == "csv" else _json(found)
    response = Response(body, mimetype=FORMS[ending].partition(";")[0], content_type=FORMS[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


Record = dict[str, str | int]


def _rows(index: SearchIndex, narrowed: Narrowed, wanted: Wanted) -> Iterator[Record]:
    for start in range(0, narrowed.total, _BLOCK):
        for thing in things(index, rows(index, narrowed, wanted.sort, LANGUAGES[0], start, _BLOCK)):
            yield _record(thing)


def _record(thing: Thing) -> Record:
    record: Record = {"iri": thing.named.iri}
    if thing.claim is not None:
        claim = thing.claim
        about = {
            "measure": claim.measure,
            "subject": claim.subject,
            "predicate": claim.predicate,
            "object": claim.object,
            "source": claim.source,
        }
        for name, node in about.items():
            record |= {name: node.iri if node else "", f"{name}_en": node.labels.get("en", "") if node else ""}
        record |= {
            "comparator": _local(claim.comparator),
            "lower": claim.lower,
            "upper": claim.upper,
            "value": claim.value,
            "unit": _local(claim.unit),
            "as_written": claim.as_written,
            "quote": claim.quote,
            "valid_from": thing.day,
            "valid_until": thing.until,
        }
        return record
    record |= {f"name_{code}": thing.named.labels.get(code, "") for code in LANGUAGES}
    if thing.source is not None:
        source = thing.source
        record |= {
            "publisher": source.publisher.iri if source.publisher else "",
            "language": source.language,
            "published": source.published,
            "url": source.url,
            "description": source.description,
        }
    return {**record, "references": thing.refs}


def _local(named: Named | None) -> str:
    return named.iri.rpartition("#")[2].rpartition("/")[2] if named else ""


def _csv(found: Iterator[Record]) -> Iterator[str]:
    output = StringIO()
    writer = None
    for record in found:
        if writer is None:
            writer = csv.DictWriter(output, list(record))  # CRLF: https://www.rfc-editor.org/rfc/rfc4180
            writer.writeheader()
        writer.writerow(record)
        yield output.getvalue()
        output.seek(0)
        output.truncate()


def _json(found: Iterator[Record]) -> Iterator[str]:
    beginning = "[\n"
    for record in found:
        yield beginning + json.dumps(record, ensure_ascii=False)
        beginning = ",\n"
    yield "\n]\n" if beginning == ",\n" else "[]\n"
