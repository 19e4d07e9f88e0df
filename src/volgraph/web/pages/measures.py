"""The page of a measure: all claims on it over time, side by side."""

from collections.abc import Sequence

from flask import Blueprint
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.marks import Mark
from volgraph.domain.paging import Pages
from volgraph.domain.vocabulary import SCHEMA, DiscrepancyType
from volgraph.io.media_types import Kind, formats
from volgraph.services.claims_on_measure import PAGE_CLAIMS, TABLE_QUERY, Comparison, compare_claims
from volgraph.web.absent import thing_or_absent
from volgraph.web.behind import behind
from volgraph.web.drawing.chart import Chart, Drawing
from volgraph.web.drawing.comparison import charts_of
from volgraph.web.html import html
from volgraph.web.linked_claims import measure_markup
from volgraph.web.links import header, page_links
from volgraph.web.numbers import asked_page, refuse_beyond
from volgraph.web.pages.things import page as thing_page
from volgraph.web.showing import named
from volgraph.web.site import language, snapshot
from volgraph.web.telling import explained, figure_words, mark_words, marks_words, terms_of, told
from volgraph.web.texts import text

PAGE_DISAGREEMENTS = 20

blueprint = Blueprint("measures", __name__)


@blueprint.get("/page/measure/<slug>")
def page(slug: str) -> AnyResponse:
    """Show a measure to a reader."""
    path = f"measure/{slug}"
    node = thing_or_absent(path)
    address = f"/page/{path}"
    number, number_at_odds = asked_page(address), asked_page(address, "odds")
    comparison = compare_claims(snapshot().source, snapshot().marks, node, number)
    if comparison is None:
        return thing_page(path)
    pages = Pages(number, comparison.total, PAGE_CLAIMS)
    at_odds = Pages(number_at_odds, len(comparison.disagreements), PAGE_DISAGREEMENTS)
    for one in (pages, at_odds):
        refuse_beyond(one, address)
    snapshot().names.learn(comparison.things() | comparison.drawn())
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
        rows=told(comparison),
        pages=pages,
        disagreements=explained(comparison.disagreements[at_odds.entries]),
        odds_pages=at_odds,
        behind=behind(TABLE_QUERY, measure=node),
        formats=formats(Kind.TRIPLES),
        markup=measure_markup(comparison),
    )
    response.headers["Link"] = header(page_links(path, node, (SCHEMA["StatisticalVariable"],)))
    return response


def charts(comparison: Comparison) -> list[Chart]:
    """Return the charts of the claims on a measure."""
    odds = comparison.odds()
    contested = frozenset(iri.value for iri, kind in odds.items() if kind == DiscrepancyType.CONTRADICTION.node)
    publications = {one.claim.iri: one.publication for one in comparison.stated}

    def describe(marks: Sequence[Mark]) -> str:
        if len(marks) == 1 and marks[0].claims[0].iri in publications:
            return mark_words(marks[0], publications[marks[0].claims[0].iri])
        return marks_words(marks)

    drawing = Drawing(
        language(),
        describe,
        lambda mark: figure_words(mark.claims[0], mark.figure),
        lambda count: text("claim-other-values", language(), count=count),
        contested,
    )
    return charts_of(comparison.marks, drawing)
