"""Writing a query of this package out in full, so that anybody can ask it again."""

import re

from volgraph.io.results import Term
from volgraph.services.querying import stored_query

_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|#[^\n]*|[?$](\w+)')
_PROJECTION = re.compile(r"(SELECT\s[^{]*?)(?=\s*(?:WHERE\s*)?\{)", re.IGNORECASE)


def written_out(name: str, **terms: Term) -> str:
    """Return a query with terms in the place of some of its variables, which it then no longer selects.

    Args:
        name: of the query.
        terms: by the names of their variables.
    """

    def put(match: re.Match[str]) -> str:
        term = terms.get(match[1] or "")
        return match[0] if term is None else str(term)

    text = stored_query(name)
    selecting = _PROJECTION.search(text)
    assert selecting is not None, name
    hidden = re.compile(rf"\s*[?$](?:{'|'.join(map(re.escape, terms))})\b") if terms else None
    selected = hidden.sub("", selecting[1]) if hidden else selecting[1]
    return text[: selecting.start()] + selected + _PARTS.sub(put, text[selecting.end() :])
