"""Results of a data graph and a shapes graph, as a multiset."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from volgraph.domain.statements import Statement
from volgraph.errors import ShapesError
from volgraph.io.engines.choice import AUTO, engine_named

Results = Counter[tuple[str, ...]]
_engine = engine_named(AUTO)


def results(data: Iterable[Statement], shapes: Iterable[Statement]) -> Results | None:
    """Return the results: focus node, path, value, component and shape; None if the engine cannot use the shapes."""
    with TemporaryDirectory() as name:
        files = Path(name, "data.nt"), Path(name, "shapes.nt")
        for file, statements in zip(files, (data, shapes), strict=True):
            file.write_text("".join(f"{' '.join(one)} .\n" for one in sorted(statements)), encoding="utf-8")
        try:
            found = _engine(files[1]).validate(files[0]).results
        except ShapesError:
            return None
    return Counter((one.focus, one.path, one.value, one.component, one.shape) for one in found)
