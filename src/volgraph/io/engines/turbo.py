"""pyshacl-turbo, pySHACL written anew in Rust: https://github.com/legra-ai/pyshacl-turbo"""

from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any, ClassVar

from volgraph.errors import ShapesError
from volgraph.io.engines.choice import version_of
from volgraph.io.engines.engine import EVERYTHING, Found, Selection, first
from volgraph.io.engines.reports import read_report
from volgraph.io.engines.scope import Scope
from volgraph.io.engines.shapes import read_shapes


def _engine_alone() -> Any:
    """Import the engine without the package around it, which imports rdflib: that takes longer than a small check."""
    package = find_spec("pyshacl_turbo")
    assert package
    spec = PathFinder.find_spec("pyshacl_turbo._native", package.submodule_search_locations)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_native = _engine_alone()

_REPORT = 1
"""Where the report stands among what is returned."""
_DEEPEST = 15
"""How deeply shapes may name shapes, as in pySHACL."""


class Turbo:
    """pyshacl-turbo's engine without its Python interface.

    That one renames the blank nodes of files, and rewrites literals of graphs. The version is pinned, so that the
    inner interface is the one that was tested.
    """

    name: ClassVar[str] = "turbo"

    def __init__(self, shapes: Path) -> None:
        self.version = version_of(self.name)
        text, self._shapes = read_shapes(shapes)
        try:
            self._compiled = _native.CompiledShapes(
                source=text,
                rdf_format="nt",
                base=None,
                advanced=self._shapes.advanced,
                numeric_booleans=False,
                namespaces=[],
            )
        except (RuntimeError, ValueError) as error:
            raise _unusable(error) from None

    def validate(self, data: Path, selection: Selection = EVERYTHING) -> Found:
        """Return what is wrong with a graph."""
        scope = Scope(self._shapes, selection)
        if scope.empty:
            return Found(())
        alone = scope.focus is None or scope.shapes is None
        try:
            report = self._compiled.validate(
                source=data.read_text("utf-8"),
                rdf_format="nt",
                base=None,
                iterate_rules=False,
                max_rule_iterations=1,
                max_validation_depth=_DEEPEST,
                include_data=False,
                allow_infos=False,
                allow_warnings=False,
                abort_on_first=False,
                focus_nodes=sorted(scope.focus or ()),
                use_shapes=sorted(scope.shapes or ()) if alone else [],
                namespaces=[],
            )[_REPORT]
        except (RuntimeError, ValueError) as error:
            raise _unusable(error) from None
        return first(scope.wanted(read_report(report, self._shapes)), selection.most)


def _unusable(error: Exception) -> ShapesError:
    return ShapesError(f"pyshacl-turbo cannot use the shapes: {' '.join(str(error).split())}")
