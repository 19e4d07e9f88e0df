"""What was published when, and what changed, for readers of feeds: https://www.rfc-editor.org/rfc/rfc4287."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from babel.dates import format_datetime
from babel.numbers import format_decimal
from flask import Blueprint, Response

from volgraph.services.generation_changes import Publication, publications
from volgraph.web.links import absolute
from volgraph.web.mementos import PARAMETER
from volgraph.web.site import language, site, snapshot
from volgraph.web.texts import text

MOST_ENTRIES = 50
_MOST_GRAPHS = 20
_NAMESPACE = "http://www.w3.org/2005/Atom"
_MEDIA_TYPE = "application/atom+xml"

blueprint = Blueprint("feed", __name__)


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Give the feed in the reader's language."""
    snapshot()  # the feed belongs to what is published now, and is kept as long as that
    found = publications(site().published.home, MOST_ENTRIES)
    code, address = language(), absolute(f"/{language()}/feed.atom")
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": code})
    _texts(root, id=address, title=text("feed-title", code), subtitle=text("feed-about", code))
    if found:
        _texts(root, updated=found[0].published.isoformat())
    SubElement(SubElement(root, "author"), "name").text = "volgraph"
    SubElement(root, "link", rel="self", type=_MEDIA_TYPE, href=address)
    SubElement(root, "link", rel="alternate", type="text/html", href=absolute(f"/{code}/"))
    for publication in found:
        _entry(root, publication, code)
    indent(root)
    response = Response(tostring(root, "utf-8", xml_declaration=True), mimetype=_MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-cache"
    response.content_language.add(code)
    return response


def _entry(root: Element, publication: Publication, code: str) -> None:
    entry, moment = SubElement(root, "entry"), publication.published
    name = publication.digest[:12]
    title = text("feed-went-back" if publication.went_back else "feed-published", code, generation=name)
    address = absolute(f"/publications/{publication.digest}")
    _texts(
        entry,
        id=f"{absolute(f'/publications/{publication.logged}')}#{moment:%Y%m%dT%H%M%SZ}",
        title=f"{title} · {format_datetime(moment, 'd MMMM y', locale=code)}",
        updated=moment.isoformat(),
        published=moment.isoformat(),
        summary=" ".join(_sentences(publication, code)),
    )
    kept = f"?{PARAMETER}={publication.digest}" if publication.counts is not None else ""
    page = absolute(f"/{code}/status") + kept if kept else address
    SubElement(entry, "link", rel="alternate", href=page)


def _sentences(publication: Publication, code: str) -> list[str]:
    """Return what is to be said of a publication."""
    if publication.counts is None:
        return [text("feed-not-kept", code)]
    counts = {name: format_decimal(publication.counts[name], locale=code) for name in ("claims", "sources", "entities")}
    said = [text("feed-counts", code, **counts)]
    if not publication.compared:
        return said
    changes = {"added": publication.added, "changed": publication.changed, "removed": publication.removed}
    said += [f"{text(f'feed-{name}', code)} {_named(graphs)}." for name, graphs in changes.items() if graphs]
    return said if any(changes.values()) else [*said, text("feed-same", code)]


def _named(graphs: tuple[str, ...]) -> str:
    """Return the names of graphs; of many, the first."""
    start = site().base.graph("").value
    names = [iri.removeprefix(start) for iri in graphs]
    return ", ".join(names[:_MOST_GRAPHS]) + (f", … ({len(names)})" if len(names) > _MOST_GRAPHS else "")


def _texts(parent: Element, **texts: str) -> None:
    for name, content in texts.items():
        SubElement(parent, name).text = content
