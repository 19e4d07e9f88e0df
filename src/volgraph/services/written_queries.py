"""Writing a query of this package out in full, so that anybody can ask it again."""

import re

from volgraph.io.results import Term
from volgraph.services.querying import stored_query

_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|#[^\n]*|[?$](\w+)')
_SELECTED = re.compile(r"\bSELECT\b[^{]*", re.IGNORECASE)


def written_out(name: str, **terms: Term) -> str:
    """Return a query with terms in the place of some of its variables, which it then no longer selects.

    Args:
        name: of the query.
        terms: by the names of their variables.
    """

    def put(match: re.Match[str]) -> str:
        term = terms.get(match[1] or "")
        return match[0] if term is None else str(term)

    hidden = re.compile(rf"\s*[?$](?:{'|'.join(map(re.escape, terms))})\b")
    text = _SELECTED.sub(lambda match: hidden.sub("", match[0]), stored_query(name)) if terms else stored_query(name)
    return _PARTS.sub(put, text)
