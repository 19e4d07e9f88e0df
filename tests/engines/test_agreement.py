"""All engines say the same of our own shapes: of each case of the tests, and of the collection as it is built."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from tests.engines.asking import ENGINES
from tests.shapes.engine import CASES, ROOT

from volgraph.domain.iris import Base
from volgraph.domain.validation import Result
from volgraph.io.engines.comparing import differences
from volgraph.io.engines.engine import Engine
from volgraph.io.engines.files import engine_of, shapes_in
from volgraph.io.generations import Home
from volgraph.io.graph_files import merge
from volgraph.io.stores import graph_lines, open_store
from volgraph.services.validating import VALIDATED

FAST = ("turbo", "shifty")
PRELUDE = CASES / "prelude.ttl"


@cache
def engine(name: str) -> Engine:
    return engine_of(shapes_in([ROOT / "shapes"]), name)


def results(data: Path, engines: Sequence[str]) -> dict[str, tuple[Result, ...]]:
    return {name: engine(name).validate(data).results for name in engines}


def cases(folder: str) -> list[Path]:
    return sorted((CASES / folder).glob("*.ttl"))


@pytest.mark.parametrize("case", cases("invalid") + cases("valid"), ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_fast_engines_agree_on_each_case(case: Path, tmp_path: Path) -> None:
    data = merge([(PRELUDE, "prelude"), (case, "case")], tmp_path / "data.nt")
    found = results(data.ntriples, FAST)
    assert differences(found) == []
    assert bool(found["turbo"]) is (case.parent.name == "invalid")


@pytest.mark.parametrize("folder", ["valid", "invalid"])
def test_pyshacl_agrees_on_the_merge_of_the_cases(folder: str, tmp_path: Path) -> None:
    # One after the other they would take it half a minute.
    data = merge([(path, path.stem) for path in (PRELUDE, *cases(folder))], tmp_path / "data.nt")
    found = results(data.ntriples, ("turbo", "pyshacl"))
    assert differences(found) == []
    assert (len(found["pyshacl"]) > 100) is (folder == "invalid")


def test_engines_agree_on_the_collection(home: Home, tmp_path: Path) -> None:
    generation = home.current()
    assert generation
    store = open_store(generation.store)
    prefix = Base().graph("").value
    names = [name for name in generation.manifest()["graphs"] if name.removeprefix(prefix).startswith(VALIDATED)]
    assert len(names) > 6
    data = tmp_path / "data.nt"
    lines = {line for name in (*names, f"{prefix}ontology") for line in graph_lines(store, NamedNode(name))}
    data.write_bytes(b"".join(line + b" .\n" for line in sorted(lines)))
    assert any(line.endswith(b"#gYear>") and b"/ns#lower> " in line for line in lines)  # of which not all have an order
    assert differences(results(data, ENGINES)) == []
