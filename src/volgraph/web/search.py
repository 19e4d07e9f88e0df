"""Searching for programs, and for the suggestions of the search box; people are led to the page."""

from dataclasses import dataclass

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.services.index_entries import CLAIM, MEASURE, SOURCE, TERM
from volgraph.services.index_reading import Thing, things
from volgraph.services.searching import MOST_CHARS, count_by_kind, search
from volgraph.web.negotiation import wants_html
from volgraph.web.numbers import whole_number
from volgraph.web.refusing import refuse
from volgraph.web.site import language, local, site, snapshot
from volgraph.web.texts import text

PATH = "/search"
PLENTY, MOST = 10, 100

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for: words, and a kind of things or, if it is empty, any."""

    words: str
    kind: str

    @classmethod
    def of_request(cls) -> "Asked":
        """Return what the address says; it is refused if the words are too many, or no things are of this kind."""
        words, kind = " ".join(request.args.get("q", "").split()), request.args.get("type", "")
        anew = (local(PATH, q=words[:MOST_CHARS] or None), text("search-anew", language()))
        if len(words) > MOST_CHARS:
            refuse(400, "search-too-long", [anew], count=len(words), most=MOST_CHARS)
        known = kinds()
        if kind and kind not in known:
            refuse(400, "search-no-kind", [anew], kind=kind[:40], known=", ".join(known))
        return cls(words, kind)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are wanted; empty for all."""
        return (self.kind,) if self.kind else ()


def kinds() -> list[str]:
    """Return the kinds of things that can be found: measures, claims and sources, then the others by their names."""
    found = {kind for (kind,) in snapshot().index.rows("SELECT DISTINCT kind FROM thing")} - {TERM}
    return [kind for kind in (MEASURE, CLAIM, SOURCE) if kind in found] + sorted(found - {MEASURE, CLAIM, SOURCE})


@blueprint.get(PATH)
def found() -> AnyResponse:
    """Give what some words name, the surest first."""
    if wants_html("application/json"):
        return redirect(f"/{language()}{PATH}?{request.query_string.decode('latin-1')}", 303)
    asked, most = Asked.of_request(), whole_number("limit", PLENTY, MOST)
    if not asked.words:
        refuse(400, "search-for-nothing")
    index = snapshot().index
    hits = search(index, asked.words, asked.kinds, most)
    steps = {hit.row: hit.step.word for hit in hits}
    return jsonify(
        {
            "query": asked.words,
            "generation": snapshot().digest,
            "counts": count_by_kind(index, asked.words, hits),
            "results": [
                {**_json(thing), "found": steps[thing.row]} for thing in things(index, [hit.row for hit in hits])
            ],
        }
    )


def _json(thing: Thing) -> dict[str, object]:
    path = thing.named.iri.removeprefix(site().base.things)
    content = {
        "id": path,
        "iri": thing.named.iri,
        "type": thing.named.kind,
        "names": thing.named.labels,
        "page": f"/page/{path}",
        "references": thing.refs,
    }
    if thing.claim and (about := thing.claim.measure or thing.claim.subject):
        content["names"] = {tag: f"{name}: {thing.claim.stated(tag)}" for tag, name in about.labels.items()}
    return content
