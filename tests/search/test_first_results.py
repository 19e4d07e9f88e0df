"""What a search finds first in the collection, in every way to write it."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.search.conftest import Found

CASES = list(csv.DictReader(Path(__file__).with_name("first.tsv").read_text("utf-8").splitlines(), delimiter="\t"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['typed']} ({case['why']})" for case in CASES])
def test_what_is_meant_comes_first(found: Found, case: dict[str, Any]) -> None:
    assert found(case["typed"])[0] == case["first"]
