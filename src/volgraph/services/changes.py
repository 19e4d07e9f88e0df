"""Finding what a change since a git revision can affect, and the little graph that is enough to check it: `--since`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj

from volgraph.domain.dependencies import Machine, needed
from volgraph.domain.notices import notice
from volgraph.domain.restriction import Restriction, affected, retarget
from volgraph.domain.shape_changes import changed_shapes
from volgraph.domain.statements import IMPORTS, MemoryGraph, Statement, StatementGraph, is_blank, statement_of
from volgraph.domain.validation import Notice
from volgraph.errors import InputError, RevisionError
from volgraph.io.git import Repository
from volgraph.io.graph_files import Document, GraphFile, digest_of
from volgraph.io.graph_index import GraphIndex
from volgraph.io.inputs import Source
from volgraph.io.kept_answers import kept_answer
from volgraph.io.revisions import BROKEN, Delta, Revision, statements_of
from volgraph.io.snapshots import Names, Snapshot
from volgraph.io.sorted_lines import SortedLines

_SHOWN = 5
_MACHINE = "machine 2"
"""What is kept for shapes is called; the number is counted up when shapes make another machine than before."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be validated.

    Args:
        data: as much of the data graph as the focus nodes need, with all documents of the data.
        marked: the file to give to the engine: the same, and marks on blank focus nodes that only `shapes` knows.
        shapes: the file of the shapes, in N-Triples, whose targets are the affected focus nodes.
        positions: those of the documents that changed, and by subject and object of the graph those of the others; None
            if every document may say something of every node.
        restriction: the focus nodes, and the shapes that look at all of theirs.
        imports: whether a document of the data imports another.
        notices: what was checked, and which shapes in full and why.
        errors: of documents that do not parse.
        cache: the folder that is kept for the next run.
    """

    data: GraphFile
    marked: Path
    shapes: Path
    positions: tuple[Collection[int], Mapping[str, Collection[int]]] | None
    restriction: Restriction
    imports: bool
    notices: tuple[Notice, ...]
    errors: tuple[InputError, ...]
    cache: Path

    def holding(self, terms: Iterable[str]) -> tuple[Document, ...]:
        """Return the documents that say something of some nodes and values of the graph, or have changed."""
        if self.positions is None:
            return self.data.documents
        changed, others = self.positions
        labels = {f"d{position}" for some in (changed, *(others.get(term, ()) for term in terms)) for position in some}
        return tuple(document for document in self.data.documents if document.label in labels)


def since(
    revision: str,
    data: Sequence[Source],
    data_names: Iterable[str],
    shapes: GraphFile,
    shapes_names: Iterable[str],
    folder: Path,
) -> Change:
    """Return what a change since a revision can affect: all other results are as they were then.

    Args:
        revision: a commit, branch or tag.
        data: the files.
        data_names: the files, folders and globs that they stand for, so that files which are gone are known.
        shapes: the shapes graph.
        shapes_names: the files, folders and globs that it stands for.
        folder: where the graph and the shapes are written.

    Raises:
        RevisionError: git does not know the revision, or does not hold the files.
        DiskSpaceError: there is no room for an index of the data.
    """
    documents = [
        Document(one.path, one.shown, f"d{number}", "", 0, one.base_iri, one.lined) for number, one in enumerate(data)
    ]
    for one in (*documents, *shapes.documents):
        if one.base_iri or not one.lined:  # a copy of what is no file
            raise RevisionError(f"{one.shown} is in no git repository, so --since cannot tell what changed in it")
    repository = Repository(data[0].path.resolve().parent)
    commit = repository.commit(revision)
    of_data = Revision(repository, commit, documents, data_names)
    of_shapes = Revision(repository, commit, shapes.documents, shapes_names)
    return _Since(revision, documents, of_data, of_shapes, shapes, folder, repository.cache).change()


class _Since:
    def __init__(
        self,
        revision: str,
        documents: Sequence[Document],
        of_data: Revision,
        of_shapes: Revision,
        shapes: GraphFile,
        folder: Path,
        cache: Path,
    ) -> None:
        self._revision, self._documents, self._folder, self._cache = revision, documents, folder, cache
        self._of_data, self._of_shapes = of_data, of_shapes
        self._shapes = MemoryGraph(map(statement_of, shapes.ntriples.read_text("utf-8").split("\n")[:-1]))
        self._machine = kept_answer(cache, (_MACHINE, shapes.sha256), Machine, self._make_machine)

    def _make_machine(self) -> Machine:
        from volgraph.io.shape_dependencies import machine_of  # with the grammar of SPARQL, which is slow to load

        return machine_of(self._shapes)

    def change(self) -> Change:
        delta, of_shapes = self._of_data.delta(), self._of_shapes.delta()
        with closing(self._of_data.index(self._folder)) as index:
            names = Names(delta.became, self._of_data.places)
            added = MemoryGraph(delta.added)
            both = Snapshot(index, names, self._of_data.different, (), added)
            new = Snapshot(index, names, self._of_data.different, delta.removed, added)
            restriction, notices = self._restriction(delta, of_shapes, both, new)
            documents, errors = self._read(index, delta)
            if restriction.in_full:
                data, positions = self._merged(documents), None
            else:
                data, places = self._part(documents, restriction, new), self._of_data.places
                others = {term: {places[number] for number in numbers} for term, numbers in new.holders.items()}
                positions = self._of_data.new, others
            imports = delta.imports or any(index.documents[number].imports for number in self._of_data.places)
        marked, shapes = self._retargeted(data.ntriples, restriction)
        return Change(data, marked, shapes, positions, restriction, imports, tuple(notices), tuple(errors), self._cache)

    def _restriction(
        self, delta: Delta, of_shapes: Delta, both: StatementGraph, new: StatementGraph
    ) -> tuple[Restriction, list[Notice]]:
        """Return what has to be validated, and what to say of it."""
        roots = [root.shape for root in self._machine.roots]
        changed = changed_shapes(MemoryGraph(self._shapes.statements | of_shapes.removed), of_shapes.changed, roots)
        links = self._of_data.links or self._of_shapes.links
        if links or any(one[1] == IMPORTS for one in delta.changed | of_shapes.changed):
            restriction, why = Restriction({}, frozenset(roots)), "since-everything"
        else:
            restriction, why = affected(self._machine, both, new, delta.changed, changed), "since-far"
        nodes, in_full = restriction.nodes, restriction.in_full
        notices = [
            notice(
                "since",
                revision=self._revision,
                triples=len(delta.changed),
                nodes=len(restriction.focus_nodes),
                shapes=len(nodes),
                full=len(in_full),
            )
        ]
        for code, shapes in (("since-changed", sorted(in_full & changed)), (why, sorted(in_full - changed))):
            if shapes:
                more = f" … ({len(shapes)})" if len(shapes) > _SHOWN else ""
                notices.append(notice(code, names=", ".join(shapes[:_SHOWN]) + more))
        return restriction, notices

    def _read(self, index: GraphIndex, delta: Delta) -> tuple[list[Document], list[InputError]]:
        """Return the documents that parse, with what is known of them, and the errors of the others."""
        then = {place: index.documents[number] for number, place in self._of_data.places.items()}
        documents: list[Document] = []
        errors: list[InputError] = []
        for position, document in enumerate(self._documents):
            try:
                if position in delta.errors:
                    raise delta.errors[position]
                if position in then:
                    if then[position].triples == BROKEN:
                        statements_of(document)  # raises what is wrong with it
                    known = then[position].sha256, then[position].triples
                else:
                    known = digest_of(document.path, document.shown), delta.triples[position]
                documents.append(replace(document, sha256=known[0], triples=known[1]))
            except InputError as error:
                errors.append(error)
        return documents, errors

    def _merged(self, documents: Sequence[Document]) -> GraphFile:
        """Return the whole graph."""
        with SortedLines() as lines:
            for document in documents:
                for some in document.blocks():
                    lines.add(some)
            path = self._folder / "affected.nt"
            written = lines.write(path)
        return GraphFile(tuple(documents), path, written.lines, written.sha256)

    def _part(self, documents: Sequence[Document], restriction: Restriction, new: Snapshot) -> GraphFile:
        """Return what the focus nodes need of the graph."""
        statements = with_blank_nodes(needed(self._machine, new, restriction.starts(self._machine)), new)
        return GraphFile(tuple(documents), *self._written("affected.nt", statements))

    def _retargeted(self, data: Path, restriction: Restriction) -> tuple[Path, Path]:
        """Return the files of the data and the shapes that make an engine look at the focus nodes only."""
        shapes, marks = retarget(self._shapes.statements, self._machine, restriction)
        marked = data
        if marks:
            marked = self._written("affected-marked.nt", marks)[0]
            with marked.open("ab") as both, data.open("rb") as whole:
                copyfileobj(whole, both)
        return marked, self._written("affected-shapes.nt", shapes)[0]

    def _written(self, name: str, statements: Collection[Statement]) -> tuple[Path, int, str]:
        """Write statements as sorted lines of N-Triples; return the file, how many they are and its SHA-256."""
        path = self._folder / name
        content = "".join(sorted(f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements))
        path.write_text(content, encoding="utf-8", newline="\n")
        return path, len(statements), sha256(content.encode()).hexdigest()


def with_blank_nodes(statements: Iterable[Statement], graph: StatementGraph) -> set[Statement]:
    """Return statements with all that a graph says around their blank nodes, from which those are named."""
    found = set(statements)
    waiting = {term for one in found for term in one if is_blank(term)}
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        seen.add(node)
        around = {*graph.match(node, None, None), *graph.match(None, None, node)}
        found |= around
        waiting |= {term for one in around for term in one if is_blank(term)} - seen
    return found
