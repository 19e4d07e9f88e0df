"""The forms in which `/shacl` answers, and choosing among them."""

from dataclasses import dataclass

from volgraph.io.media_types import Kind, formats
from volgraph.io.reports import FORMATS
from volgraph.web.negotiation import HTML, best_of
from volgraph.web.statuses import Problem


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A form of a report: what `?format=` calls it, and its media type."""

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        """The value of the `Content-Type` header."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


_MORE = ("json", "sarif", "csv", "text")  # what CI systems take belongs where they run
PAGE = ReportForm("html", HTML)
"""A page of this server, and not the one file of `volgraph validate --format html`: no script runs on our pages."""

FORMS = (
    *(ReportForm(name, FORMATS[name].media_type) for name in (*(form.name for form in formats(Kind.TRIPLES)), *_MORE)),
    PAGE,
)
"""The first one is what a client gets that has no wish."""


def form_of(name: str, accept: str) -> ReportForm:
    """Return the form that a client wants.

    Args:
        name: the value of `?format=`, or empty.
        accept: the value of the `Accept` header, or empty.

    Raises:
        Problem: there is none such.
    """
    if name:
        found = next((form for form in FORMS if name.lower() in (form.name, form.media_type)), None)
        if found is None:
            raise Problem(406, f"there is no report in the format “{name}”: use one of {_listed('name')}")
        return found
    media_type = best_of(accept, tuple(form.media_type for form in FORMS))
    if media_type is None:
        raise Problem(406, f"there is no such report: accept one of {_listed('media_type')}")
    return next(form for form in FORMS if form.media_type == media_type)


def _listed(attribute: str) -> str:
    return ", ".join(getattr(form, attribute) for form in FORMS)
