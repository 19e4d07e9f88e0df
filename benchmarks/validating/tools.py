"""What is compared: volgraph with each engine, and pySHACL's own command."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.validating.data import VOLGRAPH, Data
from pyoxigraph import BlankNode, RdfFormat, parse

from volgraph.domain.vocabulary import SH

PYSHACL = Path(sys.executable).with_name("pyshacl")
_FIELDS = ("focusNode", "value", "sourceConstraintComponent", "resultSeverity")

Results = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that validates.

    Attributes:
        name: in tables.
        engine: that volgraph is to take; "" for pySHACL's own command.
        slow: whether a million triples take it a quarter of an hour.
        options: more options.
    """

    name: str
    engine: str
    slow: bool = False
    options: tuple[str, ...] = ()

    def command(self, data: Data, report: Path) -> list[str | Path]:
        """Return what validates data: SARIF on standard output of volgraph, and the RDF report in a file of both."""
        command: list[str | Path]
        if not self.engine:
            command = [PYSHACL, "--shacl", data.shapes, "--format", "nt", "--output", report, data.one]
        else:
            command = [VOLGRAPH, "validate", data.one, "--shapes", data.shapes, "--engine", self.engine]
            command += [*self.options, "--format", "sarif", "--format", f"nt={report}"]
        return command


PEER = Tool("pyshacl's own command", "", slow=True)
DEFAULT = Tool("volgraph, turbo", "turbo")
TRUSTED = (DEFAULT, Tool("volgraph, shifty", "shifty"))
ALL = (PEER, *TRUSTED, Tool("volgraph, pyshacl", "pyshacl", slow=True))


def versions() -> dict[str, str]:
    """Return the versions of all that takes part."""
    return {name: version(name) for name in ("pyshacl", "pyshacl-turbo", "pyshifty", "rdflib", "pyoxigraph")}


def results_in(report: Path) -> Results:
    """Return the results of an RDF report: focus node, path, value, component and severity, as a multiset.

    A path that is no IRI is "" and shapes are left out, since those without an IRI have no name that two tools share.
    """
    nodes: dict[str, dict[str, str]] = {}
    own: list[str] = []
    for quad in parse(path=report, format=RdfFormat.N_TRIPLES):
        if quad.predicate == SH["result"]:
            own.append(str(quad.object))
        nodes.setdefault(str(quad.subject), {})[quad.predicate.value] = (
            "" if isinstance(quad.object, BlankNode) else str(quad.object)
        )
    return Counter(tuple(nodes[node].get(SH[name].value, "") for name in (*_FIELDS, "resultPath")) for node in own)


def named(names: Sequence[str]) -> list[Tool]:
    """Return the tools of some names, the one that ratios are to always first; all without names."""
    return [tool for tool in ALL if not names or tool.name in names or tool is PEER]
