"""RDF files as they were at a git revision, beside those that there are now."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from volgraph.domain.blank_nodes import BlankNodes, matching
from volgraph.domain.statements import IMPORTS, MemoryGraph, Statement, is_blank, statement_of
from volgraph.errors import InputError, RdfSyntaxError
from volgraph.io.git import Repository
from volgraph.io.graph_files import Document
from volgraph.io.graph_index import GraphIndex, Indexed, kept_index
from volgraph.io.rdf_files import format_of

BROKEN = -1
"""How many triples a file has that does not parse."""

_VERSION = "1"


def statements_of(document: Document) -> list[Statement]:
    """Return what a document says, in its order.

    Raises:
        RdfSyntaxError: it does not parse.
    """
    return [statement_of(line.decode()) for lines in document.blocks() for line in lines]


@dataclass(frozen=True, slots=True)
class Delta:
    """What differs between the documents of now and the files of a revision.

    Args:
        removed: statements that only files which changed made, and do not make any more.
        added: statements that they make now and did not.
        became: what blank nodes of those files are called now.
        triples: how many the documents that are not as they were have now, by their position.
        errors: of those that do not parse now.
        imports: whether those that do import others.
    """

    removed: frozenset[Statement]
    added: frozenset[Statement]
    became: Mapping[str, str]
    triples: Mapping[int, int]
    errors: Mapping[int, InputError]
    imports: bool

    @property
    def changed(self) -> frozenset[Statement]:
        """Everything that was added or removed."""
        return self.removed | self.added


class Revision:
    """The files of a git revision that some documents of now stand for.

    Args:
        repository: that holds them.
        commit: the revision.
        documents: of now.
        named: what the user named: files, folders and globs that stand for the documents.

    Attributes:
        links: names of symbolic links and submodules among the files that are not as they were.
        different: the numbers of the files, from 0, that are not as they were.
        places: the positions of the documents that are as they were, by the numbers of their files.
        new: the positions of the documents that are not.
    """

    def __init__(
        self, repository: Repository, commit: str, documents: Sequence[Document], named: Iterable[str]
    ) -> None:
        self._repository, self._documents = repository, documents
        positions = {repository.name_of(one.path, one.shown): number for number, one in enumerate(documents)}
        wanted = {name for one in named for name in _names(repository, one)}
        beside = {name for name in positions if wanted.isdisjoint(map(str, PurePosixPath(name).parents))}
        difference = repository.difference(commit, wanted | beside)
        self.links = difference.links
        gone = {name for name in difference.gone if name in positions or _is_rdf(name)}
        objects = repository.files(commit)
        self._objects = {name: objects[name] for name in sorted(objects) if name in positions or name in gone}
        self._names = list(self._objects)
        self.different = [number for number, name in enumerate(self._names) if name in difference.files]
        self.places = {
            number: positions[name] for number, name in enumerate(self._names) if name not in difference.files
        }
        self.new = sorted(set(positions.values()) - set(self.places.values()))

    def index(self, folder: Path) -> GraphIndex:
        """Return an index of all files, which is made if it is not kept.

        Args:
            folder: for the index if the repository cannot be written.

        Raises:
            DiskSpaceError: there is no room for it.
        """
        root = self._repository.root.as_uri()
        described = "\n".join([_VERSION, root, *(f"{identity} {name}" for name, identity in self._objects.items())])
        kept = self._repository.cache
        try:
            kept.mkdir(exist_ok=True)
        except OSError:
            kept = folder
        if os.access(kept, os.W_OK):
            folder = kept
        return kept_index(folder, sha256(described.encode()).hexdigest(), self._indexed())

    def _indexed(self) -> Iterator[tuple[Indexed, Iterable[Statement]]]:
        for number, (name, content) in enumerate(self._repository.contents(self._objects)):
            said = self._said(number, name, content)
            imports = any(one[1] == IMPORTS for one in said or ())
            digest = sha256(content).hexdigest()
            yield Indexed(name, digest, BROKEN if said is None else len(said), imports), said or ()

    def _said(self, number: int, name: str, content: bytes) -> list[Statement] | None:
        """Return what a file said, or None if it did not parse."""
        with TemporaryDirectory() as folder:
            path = Path(folder, f"was{Path(name).suffix}")
            path.write_bytes(content)
            base_iri = (self._repository.root / name).as_uri()
            try:
                return statements_of(Document(path, name, f"o{number}", "", 0, base_iri))
            except InputError:
                return None

    def delta(self) -> Delta:
        """Compare the files that are not as they were with the documents that are not."""
        before: set[Statement] = set()
        objects = {self._names[number]: self._objects[self._names[number]] for number in self.different}
        for number, (name, content) in zip(self.different, self._repository.contents(objects), strict=True):
            before.update(self._said(number, name, content) or ())
        after: set[Statement] = set()
        triples, errors = {}, {}
        for position in self.new:
            try:
                said = statements_of(self._documents[position])
                triples[position] = len(said)
                after.update(said)
            except InputError as error:
                errors[position] = error
        became = _became(before, after)
        then = {_renamed(one, became) for one in before} if became else before
        imports = any(one[1] == IMPORTS for one in after)
        return Delta(frozenset(then - after), frozenset(after - then), became, triples, errors, imports)


def _became(before: set[Statement], after: set[Statement]) -> dict[str, str]:
    old, new = ({one for one in said if is_blank(one[0]) or is_blank(one[2])} for said in (before, after))
    old_nodes, new_nodes = ({term for one in said for term in one if is_blank(term)} for said in (old, new))
    return matching(BlankNodes(MemoryGraph(old)), old_nodes, BlankNodes(MemoryGraph(new)), new_nodes)


def _renamed(statement: Statement, became: Mapping[str, str]) -> Statement:
    subject, predicate, value = statement
    return became.get(subject, subject), predicate, became.get(value, value)


def _names(repository: Repository, given: str) -> Iterator[str]:
    """Yield the name of what a user named and, of a folder, of where it lies, since it may be a link."""
    path = Path(given)
    if path.name != "..":
        yield repository.name_of(path, given)
    if path.is_dir():
        yield repository.name_of(path.resolve(), given)


def _is_rdf(name: str) -> bool:
    try:
        format_of(Path(name))
    except RdfSyntaxError:
        return False
    return True
