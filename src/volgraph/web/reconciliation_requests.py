"""Reading what a table asks of the reconciliation service: JSON in a field of a form or an address.

Its schemas are at https://reconciliation-api.github.io/specs/0.2/#reconciliation-queries.
"""

import json
from typing import Any

from werkzeug.exceptions import BadRequest

from volgraph.services.reconciling import MOST_CANDIDATES, PLENTY, Asked
from volgraph.services.searching import MOST_CHARS
from volgraph.web.statuses import Problem

MOST_QUERIES, MOST_IDS, MOST_PROPERTIES, MOST_VALUES = 50, 200, 20, 20
"""How much one request may ask for."""

_MEMBERS = ("query", "type", "limit", "properties", "type_strict")


def batch_of(text: str) -> dict[str, Asked]:
    """Return the queries of a batch by their keys.

    Raises:
        BadRequest: it is none; says where and why.
        Problem: it has too many queries.
    """
    batch = _object("queries", text)
    if len(batch) > MOST_QUERIES:
        raise Problem(413, f"a batch has at most {MOST_QUERIES} queries, this one has {len(batch)}: send several")
    return {key: _asked(query, f"query {key[:40]}") for key, query in batch.items()}


def query_of(text: str) -> Asked:
    """Return a single query, which may be a mere name.

    Raises:
        BadRequest: it is none.
    """
    query = _object("query", text) if text.lstrip().startswith("{") else {"query": text}
    return _asked(query, "the query")


def extension_of(text: str) -> tuple[list[str], dict[str, int | None]]:
    """Return the ids of things and, by the ids of properties, how many values are wanted; None for all.

    Raises:
        BadRequest: it is no request for values, or one for too many.
    """
    asked = _object("extend", text)
    ids, properties = asked.get("ids", []), asked.get("properties", [])
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids) or len(ids) > MOST_IDS:
        raise BadRequest(f"“ids” in the extension is a list of at most {MOST_IDS} ids")
    named_well = isinstance(properties, list) and all(
        isinstance(one, dict) and isinstance(one.get("id"), str) for one in properties
    )
    if not named_well or len(properties) > MOST_PROPERTIES:
        raise BadRequest(f"“properties” in the extension is a list of at most {MOST_PROPERTIES} objects with an “id”")
    return ids, {one["id"]: _limit(one.get("settings")) for one in properties}


def _asked(query: Any, place: str) -> Asked:
    """Return a query of the protocol.

    Raises:
        BadRequest: it is none; says where and why.
    """
    if not isinstance(query, dict):
        raise BadRequest(f"{place} is no object with “query” or “properties”")
    unknown = set(query).difference(_MEMBERS)
    if unknown:
        raise BadRequest(f"{place} has “{min(unknown)[:40]}”: there are {', '.join(_MEMBERS)}")
    text, types, limit = query.get("query", ""), query.get("type", []), query.get("limit", PLENTY)
    strict, properties = query.get("type_strict", "any"), query.get("properties", [])
    types = [types] if isinstance(types, str) else types
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        raise BadRequest(f"the name in {place} is a text of at most {MOST_CHARS} characters")
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        raise BadRequest(f"the type in {place} is an id, or a list of ids")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise BadRequest(f"the limit in {place} is a number from 1")
    if strict not in ("any", "all", "should"):
        raise BadRequest(f"type_strict in {place} is any, all or should")
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        raise BadRequest(f"the properties in {place} are a list of at most {MOST_PROPERTIES}")
    values = tuple(_values(one, place) for one in properties)
    if not text.strip() and not values:
        raise BadRequest(f"{place} has neither a name in “query” nor “properties”")
    return Asked(text, tuple(filter(None, types)), strict, values, min(int(limit), MOST_CANDIDATES))


def _values(one: Any, place: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
        raise BadRequest(f"a property in {place} has a “pid”, an id, and “v”, a value or a list of values")
    given = one["v"] if isinstance(one["v"], list) else [one["v"]]
    texts = [value.get("id", "") if isinstance(value, dict) else value for value in given[:MOST_VALUES]]
    return one["pid"], tuple(str(text) for text in texts if text is not None)


def _limit(given: Any) -> int | None:
    """Return how many values are wanted; None for all."""
    written = str(given.get("limit", "")) if isinstance(given, dict) else ""
    return int(written[:6]) or None if written.isascii() and written.isdigit() else None


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"“{name}” is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise BadRequest(f"“{name}” is no JSON object")
    return found
