"""Sources as pages name them: by their title, or by who published them and when."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Description
from volgraph.domain.times import interval_of
from volgraph.domain.vocabulary import SCHEMA
from volgraph.domain.wording import time_text
from volgraph.web.showing import Shown, best_text, named
from volgraph.web.site import language, local, site, snapshot


@dataclass(frozen=True, slots=True)
class SourceName:
    """A source in a list.

    Args:
        name: its title, or who published it.
        href: the address of its page here.
        date: when it was published, or empty.
        language: in which it is written, or empty.
        description: what it tells, in the reader's language or another.
    """

    name: Shown
    href: str
    date: str
    language: str
    description: Literal | None

    @property
    def text(self) -> str:
        """Its name and date."""
        return ", ".join(part for part in (self.name.text, self.date) if part)


def source_name(node: NamedNode, description: Description) -> SourceName:
    """Return a source for a list; the names of it and of what it mentions are known already."""
    first = dict(reversed(description))
    keys = ("publisher", "datePublished", "inLanguage")
    publisher, published, written_in = (first.get(SCHEMA[key]) for key in keys)
    path = site().base.path(node)
    if isinstance(publisher, NamedNode) and not snapshot().names.labels(node):
        name = named(publisher)
    else:
        name = named(node) if snapshot().names.labels(node) else Shown(path)
    interval = interval_of(published.value) if published is not None else None
    texts = [term for key, term in description if key == SCHEMA["description"] and isinstance(term, Literal)]
    return SourceName(
        name,
        local(f"/page/{path}"),
        time_text(interval, language()) if interval else "",
        written_in.value if written_in is not None else "",
        best_text(texts),
    )
