"""What a check looks at: all that was named, or as much of it as a change can affect."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING

from volgraph.domain.notices import notice, of_error
from volgraph.domain.validation import Location, Notice, Result
from volgraph.io.graph_files import Document, GraphFile
from volgraph.io.inputs import Inputs, Name, Source
from volgraph.services.gathering import IMPORT_NOTHING, Gathering

if TYPE_CHECKING:
    from volgraph.services.changes import Change


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at.

    Args:
        data: the data graph, or what of it can be affected by a change, with all its documents.
        shapes: the shapes graph.
        asked: the files of data and of shapes for the engine.
        change: what else is known of it if it is only what a change can affect.
        notices: about its files.
    """

    data: GraphFile
    shapes: GraphFile
    asked: tuple[Path, Path]
    change: "Change | None"
    notices: tuple[Notice, ...]

    @property
    def whole(self) -> bool:
        """Whether it is everything that was named."""
        return self.change is None

    def holding(self, results: Iterable[Result]) -> tuple[Document, ...]:
        """Return the documents of the data that may hold what results are about."""
        if self.change is None:
            return self.data.documents
        return self.change.holding({term for result in results for term in (result.focus, result.value)})


@dataclass(frozen=True, slots=True)
class Named:
    """What a user named as data or shapes: the names, and the files that they mean."""

    names: Sequence[Name]
    inputs: Inputs

    def paths(self) -> list[str]:
        """Return the names, without RDF itself."""
        return [fspath(name) for name in self.names if not isinstance(name, bytes)]


def everything(
    data: Named, shapes: Named, folder: Path, imports: str, progress: Callable[[str], None] = lambda step: None
) -> Subject:
    """Return all that was named, and what it imports.

    Args:
        data: what was named as data.
        shapes: what was named as shapes.
        folder: for the graphs, and for what is fetched.
        imports: whether `owl:imports` is followed.
        progress: told of each file.
    """
    gathering = Gathering(folder, imports, progress)
    graphs = gathering.graphs(data.inputs, shapes.inputs)
    asked = graphs[0].ntriples, graphs[1].ntriples
    return Subject(*graphs, asked, None, tuple(gathering.notices))


def affected_since(
    revision: str,
    data: Named,
    shapes: Named,
    folder: Path,
    imports: str,
    progress: Callable[[str], None] = lambda step: None,
) -> Subject:
    """Return what a change since a git revision can affect; files that did not change are not read, but for imports.

    Args:
        revision: a commit, branch or tag.
        data: what was named as data.
        shapes: what was named as shapes.
        folder: for the graphs, and for what is fetched.
        imports: whether `owl:imports` is followed.
        progress: told of each step.

    Raises:
        RevisionError: git does not know the revision, or does not hold the files.
    """
    from volgraph.services.changes import since  # whose libraries take as long to import as a small check

    gathering = Gathering(folder, imports, progress)
    _, graph = gathering.graphs(Inputs(()), shapes.inputs)
    progress(f"finding what changed since {revision}")
    change = since(revision, data.inputs.sources, data.paths(), graph, shapes.paths(), folder)
    notices = [notice("named-twice", Location(name)) for name in data.inputs.repeated]
    if imports != IMPORT_NOTHING and (change.imports or any(one.imports for one in graph.documents)):
        gathering, notices = Gathering(folder, imports, progress), []
        whole, graph = gathering.graphs(data.inputs, shapes.inputs)
        sources = [Source(one.shown, one.path, one.base_iri, one.lined) for one in whole.documents]
        change = since(revision, sources, data.paths(), graph, shapes.paths(), folder)
    notices += (*gathering.notices, *map(of_error, change.errors), *change.notices)
    asked = change.marked, change.shapes
    return Subject(change.data, graph, asked, change, tuple(notices))
