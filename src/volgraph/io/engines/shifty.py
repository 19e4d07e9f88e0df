"""pyshifty, SHACL by way of an algebra, in Rust: https://github.com/gtfierro/shifty"""

import re
from pathlib import Path
from typing import ClassVar

from shifty import _shifty

from volgraph.errors import ShapesError
from volgraph.io.engines.choice import version_of
from volgraph.io.engines.engine import EVERYTHING, Found, Selection, first
from volgraph.io.engines.reports import read_report
from volgraph.io.engines.scope import Scope
from volgraph.io.engines.shapes import SH, read_shapes

_SWITCHES = "closed|deactivated|optional|qualifiedValueShapesDisjoint|uniqueLang"
_ONE = re.compile(
    rf'^(\S+ <{SH}(?:{_SWITCHES})> )"1"(\^\^<http://www\.w3\.org/2001/XMLSchema#boolean> \.)$', re.MULTILINE
)
"""A switch that is no `true`. pyshifty takes it for that; the W3C's tests do not (uniqueLang-002)."""


class Shifty:
    """pyshifty, looking at the data graph alone and drawing no inferences, which it does by default."""

    name: ClassVar[str] = "shifty"

    def __init__(self, shapes: Path) -> None:
        self.version = version_of(self.name)
        text, self._shapes = read_shapes(shapes)
        self._prepared = None
        if not text:  # it would look for shapes in the data
            return
        try:
            self._prepared = _shifty.PreparedValidator(
                shapes=_ONE.sub(r'\1"false"\2', text).encode(), shapes_format="nt"
            )
        except (RuntimeError, ValueError) as error:
            raise _unusable(error) from None

    def validate(self, data: Path, selection: Selection = EVERYTHING) -> Found:
        """Return what is wrong with a graph."""
        scope = Scope(self._shapes, selection)
        if scope.empty or self._prepared is None:
            return Found(())
        try:
            found = self._prepared.validate_w3c(
                data_path=str(data),
                data_format="nt",
                graph_mode="data",
                entry_shape_names=sorted(scope.shapes) if scope.shapes else None,
                run_infer=False,
                minimum_severity="info",
                sort_results=False,
                on_unsupported="error",
            )
        except (RuntimeError, ValueError) as error:
            raise _unusable(error) from None
        return first(scope.wanted(read_report(found._report_ntriples, self._shapes)), selection.most)


def _unusable(error: Exception) -> ShapesError:
    return ShapesError(f"pyshifty cannot use the shapes: {' '.join(str(error).split())}")
