"""Writing a query of this package out in full, so that anybody can ask it again."""

import re
from collections.abc import Mapping, Sequence

from volgraph.io.results import Term
from volgraph.services.querying import stored_query

_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|#[^\n]*|[?$](\w+)')
_SELECTED = re.compile(r"\bSELECT\b[^{]*", re.IGNORECASE)
_CHOICE = re.compile(r" +# by (\S+)$")


def written_out(name: str, **terms: Term) -> str:
    """Return a query with terms in the place of some of its variables, which it then no longer selects.

    Args:
        name: of the query.
        terms: by the names of their variables.
    """
    return _with_terms(stored_query(name), terms)


def narrowed_out(name: str, choice: Mapping[str, Sequence[Term]], sort: str, **terms: Term) -> str:
    """Return a query with those of its lines that end with `# by` and a facet that is chosen, or the order.

    Args:
        name: of the query; the values that a facet may have are UNDEF there.
        choice: what each facet may be; without those that are not chosen.
        sort: the order.
        terms: see `written_out`.
    """
    lines = []
    for line in stored_query(name).splitlines():
        found = _CHOICE.search(line)
        if found is None:
            lines.append(line)
        elif found[1] == sort or found[1] in choice:
            values = " ".join(map(str, choice.get(found[1], ())))
            lines.append(line[: found.start()].replace("{ UNDEF }", f"{{ {values} }}"))
    return _with_terms("\n".join(lines) + "\n", terms)


def _with_terms(query: str, terms: Mapping[str, Term]) -> str:
    def put(match: re.Match[str]) -> str:
        term = terms.get(match[1] or "")
        return match[0] if term is None else str(term)

    if not terms:
        return query
    names = re.compile(rf"\s*[?$](?:{'|'.join(map(re.escape, terms))})\b")
    lines = _SELECTED.sub(lambda match: names.sub("", match[0]), query).split("\n")
    return "\n".join(_PARTS.sub(put, line) if names.search(line) else line for line in lines)
