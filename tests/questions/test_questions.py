"""Competency questions: each query gives exactly its expected answer, in the store and over HTTP."""

import re
import unicodedata
from pathlib import Path

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)
from SPARQLWrapper import JSON, SPARQLWrapper

QUESTIONS = Path(__file__).parents[2] / "ontology" / "questions"
NAMES = sorted(path.stem for path in QUESTIONS.glob("*.rq"))
LANGUAGES = ("en", "kk", "ru")
AT_LEAST = 34

Term = NamedNode | Literal | None
Answer = bool | tuple[list[str], list[tuple[Term, ...]]]


def query_text(name: str) -> str:
    return (QUESTIONS / f"{name}.rq").read_text(encoding="utf-8")


def expected(name: str) -> Answer:
    """Return the answer beside a query: SPARQL 1.1 results as TSV, or as JSON for a yes or no."""
    table, verdict = QUESTIONS / f"{name}.tsv", QUESTIONS / f"{name}.json"
    assert table.exists() != verdict.exists(), f"{name} needs one expected answer, .tsv or .json"
    path, form = (table, QueryResultsFormat.TSV) if table.exists() else (verdict, QueryResultsFormat.JSON)
    return read_answer(parse_query_results(path=path, format=form))


def read_answer(results: object) -> Answer:
    if isinstance(results, QueryBoolean):
        return bool(results)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return names, [tuple(known(row[name]) for name in names) for row in results]


def known(term: object) -> Term:
    assert term is None or isinstance(term, NamedNode | Literal), f"{term} is no term of a data graph"
    return term


def term_of(binding: dict[str, str]) -> Term:
    """Return a term of SPARQL 1.1 Query Results JSON: https://www.w3.org/TR/sparql11-results-json/#select-encode-terms."""
    if binding["type"] == "uri":
        return NamedNode(binding["value"])
    assert binding["type"] in ("literal", "typed-literal")
    if "xml:lang" in binding:
        return Literal(binding["value"], language=binding["xml:lang"])
    datatype = binding.get("datatype")
    return Literal(binding["value"], datatype=NamedNode(datatype)) if datatype else Literal(binding["value"])


def test_there_are_enough_questions_and_no_stray_answers() -> None:
    assert len(NAMES) >= AT_LEAST
    assert [int(name[:2]) for name in NAMES] == list(range(1, len(NAMES) + 1))
    answers = [path.stem for suffix in ("tsv", "json") for path in QUESTIONS.glob(f"*.{suffix}")]
    assert sorted(answers) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_question_is_asked_in_three_languages(name: str) -> None:
    text = query_text(name)
    assert unicodedata.is_normalized("NFC", text)
    headers = text.splitlines()[: len(LANGUAGES)]
    for header, language in zip(headers, LANGUAGES, strict=True):
        assert re.fullmatch(rf"# {language}: \S.+\?", header)
        words = re.findall(r"\w+", header)
        assert not [word for word in words if re.search("[A-Za-z]", word) and re.search("[Ѐ-ӿ]", word)]


@pytest.mark.parametrize("name", NAMES)
def test_expected_answer_is_not_empty_and_in_a_total_order(name: str) -> None:
    answer = expected(name)
    if isinstance(answer, bool):
        return
    names, rows = answer
    assert rows
    found = re.search(r"^ORDER BY (.+)$", query_text(name), re.MULTILINE)
    assert found, "without ORDER BY a store may give the rows in any order"
    keys = [names.index(variable) for variable in re.findall(r"\?(\w+)", found.group(1))]
    assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_question_is_answered_by_the_store(name: str, store: Store) -> None:
    assert read_answer(store.query(query_text(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_question_is_answered_over_http(name: str, server_url: str) -> None:
    client = SPARQLWrapper(f"{server_url}/sparql", returnFormat=JSON)
    client.setQuery(query_text(name))
    answer = client.queryAndConvert()
    assert isinstance(answer, dict)
    if "boolean" in answer:
        assert answer["boolean"] == expected(name)
        return
    names = answer["head"]["vars"]
    rows = [
        tuple(term_of(row[name]) if name in row else None for name in names) for row in answer["results"]["bindings"]
    ]
    assert (names, rows) == expected(name)
