"""What a client may do to a store that it may write to: updates, and the operations of the Graph Store Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/

Each operation is one transaction of the engine: it happens wholly or not at all. The engine's Python interface has no
transactions but those of single calls, so an operation of several steps is an update, and its data stand in the
update's text, as the engine itself writes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from volgraph.domain.vocabulary import PREFIXES
from volgraph.errors import InputError, Place, QueryError
from volgraph.io.datasets import dataset_from
from volgraph.io.media_types import Format, Kind
from volgraph.io.pipes import pipe_path
from volgraph.io.query_text import refuse_outside_in_update
from volgraph.io.rdf_files import unparsable
from volgraph.io.results import syntax_error
from volgraph.io.update_text import needs_rewriting, with_dataset

Graph = NamedNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Payload:
    """A document of RDF that came in.

    Args:
        content: the document, or the file that holds it.
        form: what it is written in.
        name: what errors call it.
    """

    content: bytes | Path
    form: Format
    name: str = ""


def update(
    store: Store,
    text: str,
    base_iri: str | None = None,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> None:
    """Run an update, all its operations or none.

    Args:
        store: what is changed.
        text: SPARQL Update.
        base_iri: against which relative IRIs resolve, if the text has no `BASE`.
        default_graphs: IRIs of the graphs whose merge is the default graph of each `WHERE` (`using-graph-uri`).
        named_graphs: IRIs of the graphs that each `WHERE` can name (`using-named-graph-uri`).

    Raises:
        QueryError: it does not parse; with its line and column. Or it reaches out of this machine, names graphs in two
            ways, or cannot be carried out, such as a `CREATE` of a graph that exists.
    """
    refuse_outside_in_update(text)
    dataset = dataset_from(default_graphs, named_graphs)
    if needs_rewriting(text, dataset):
        check_update(text, base_iri)
        text = with_dataset(text, dataset)
    try:
        store.update(text, base_iri=base_iri)
    except SyntaxError as error:
        raise syntax_error(text, str(error), "update") from None
    except RuntimeError as error:
        if not str(error).startswith("The "):  # “The graph … exists”; other messages name files of the store
            raise
        raise QueryError(f"{error}: nothing was changed") from None


def check_update(text: str, base_iri: str | None = None) -> None:
    """Read an update without doing anything; one that reaches out is to be refused before.

    Raises:
        QueryError: it does not parse; with its line and column.
    """
    try:
        Store().update(text, base_iri=base_iri)
    except SyntaxError as error:
        raise syntax_error(text, str(error), "update") from None
    except RuntimeError:  # it parses; that an empty store has no such graph says nothing
        return


def contains_graph(store: Store, graph: Graph) -> bool:
    """Tell whether the store has a graph; it always has the default graph, and may have named graphs that are empty."""
    return isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)


def named_graphs(store: Store) -> list[NamedNode]:
    """Return the graphs that have a name, the empty ones too, in the order of their IRIs."""
    found = (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return sorted(found, key=lambda graph: graph.value)


def write_graph(store: Store, graph: Graph, output: IO[bytes] | int, form: Format) -> None:
    """Write a graph's triples, as they are at one moment.

    Args:
        store: what has the graph.
        graph: one that exists: see `contains_graph`.
        output: a file, or the descriptor of the writing end of a pipe.
        form: a format of triples.
    """
    _dump(store, graph, output, form)


def write_dataset(store: Store, output: IO[bytes] | int, form: Format) -> None:
    """Write all graphs of a store, as they are at one moment, in a format of quads; see `write_graph`."""
    _dump(store, None, output, form)


def _dump(store: Store, graph: Graph | None, output: IO[bytes] | int, form: Format) -> None:
    assert isinstance(form.engine, RdfFormat)
    prefixes = None if form.engine == RdfFormat.JSON_LD else PREFIXES
    if isinstance(output, int):
        with pipe_path(output) as path:
            store.dump(path, form.engine, from_graph=graph, prefixes=prefixes)
    else:
        store.dump(output, form.engine, from_graph=graph, prefixes=prefixes)


def put_graph(store: Store, graph: Graph, payloads: Sequence[Payload], base_iri: str | None = None) -> bool:
    """Put the merge of some documents in the place of a graph, and return whether the graph is new.

    A graph that gets no triples exists all the same, until it is deleted.

    Args:
        store: what is changed.
        graph: the graph.
        payloads: the documents; a blank node of one is none of another, nor of the store.
        base_iri: against which their relative IRIs resolve; if None, the graph's own IRI.

    Raises:
        RdfSyntaxError: a document does not parse; with its line and column. The graph stays as it was.
        InputError: a document has named graphs.
    """
    statements = _statements(payloads, base_iri or _base(graph))
    created = not contains_graph(store, graph)
    clear = f"DROP SILENT GRAPH {graph}" if isinstance(graph, NamedNode) else "CLEAR DEFAULT"
    store.update(f"{clear} ; {_insertion(graph, statements)}")
    return created


def post_graph(store: Store, graph: Graph, payloads: Sequence[Payload], base_iri: str | None = None) -> bool:
    """Merge some documents into a graph, and return whether the graph is new; see `put_graph`."""
    statements = _statements(payloads, base_iri or _base(graph))
    created = not contains_graph(store, graph)
    store.update(_insertion(graph, statements))
    return created


def post_new_graph(store: Store, collection: str, payloads: Sequence[Payload]) -> NamedNode:
    """Make a graph of some documents, with a name that the store chooses, and return the name.

    Args:
        store: what is changed.
        collection: the URL of the graph store: the new name stands under it. Relative IRIs resolve against the name.
        payloads: the documents; see `put_graph`.
    """
    graph = NamedNode(f"{collection.rstrip('/')}/{uuid4()}")
    post_graph(store, graph, payloads)
    return graph


def delete_graph(store: Store, graph: Graph) -> bool:
    """Delete a graph, and return whether it was there; of the default graph only the triples go."""
    existed = contains_graph(store, graph)
    store.remove_graph(graph)
    return existed


def _base(graph: Graph) -> str | None:
    return graph.value if isinstance(graph, NamedNode) else None


def _insertion(graph: Graph, statements: str) -> str:
    if isinstance(graph, DefaultGraph):
        return f"INSERT DATA {{ {statements} }}"
    return f"CREATE SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {statements} }} }}"


def _statements(payloads: Sequence[Payload], base_iri: str | None) -> str:
    """Return the triples of some documents as N-Triples, each once."""
    read = Store()
    for payload in payloads:
        _load(read, payload, base_iri)
        if any(True for _ in read.named_graphs()):
            message = "the document has named graphs, and a graph holds none: send each graph to its own address"
            raise InputError(message, Place(payload.name))
    dumped = read.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert dumped is not None
    return dumped.decode()


def _load(store: Store, payload: Payload, base_iri: str | None) -> None:
    assert payload.form.kind is not Kind.SOLUTIONS and isinstance(payload.form.engine, RdfFormat)
    try:
        if isinstance(payload.content, Path):
            store.load(path=payload.content, format=payload.form.engine, base_iri=base_iri)
        else:
            store.load(payload.content, format=payload.form.engine, base_iri=base_iri)
    except SyntaxError as error:
        raise unparsable(error, payload.name) from None
