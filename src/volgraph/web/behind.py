"""The query behind a page: its text, and where it can be asked again."""

from dataclasses import dataclass

from volgraph.io.results import Term
from volgraph.services.written_queries import written_out
from volgraph.web.site import local, resource


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
    text = written_out(name, **terms)
    return Behind(text, local("/query", query=text), resource("/sparql", query=text, format="csv"))
