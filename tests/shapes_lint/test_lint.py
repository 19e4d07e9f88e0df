"""Each mistake in shapes is named with its line, and shapes without mistakes are left alone."""

import gzip
import os
import re
from pathlib import Path
from string import Formatter

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from tests.shapes_lint.linted import CASES, lint_files

from volgraph.domain.lint_rules import RULES, Rule
from volgraph.domain.lint_words import WORDS, Bearer, Reason, Takes
from volgraph.domain.validation import Notice
from volgraph.io.generations import Home
from volgraph.io.lint.vocabulary import PROPERTIES, TERMS

FILES = sorted(CASES.glob("*.ttl"))
SHARED = os.environ.get("VOLGRAPH_TEST_SHARED")
SUITE = Path(SHARED, "w3c", "shacl") if SHARED else None

LATER = {
    *("values", "count", "distinct", "exists", "groupConcat", "max", "min", "minus", "sum", "if", "then", "else"),
    *("limit", "offset", "orderBy", "desc", "separator", "targetValidator", "SPARQLValuesDeriver"),
}
"""Terms of the successor of SHACL Advanced Features, which the vocabulary's file of 2017 has not."""


def expected(case: Path) -> list[str]:
    lines = case.read_text("utf-8").splitlines()
    wanted = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    return [] if wanted == ["nothing"] else sorted(wanted)


def beside(case: Path, what: str) -> list[Path]:
    path = case.with_suffix(f".{what}.nt")
    return [path] if path.exists() else []


def bad(notices: list[Notice]) -> list[str]:
    return [f"{notice.code}: {notice.messages['en']}" for notice in notices if notice.level != "note"]


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.stem)
def test_the_mistake_is_named_with_its_line_and_nothing_else_is(case: Path) -> None:
    notices = lint_files([case], beside(case, "data"), beside(case, "ontology"), language="kk")
    found = sorted(f"{notice.code} {notice.place.line}" for notice in notices if notice.place)
    assert found == expected(case)
    assert case.stem.startswith(("clean", *(line.split()[0] for line in found)))
    assert all(notice.level == RULES[notice.code].level for notice in notices)


def test_every_rule_has_a_case() -> None:
    assert {line.split()[0] for case in FILES for line in expected(case)} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_names_the_same_facts_in_every_language(rule: Rule) -> None:
    named = {
        language: {field for _, field, _, _ in Formatter().parse(text) if field} for language, text in rule.says.items()
    }
    assert sorted(named) == ["en", "kk", "ru"]
    assert named["kk"] == named["ru"] == named["en"]


def test_every_word_of_a_sentence_is_there_in_every_language() -> None:
    assert set(WORDS) == {*Bearer, *Takes, *Reason}
    assert all(sorted(texts) == ["en", "kk", "ru"] and all(texts.values()) for texts in WORDS.values())


def test_a_sentence_names_the_term_and_those_that_may_have_been_meant() -> None:
    (notice,) = lint_files([CASES / "unknown-term-misspelt-parameter.ttl"])
    assert notice.messages["en"] == (
        "sh:minCout is no term of SHACL, so engines ignore it; did you mean sh:minCount or sh:minus or sh:maxCount?"
    )
    assert notice.messages["ru"].startswith("sh:minCout — не термин SHACL")
    assert notice.messages["kk"].startswith("sh:minCout — SHACL термині емес")


def test_a_query_error_says_where_in_the_query_it_is() -> None:
    (notice,) = lint_files([CASES / "unparsable-query.ttl"])
    assert "at line 1, column 33 of the query, near “}”" in notice.messages["en"]


def test_the_vocabulary_is_that_of_the_specifications() -> None:
    file = Path(pyshacl.__file__).parent / "assets" / "shacl.ttl"
    published = {
        term for term in Graph().parse(file).subjects() if isinstance(term, URIRef) and term.startswith(str(SH))
    }
    ours = {term.value.removeprefix(str(SH)) for term in TERMS}
    assert len(published) > 200
    assert {term.removeprefix(str(SH)) for term in published} - {""} == ours - LATER
    assert {str(term).removeprefix(str(SH)) for term in dir(SH)} <= ours | {""}


def test_a_parameter_of_core_is_known_as_a_constraint() -> None:
    file = Path(pyshacl.__file__).parent / "assets" / "shacl.ttl"
    graph = Graph().parse(file)
    parameters = {str(path) for path in graph.objects(None, SH.path)} - {str(SH.js), str(SH.expression)}
    assert parameters == {term.value for term, row in PROPERTIES.items() if row.constrains}


def test_the_shapes_of_this_repository_are_clean(collection_root: Path, home: Home, tmp_path: Path) -> None:
    generation = home.current()
    assert generation
    shapes = sorted(collection_root.glob("shapes/*.ttl"))
    data = tmp_path / "volgraph.nq"
    data.write_bytes(_unpacked(generation.dumps / "volgraph.nq.gz"))
    notices = lint_files(shapes, [data], [collection_root / "ontology" / "volgraph.ttl"], language="kk")
    assert bad(notices) == []
    assert "no-focus-nodes" in {notice.code for notice in notices}


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


MISTAKES = {
    "core/node/qualified-001-shapes.ttl": {"misplaced-term", "wrong-value", "contradictory-bounds", "idle-term"},
    "core/path/path-strange-001.ttl": {"malformed-path"},
    "core/path/path-strange-002.ttl": {"malformed-path"},
    "core/property/qualifiedValueShape-001.ttl": {"unknown-term"},
    "core/property/uniqueLang-002-shapes.ttl": {"wrong-value"},
    "core/misc/severity-002.ttl": {"unknown-severity"},
    "core/complex/shacl-shacl-data-shapes.ttl": {"wrong-value"},
    **{f"sparql/pre-binding/unsupported-sparql-00{number}.ttl": {"forbidden-query"} for number in range(1, 7)},
}
"""What is wrong with files of the W3C's suite: most are there to be refused, or tempt an engine on purpose."""


@pytest.mark.skipif(not (SUITE and SUITE.is_dir()), reason="VOLGRAPH_TEST_SHARED does not name a folder with the suite")
def test_the_suite_of_the_w3c_has_only_the_known_mistakes() -> None:
    assert SUITE
    found: dict[str, set[str]] = {}
    for file in sorted(SUITE.rglob("*.ttl")):
        codes = {notice.code for notice in lint_files([file]) if notice.level != "note"} - {"unused-shape"}
        if codes:
            found[file.relative_to(SUITE).as_posix()] = codes
    assert found == MISTAKES


def test_the_documentation_has_every_rule_with_its_level(collection_root: Path) -> None:
    page = (collection_root / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \| (\S.*\S) \|$", page, flags=re.MULTILINE)
    assert [(code, level) for code, level, _ in rows] == [(rule.code, rule.level) for rule in RULES.values()]
