"""Writes docs/conformance.md, and what the site says of it: `python -m tests.conformance.page FILE`."""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.__main__ import outcomes_of
from tests.conformance.manifests import PROTOCOL, SUITES, read_suite, suites_folder
from tests.conformance.report import section
from tests.conformance.running import Server
from tests.conformance.servers import make_home, oxigraph, published, rdflib_endpoint, workspace
from tests.conformance.shacl import shacl_folder
from tests.conformance.shacl_page import section as shacl_section
from tests.small import ROOT, copy_collection

SUMMARY = ROOT / "src/volgraph/web/conformance.json"

INTRODUCTION = """# Conformance

How volgraph does in the [W3C's test suites](https://github.com/w3c/rdf-tests/tree/main/sparql/sparql11) of the SPARQL
1.1 Protocol, the Graph Store Protocol and Service Description. `make conformance` writes this page. Every request is
sent as the manifests have it, over HTTP, and everything is dropped before each test. A request for an update goes to
the update endpoint, whatever its method. The three tests of Service Description are given in words only: ours are in
`tests/conformance/service_description.py`."""
WORKSPACE_NOTE = "The dataset that clients with a token may write to."
PUBLISHED_NOTE = (
    "A test passes if its queries are answered as expected, or, where it writes, if each write is refused with 403 and "
    "a sentence on how publishing works."
)

_VERSIONS = """from importlib.metadata import version
print(f"rdflib-endpoint {version('rdflib-endpoint')}, engine rdflib {version('rdflib')}")"""


@contextmanager
def _volgraph(start: Callable[[Path], AbstractContextManager[Server]]) -> Iterator[Server]:
    suites = suites_folder()
    assert suites
    graphs = {graph for test in read_suite(suites, PROTOCOL) for graph in test.graphs}
    with TemporaryDirectory() as folder:
        home = make_home(Path(folder), copy_collection(Path(folder)), sorted(graphs))
        with start(home) as server:
            yield server


def main() -> None:
    """Run the suites against the servers that are asked for, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.page", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--without-workspace", action="store_true", help="only what is published")
    parser.add_argument("--oxigraph", metavar="PROGRAM", help="compare with this oxigraph")
    parser.add_argument("--rdflib-endpoint", metavar="PYTHON", help="compare with the rdflib-endpoint of this Python")
    given = parser.parse_args()
    folder = suites_folder()
    if folder is None:
        sys.exit("VOLGRAPH_TEST_SHARED names no folder with w3c/sparql11: get the suites from github.com/w3c/rdf-tests")
    tests = [test for suite in SUITES for test in read_suite(folder, suite)]
    ours = f"volgraph {version('volgraph')}, engine pyoxigraph {version('pyoxigraph')}"
    runs: list[tuple[str, str, str, AbstractContextManager[Server]]] = []
    if not given.without_workspace:
        runs.append(("The workspace", ours, WORKSPACE_NOTE, _volgraph(workspace)))
    runs.append(("What is published", ours, PUBLISHED_NOTE, _volgraph(published)))
    if given.oxigraph:
        said = _said([given.oxigraph, "--version"])
        runs.append(("For comparison: oxigraph serve", said, "", oxigraph(given.oxigraph)))
    if given.rdflib_endpoint:
        said = _said([given.rdflib_endpoint, "-c", _VERSIONS])
        runs.append(("For comparison: rdflib-endpoint", said, "", rdflib_endpoint(given.rdflib_endpoint)))
    sections = [INTRODUCTION]
    for title, program, note, started in runs:
        with started as server:
            sections.append(section(title, program, note, outcomes_of(server, tests)))
    shacl = shacl_folder()
    if shacl:
        sections.append(shacl_section(shacl))
    page = "\n\n".join(sections) + "\n"
    given.file.write_text(page, encoding="utf-8")
    SUMMARY.write_text(json.dumps(summary(page), indent=2) + "\n", encoding="utf-8")


def summary(page: str) -> dict[str, str]:
    """Return how many tests of each suite what is published passes, and the default SHACL engine, as “passed/all”."""
    published = page.partition("## What is published")[2].partition("\n## ")[0]
    found = dict(re.findall(r"^\| ([^|]+) \| (\d+/\d+) \|$", published, re.MULTILINE))
    shacl = re.search(r"^\| \w+, the default \| [^|]+ \| (\d+/\d+) \| (\d+/\d+) \|", page, re.MULTILINE)
    return found | (dict(zip(("SHACL Core", "SHACL-SPARQL"), shacl.groups(), strict=True)) if shacl else {})


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
