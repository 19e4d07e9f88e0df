"""The page of a measure: all claims on it over time, side by side."""

from flask import Blueprint
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import SCHEMA, DiscrepancyType
from volgraph.io.media_types import Kind, formats
from volgraph.services.claims_on_measure import TABLE_QUERY, Comparison
from volgraph.web.absent import thing_or_absent
from volgraph.web.behind import behind
from volgraph.web.drawing.chart import Chart, Drawing
from volgraph.web.drawing.comparison import charts_of
from volgraph.web.html import html
from volgraph.web.linked_claims import measure_markup
from volgraph.web.links import header, page_links
from volgraph.web.pages.things import page as thing_page
from volgraph.web.showing import named
from volgraph.web.site import language, snapshot
from volgraph.web.telling import explained, figure_words, mark_words, terms_of, told

blueprint = Blueprint("measures", __name__)


@blueprint.get("/page/measure/<slug>")
def page(slug: str) -> AnyResponse:
    """Show a measure to a reader."""
    path = f"measure/{slug}"
    node = thing_or_absent(path)
    comparison = snapshot().comparisons.of(node)
    if comparison is None:
        return thing_page(path)
    snapshot().names.learn(comparison.things())
    measure = comparison.measure
    response = html(
        "measure.html",
        path=path,
        iri=node.value,
        title=named(node),
        scope=measure.scopes.get(language(), ""),
        measure=measure,
        kind=named(measure.kind.node),
        subject=named(measure.subject),
        counts=terms_of(measure.counts or measure.unit),
        ratio_of=terms_of(measure.ratio_of),
        comparison=comparison,
        charts=charts(comparison),
        name=lambda iri: named(NamedNode(iri)).text,
        rows=told(comparison, comparison.stated),
        disagreements=explained(comparison.disagreements),
        behind=behind(TABLE_QUERY, measure=node),
        formats=formats(Kind.TRIPLES),
        markup=measure_markup(comparison),
    )
    response.headers["Link"] = header(page_links(path, node, (SCHEMA["StatisticalVariable"],)))
    return response


def charts(comparison: Comparison, own: frozenset[str] = frozenset()) -> list[Chart]:
    """Return the charts of the claims on a measure.

    Args:
        comparison: the measure with its claims.
        own: the IRIs of the claims that stand out; empty for all.
    """
    claims = (one.claim.iri for one in comparison.stated)
    contested = frozenset(iri.value for iri in claims if comparison.odds(iri) == DiscrepancyType.CONTRADICTION.node)
    publications = {one.claim.iri: one.publication for one in comparison.stated}
    drawing = Drawing(
        language(),
        lambda mark: mark_words(mark, publications[mark.claims[0].iri]),
        lambda mark: figure_words(mark.claims[0], mark.figure),
        contested,
        own,
    )
    return charts_of(comparison.marks, drawing)
