"""Where results on graphs of the collection arose: in its tables and in the files of its articles."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from volgraph.domain.iris import Base
from volgraph.domain.property_paths import Node
from volgraph.domain.term_text import Term
from volgraph.domain.validation import Location, Result
from volgraph.io.positions.ranges import spans
from volgraph.io.rdf_files import read_quads
from volgraph.services.locating.choosing import about, chosen, nearest
from volgraph.services.locating.looking import Sought, sought
from volgraph.services.locating.places import location, places
from volgraph.services.locating.search import search
from volgraph.services.locating.tables import Cell, TableFile, cell_of, rows_about, table_files


def collection_places(findings: Sequence[tuple[str, Result]], root: Path, base: Base) -> list[tuple[Location, ...]]:
    """Return where results on the graphs of a built collection arose, with files named from its folder.

    A table shows the cell from which the value comes, or would come, else the one that names the row. What is made of
    a claim, such as the words that state it, is shown at the claim.

    Args:
        findings: results, each with the IRI of its graph. With the name of a rule instead, a result may be on a thing
            of any graph.
        root: the folder of the collection, as it was when it was built.
        base: under which its things are named.
    """
    where = _Findings([sought(result) for _, result in findings], [graph for graph, _ in findings], root, base)
    found = where.in_tables() | where.in_articles()
    return [found.get(number, ()) for number in range(len(findings))]


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    """The file of an article, whose IRIs are relative to the base of things."""

    path: Path
    shown: str
    base: str

    def about(self, nodes: Collection[Node]) -> Iterator[tuple[int, Triple]]:
        for number, quad in enumerate(read_quads(self.path, self.base, self.shown)):
            if quad.subject in nodes or quad.object in nodes:
                yield number, quad.triple


class _Findings:
    """Results on graphs of a collection."""

    def __init__(self, results: Sequence[Sought], graphs: Sequence[str], root: Path, base: Base) -> None:
        self._results, self._root, self._base = results, root, base
        prefix = base.graph("").value
        self._graphs = [graph.removeprefix(prefix) if graph.startswith(prefix) else "" for graph in graphs]
        self._names = [list(_names(one.focus, base)) for one in results]

    def in_tables(self) -> dict[int, tuple[Location, ...]]:
        """Return the places of those that stand in tables, by their numbers."""
        files = {graph: table_files(self._root, graph) for graph in set(self._graphs)}
        wanted: dict[TableFile, set[str]] = defaultdict(set)
        for graph, names in zip(self._graphs, self._names, strict=True):
            for file in files[graph]:
                wanted[file].update(names)
        rows = {file: rows_about(file, names, self._base) for file, names in wanted.items()}
        cells: dict[int, Cell] = {}
        for number, (one, graph, names) in enumerate(zip(self._results, self._graphs, self._names, strict=True)):
            cell = cell_of(one, names, [(file, rows[file]) for file in files[graph]])
            if cell is not None:
                cells[number] = cell
        return _located(cells)

    def in_articles(self) -> dict[int, tuple[Location, ...]]:
        """Return the places of those that stand in articles, by their numbers."""
        by_file: dict[_ArticleFile, list[int]] = defaultdict(list)
        for number, (graph, names) in enumerate(zip(self._graphs, self._names, strict=True)):
            for file in self._articles(graph, names):
                by_file[file].append(number)
        return {number: found for file, numbers in by_file.items() for number, found in self._in_article(file, numbers)}

    def _articles(self, graph: str, names: Sequence[str]) -> Iterator[_ArticleFile]:
        """Yield the file of the article that a graph, or the thing of a result, is named after."""
        named = graph or (names[-1].removeprefix(self._base.things) if names else "")
        shown = f"data/articles/{named.removeprefix('article/')}/article.ttl"
        if named.startswith("article/") and (self._root / shown).is_file():
            yield _ArticleFile(self._root / shown, shown, self._base.things)

    def _in_article(self, file: _ArticleFile, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[Location, ...]]]:
        nodes = {number: [NamedNode(name) for name in self._names[number]] for number in numbers}
        direct = {pattern for number in numbers for pattern in self._results[number].patterns()}
        beside = {pattern for some in nodes.values() for node in some for pattern in nearest(node)}
        matches = search([file], direct | beside)
        found = {number: chosen(about(self._results[number], matches), nodes[number], matches) for number in numbers}
        where = places([file], {one for some in found.values() for one in some})
        for number, some in found.items():
            yield number, tuple(dict.fromkeys(where[one] for one in some))


def _names(focus: Term | None, base: Base) -> Iterator[str]:
    """Yield the IRI of a thing, and those of what it is a part of, up to its kind and slug."""
    name = focus.value if isinstance(focus, NamedNode) else ""
    yield name
    while name.startswith(base.things) and name.removeprefix(base.things).count("/") > 1:
        name = name.rpartition("/")[0]
        yield name


def _located(cells: dict[int, Cell]) -> dict[int, tuple[Location, ...]]:
    by_file: dict[TableFile, list[int]] = defaultdict(list)
    for number, cell in cells.items():
        by_file[cell.file].append(number)
    found: dict[int, tuple[Location, ...]] = {}
    for file, numbers in by_file.items():
        where = spans(file.path.read_bytes(), {cells[number].place for number in numbers})
        for number in numbers:
            cell = cells[number]
            found[number] = (location(file.shown, where[cell.place], cell.exactness),)
    return found
