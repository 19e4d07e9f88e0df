"""Giving the results of a run their fingerprints, from the files of the two graphs."""

from collections.abc import Sequence
from pathlib import Path

from volgraph.domain.fingerprints import Fingerprinted, Fingerprints
from volgraph.domain.statements import MemoryGraph, is_blank, statement_of
from volgraph.domain.validation import Result
from volgraph.io.graph_files import Document
from volgraph.io.inputs import repository_of


def fingerprinted(
    results: Sequence[Result], data: Path, shapes: Path, documents: Sequence[Document] = ()
) -> list[Fingerprinted]:
    """Return results with their fingerprints, in their order.

    Args:
        results: all of them, since equal ones are numbered.
        data: the data graph, in N-Triples.
        shapes: the shapes graph, in N-Triples.
        documents: of the data; names of files in their repository count without its folder.
    """
    terms = {term for result in results for term in (result.focus, result.value)}
    repository = repository_of(documents[0].path.resolve().parent) if documents else None
    fingerprints = Fingerprints(
        _around_blank_nodes(data) if any(map(is_blank, terms)) else MemoryGraph(),
        _around_blank_nodes(shapes) if any(is_blank(result.shape) for result in results) else MemoryGraph(),
        f"{repository.as_uri()}/" if repository else "",
    )
    return fingerprints.of(results)


def _around_blank_nodes(ntriples: Path) -> MemoryGraph:
    with ntriples.open("rb") as lines:
        statements = (statement_of(line.decode()) for line in lines if b"_:" in line)
        return MemoryGraph(one for one in statements if is_blank(one[0]) or is_blank(one[2]))
