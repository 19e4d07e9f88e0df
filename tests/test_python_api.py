"""`volgraph.validate` as another Python program uses it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small import ROOT

import volgraph
from volgraph.api import InputError, Report, VolgraphError

SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x:Shape> a sh:NodeShape ; sh:targetClass <urn:x:Thing> ; sh:property <urn:x:Name> .
<urn:x:Name> sh:path <urn:x:name> ; sh:minCount 1 ; sh:message "needs a name"@en .
"""


def test_bytes_are_checked_and_the_report_is_typed() -> None:
    report = volgraph.validate(b"<urn:x:a> a <urn:x:Thing> .", SHAPES, data_format="ttl", shapes_format="ttl")
    assert isinstance(report, Report)
    (one,) = report.failing("Violation")
    assert (one.result.focus, one.result.message("kk")) == ("<urn:x:a>", "needs a name")


def test_paths_may_be_several_and_of_any_kind(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:x:a> a <urn:x:Thing> .")
    (tmp_path / "b.ttl").write_text("<urn:x:b> a <urn:x:Thing> .")
    paths: list[str | Path] = [tmp_path / "a.ttl", str(tmp_path / "b.ttl")]
    assert len(volgraph.validate(paths, SHAPES, shapes_format="ttl").results) == 2
    found = volgraph.validate(tmp_path, SHAPES, shapes_format="ttl", focus="urn:x:b", shape=["urn:x:Shape"])
    assert [one.result.focus for one in found.results] == ["<urn:x:b>"]


def test_what_cannot_be_used_is_an_error_of_ours() -> None:
    with pytest.raises(InputError, match=r"none\.ttl: cannot be read"):
        volgraph.validate("none.ttl", SHAPES, shapes_format="ttl")
    assert issubclass(InputError, VolgraphError)


def test_shapes_that_cannot_be_used_are_an_error_with_the_worst_of_what_is_wrong() -> None:
    bad = b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:x:S> sh:targetClass <urn:x:T> ; sh:minCout 1 ."
    with pytest.raises(InputError, match=r"stdin, line 2, column \d+: sh:minCout is no term of SHACL"):
        volgraph.validate(b"<urn:x:a> a <urn:x:T> .", bad, data_format="ttl", shapes_format="ttl")


def test_importing_volgraph_imports_no_library() -> None:
    program = (
        "import sys, volgraph; volgraph.__version__; "
        "print([n for n in sys.modules if n.partition('.')[0] in ('rdflib', 'pyoxigraph', 'pyshacl')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    with pytest.raises(AttributeError, match="has no attribute 'validat'"):
        volgraph.validat  # noqa: B018


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "src/volgraph/py.typed").exists()


def test_the_example_of_the_docs_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs/validation.md").read_text(encoding="utf-8").partition("## Python")[2]
    example = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/d.ttl").write_text("<urn:x:a>\n a <urn:x:Thing> .")
    (tmp_path / "shapes.ttl").write_bytes(SHAPES)
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
