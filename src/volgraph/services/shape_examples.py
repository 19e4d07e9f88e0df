"""Trying shapes on examples: which shape looks at which example, and which constraint it breaks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from volgraph.domain.shape_scores import Example
from volgraph.domain.validation import Result
from volgraph.io.graph_files import GraphFile, merge
from volgraph.io.lint.coverage import Coverage
from volgraph.io.lint.graph import Term
from volgraph.io.lint.shapes import Shapes
from volgraph.io.shape_cases import Cases

Judge = Callable[[Path], Iterable[Result]]
"""Validates a file of N-Triples."""
Progress = Callable[[str], None]
_MOST_EXAMPLES = 2


@dataclass(slots=True)
class Tried:
    """What the examples show.

    Args:
        valid: the examples that each shape looks at, the best ones first.
        invalid: the examples that break each shape.
        broken: each shape and component that an invalid example breaks, as in `Result`.
        surprising: valid examples that break a shape, and invalid ones that break none.
    """

    valid: dict[str, list[Example]] = field(default_factory=dict)
    invalid: dict[str, list[Example]] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    surprising: list[str] = field(default_factory=list)


def try_examples(cases: Cases, shapes: Shapes, judge: Judge, progress: Progress) -> Tried:
    """Return what examples show of shapes.

    Raises:
        RdfSyntaxError: an example does not parse.
    """
    tried = Tried()
    fitting: dict[str, list[tuple[tuple[bool, bool, int], Example]]] = {}
    with TemporaryDirectory(prefix="volgraph-") as name:
        folder = Path(name)
        every = [*((path, True) for path in cases.valid), *((path, False) for path in cases.invalid)]
        for number, (path, is_valid) in enumerate(every, 1):
            progress(f"trying examples ({number} of {len(every)})")
            graph = merge([(one, one.name) for one in (path, *cases.context)], folder / "example.nt")
            own = {triple.subject for triple in graph.documents[0].read()}
            context = {str(triple.subject) for document in graph.documents[1:] for triple in document.read()}
            context -= {str(node) for node in own}
            results = [result for result in judge(graph.ntriples) if result.focus not in context]
            example = Example(f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8"))
            if bool(results) == is_valid:
                tried.surprising.append(example.file)
            elif is_valid:
                coverage = Coverage(shapes, load(graph))
                for node in shapes.nodes:
                    if coverage.focus.get(node, set()) & own:
                        fitting.setdefault(str(node), []).append((_rank(shapes, coverage, node, example), example))
            for result in results if not is_valid else ():
                tried.broken.add((result.shape, result.component))
                known = tried.invalid.setdefault(result.shape, [])
                if example not in known:
                    known.append(example)
    for shape, ranked in fitting.items():
        tried.valid[shape] = [example for _, example in sorted(ranked, key=lambda pair: pair[0])][:_MOST_EXAMPLES]
    for examples in tried.invalid.values():
        del examples[_MOST_EXAMPLES:]
    return tried


def _rank(shapes: Shapes, coverage: Coverage, node: Term, example: Example) -> tuple[bool, bool, int]:
    """Order examples: those named after the shape first, then those with a value to look at, then the short ones."""
    local = str(node).strip("<>").replace("#", "/").rpartition("/")[2]
    named = bool(local) and example.file.partition("/")[2].startswith(local)
    return not named, not coverage.values.get(node), len(example.text)


def load(graph: GraphFile) -> Store:
    """Return a graph in a store in memory."""
    store = Store()
    store.bulk_load(path=graph.ntriples, format=RdfFormat.N_TRIPLES)
    return store
