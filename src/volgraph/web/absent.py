"""Answering for what is not here: what it may have meant, or what became of it."""

import json
import re
from typing import NoReturn

from flask import Response, abort
from pyoxigraph import NamedNode

from volgraph.io.generations import Home
from volgraph.services.gone import Gone, gone
from volgraph.services.searching import MOST_CHARS
from volgraph.services.things import is_known
from volgraph.web.html import html
from volgraph.web.links import Link, header
from volgraph.web.negotiation import wants_html
from volgraph.web.showing import named
from volgraph.web.site import site, snapshot, thing
from volgraph.web.statuses import PROBLEM


def refuse_gone(node: NamedNode) -> None:
    """Answer 410 if a thing is gone: why, since when, and what took its place."""
    found = gone(snapshot().source, node, Home(site().settings.home).withdrawals())
    if found:
        _refuse(410, site().base.path(node), _farewell(found), found.replaced_by, found)


def thing_or_absent(path: str) -> NamedNode:
    """Return the thing of a path; answer 404 if the path makes no IRI."""
    return thing(path) or refuse_absent(path)


def refuse_absent(path: str) -> NoReturn:
    """Answer 404 with the things that a path may have meant."""
    _refuse(404, path, f"nothing here is called {path}", _suggestions(path))


def _suggestions(path: str) -> tuple[NamedNode, ...]:
    """Return what the path is a part of, if that is here, and the things with the most similar names."""
    if thing(path) is None:
        return ()
    base, held = site().base, snapshot()
    whole = path
    while "/" in (whole := whole.rpartition("/")[0]):
        if is_known(held.source, base.thing(whole)):
            return (base.thing(whole),)
    return tuple(held.names.alike(path, base))


def _farewell(found: Gone) -> str:
    path = site().base.path(found.thing)
    since = f" on {found.since[:10]}" if found.since else ""
    reason = f": {found.reason}" if found.reason else ""
    return f"{path} was {'withdrawn' if found.reason else 'replaced'}{since}{reason}"


def _refuse(status: int, path: str, detail: str, leads: tuple[NamedNode, ...], found: Gone | None = None) -> NoReturn:
    """Answer with a page for people, problem details for programs, and links to what there is instead."""
    if wants_html(PROBLEM, "application/json"):
        response = html(
            "absent.html",
            status,
            code=status,
            path=path,
            words=_words(path),
            detail=detail,
            leads=list(map(named, leads)),
            gone=found,
        )
    else:
        ways = [lead.value for lead in leads]
        said = f"{detail}; did you mean {' or '.join(map(site().base.path, leads))}?" if leads and not found else detail
        key = "replacedBy" if found else "suggestions"
        content = {"title": "Gone" if found else "Not Found", "status": status, "detail": said, key: ways}
        response = Response(json.dumps(content, ensure_ascii=False) + "\n", status, mimetype=PROBLEM)
    if found and leads:
        response.headers["Link"] = header(Link(lead.value, "successor-version") for lead in leads)
    abort(response)


def _words(path: str) -> str:
    """Return the words of the last part of a path, to search for."""
    return " ".join(re.findall(r"\w+", path.rpartition("/")[2]))[:MOST_CHARS]
