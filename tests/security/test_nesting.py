"""Texts that are made to break their reader: they end a worker at most."""

import pytest
from tests.security.serving import Victim

LONGEST = 49_900


def repeated(before: str, opening: str, middle: str, closing: str, after: str, depth: int) -> str:
    return before + opening * depth + middle + closing * depth + after


BOMBS = {
    "parentheses": ("ASK { FILTER(", "(", "1", ")", ") }"),
    "braces": ("ASK { ", "{", "", "}", " }"),
    "optional": ("ASK {", "OPTIONAL{", "", "}", "}"),
    "minus": ("ASK {", "MINUS{", "", "}", "}"),
    "graph": ("ASK {", "GRAPH ?g{", "", "}", "}"),
    "blank nodes": ("ASK {", "[ <a:b> ", "1", "]", "}"),
    "lists": ("ASK { ?s ?p ", "(", "1", ")", "}"),
    "paths": ("ASK { ?s ", "(", "<a:b>", ")*", " ?o }"),
    "inverse paths": ("ASK { ?s ", "^", "<a:b>", "", " ?o }"),
    "sequences": ("ASK { ?s ", "<a:b>/", "<a:b>", "", " ?o }"),
    "alternatives": ("ASK { ?s ", "<a:b>|", "<a:b>", "", " ?o }"),
    "optional paths": ("ASK { ?s ", "<a:b>?/", "<a:b>", "", " ?o }"),
    "in": ("ASK { FILTER(1 IN (", "1,", "1", "", ")) }"),
    "values": ("SELECT * { VALUES ?x {", " 1", "", "", "} } LIMIT 1"),
    "negations": ("ASK { FILTER(", "!", "1", "", ") }"),
    "sums": ("ASK { FILTER(", "1+", "1", "", ") }"),
    "functions": ("ASK { FILTER(", "STR(", "1", ")", ") }"),
    "conditions": ("ASK { FILTER(", "IF(1,1,", "1", ")", ") }"),
    "unions": ("ASK { ", "{} UNION ", "{}", "", "}"),
    "subqueries": ("ASK ", "{ SELECT * ", "{}", "}", ""),
    "exists": ("ASK ", "{ FILTER EXISTS ", "{}", "}", ""),
    "triple terms": ("ASK {", "<< ", "?s ?p ?o", " >> ?p ?o", "}"),
    "prefixes": ("", "PREFIX a:<a:>", "ASK {}", "", ""),
    "from": ("ASK ", "FROM <a:b> ", "{}", "", ""),
    "words of another server in parentheses": ("ASK { FILTER(", "(", "'service'", ")", ") }"),
    "unclosed": ("ASK ", "{", "", "", ""),
    "replaced": ("ASK { FILTER(REGEX('", "a", "a', '(a+)+$')) FILTER(REGEX('", "a", "b', '(a*)*c')) }"),
    "regular expression": ("ASK { FILTER(REGEX('a', '", "(", "a", ")", "')) }"),
    "counted expression": ("ASK { FILTER(REGEX('a', 'a", "{9}", "", "", "')) }"),
}


@pytest.mark.parametrize("depth", [5_000, 50_000], ids=["some", "as many as the longest text holds"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_text_that_breaks_its_reader_is_an_error_of_its_own(victim: Victim, name: str, depth: int) -> None:
    before, opening, middle, closing, after = BOMBS[name]
    room = LONGEST - len(before + middle + after)
    answer = victim.ask(repeated(*BOMBS[name], depth=min(depth, room // len(opening + closing))))
    if answer.status == 200:
        return
    problem = answer.problem
    assert (answer.status, problem.get("limit")) in ((400, None), (504, "time"), (503, "memory"), (413, "size")), (
        problem
    )


def test_a_text_that_is_longer_than_any_query_is_not_read(victim: Victim) -> None:
    for bomb in BOMBS.values():
        refused = victim.ask(repeated(*bomb, depth=50_000))
        assert refused.status == 400
        assert "50000 are the most" in refused.problem["detail"]
