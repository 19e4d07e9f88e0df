"""The query behind a page: its text, and where it can be asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from volgraph.io.results import Term
from volgraph.services.list_queries import list_query
from volgraph.services.listing import List
from volgraph.services.written_queries import written_out
from volgraph.web.site import language, local, resource, site


@dataclass(frozen=True, slots=True)
class Behind:
    """A query that finds what a page shows.

    Args:
        text: SPARQL.
        page: where it can be changed and asked.
        csv: its answer for a spreadsheet.
    """

    text: str
    page: str
    csv: str


def behind(name: str, **terms: Term) -> Behind:
    """Return a query of `services.queries` written out with its terms."""
    return _asked(written_out(name, **terms))


def behind_list(wanted: List, choice: Mapping[str, Sequence[Term]], sort: str) -> Behind:
    """Return the query that finds what a list has: see `services.list_queries`."""
    return _asked(list_query(wanted, choice, sort, site().base, language()))


def _asked(text: str) -> Behind:
    quoted = "query=" + "%0A".join(map(_quoted, text.split("\n")))
    page, csv = local("/query"), resource("/sparql", format="csv")
    return Behind(text, f"{page}{'&' if '?' in page else '?'}{quoted}", f"{csv}&{quoted}")


@lru_cache(maxsize=2048)
def _quoted(line: str) -> str:
    """Return a line as an address has it: most lines stand behind many pages."""
    return quote(line, safe="")
