"""Reading graphs: https://www.w3.org/TR/sparql11-http-rdf-update/#http-get."""

from pyoxigraph import NamedNode

from volgraph.errors import GraphMissingError
from volgraph.io.media_types import Kind
from volgraph.services.answering import Asked, new_query_id
from volgraph.services.workers.messages import GraphJob
from volgraph.web.front.cache import entity_tag
from volgraph.web.front.exchange import COMMON, Exchange
from volgraph.web.front.queries import PUBLISHING, VARY, Order, Question, Wish, give
from volgraph.web.front.site import FrontSite
from volgraph.web.mementos import PARAMETER
from volgraph.web.negotiation import not_acceptable
from volgraph.web.statuses import Problem

PATH = "/rdf-graph-store"
WRITES = ("PUT", "POST", "DELETE", "PATCH")


async def give_graph(exchange: Exchange, site: FrontSite) -> None:
    """Give a graph of a generation.

    Raises:
        Problem: the request cannot be understood, or would change what is published.
        GraphMissingError, LimitError, WorkerError, GenerationError: there is no answer.
        CutError: the answer broke off.
    """
    if exchange.method in WRITES:
        raise Problem(403, PUBLISHING)
    fields = exchange.arguments()
    if exchange.path != PATH:
        raise GraphMissingError(f"there is no graph {site.url(exchange)}: name one by {PATH}?graph= with its IRI")
    graph = graph_of(fields.all("graph"), "default" in fields)
    wish = Wish.of(exchange, fields)
    form = wish.triples
    if form is None:
        raise Problem(406, not_acceptable(Kind.TRIPLES, wish.name))
    choice = await site.choose(exchange, fields.first(PARAMETER))
    snapshot = choice.snapshot
    order = Order(
        site.answering,
        snapshot.workers,
        Asked(new_query_id(), site.client(exchange), GraphJob(form, graph), snapshot.digest),
        wish,
        [*COMMON, *choice.headers, VARY],
        Question("", fields).time_s(),
        entity_tag((snapshot.digest, snapshot.engine, "graph", graph, form, wish.coding)),
    )
    await give(exchange, site, order)


def graph_of(named: tuple[str, ...], default: bool) -> str:
    """Return the IRI of the graph that a request names; empty for the default graph.

    Args:
        named: the values of the parameter `graph`.
        default: whether there is a parameter `default`.

    https://www.w3.org/TR/sparql11-http-rdf-update/#indirect-graph-identification

    Raises:
        Problem: it names none, or several.
    """
    if len(named) + default != 1:
        raise Problem(400, "name one graph: ?graph= with its IRI, or ?default")
    if default:
        return ""
    try:
        return NamedNode(named[0]).value
    except ValueError as error:
        raise Problem(400, f"the graph is named by no IRI: {error}") from None
