"""Searching a generation: what a reader's words name, the surest first.

A search goes from sure to vague: a whole name, a whole name in another form, its initials, a whole name without its
end, words of names in any form, their beginnings, words of texts, words that were mistyped, and at last names that have
some of the words. Within a step, what is referred to most comes first: that is how the rows of the index are numbered.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from volgraph.domain.abbreviations import CAPITALS_ONLY
from volgraph.domain.kazakh_forms import is_ending
from volgraph.domain.spelling import letters, name_key, skeleton, words
from volgraph.domain.typos import distance, errors_allowed, shortened
from volgraph.domain.word_forms import stems
from volgraph.io.search_index import SearchIndex, placeholders

MOST_CHARS, MOST_WORDS = 200, 12
MOST_COUNTED = 10_000
_MOST_NEAR = 12
_SHORTEST_BEGINNING = 6
_SHORTEST_NAME_BEGINNING = 3
_MOST_FALSE = 50
"""How many things are looked at beyond those that are wanted, since not each has the name that its words suggest."""


class Step(IntEnum):
    """How a thing was found, the surest first."""

    NAME = 0
    NAME_FORM = 1
    INITIALS = 2
    NAME_BEGINNING = 3
    WORDS = 4
    BEGINNING = 5
    TEXT = 6
    TYPO = 7
    SOME = 8

    @property
    def word(self) -> str:
        """What programs are told of it."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: the row of a thing, and how it was found."""

    row: int
    step: Step


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for.

    Args:
        exact: its skeleton.
        forms: the skeletons of the stems that it may have.
    """

    exact: str
    forms: tuple[str, ...]


Sought = Sequence[Word]


def sought(text: str) -> list[Word]:
    """Return the words that a reader looks for, `MOST_WORDS` of them at most."""
    parts = [part for word in words(text[:MOST_CHARS]) for part in _without_ending(word) if skeleton(part)]
    long = [part for part in parts if len(part) > 1 or part.isdigit()]  # “в Астане” is asked for Astana
    return [Word(skeleton(part), tuple(sorted(stems(part)))) for part in (long or parts)[:MOST_WORDS]]


def _without_ending(word: list[str]) -> list[str]:
    """Return the parts of a word without an ending that a hyphen joins to it: БҰҰ-ның is asked for БҰҰ."""
    *before, last = word
    return before if before and is_ending(letters(last)) else word


def search(index: SearchIndex, text: str, kinds: Sequence[str] = (), most: int = 20) -> list[Hit]:
    """Return what some words name, the surest first.

    Args:
        index: of a generation.
        text: what a reader typed.
        kinds: of things that are wanted; empty for all.
        most: how many are enough.
    """
    looked_for = sought(text)
    found: dict[int, Step] = {}
    for step, look in _steps(index, text, looked_for, kinds) if looked_for else ():
        if len(found) >= most:
            break
        for row in look(most):
            found.setdefault(row, step)
    return [Hit(row, step) for row, step in list(found.items())[:most]]


def count_by_kind(index: SearchIndex, text: str, hits: Sequence[Hit]) -> dict[str, int]:
    """Return how many things of each kind some words name; counting stops at `MOST_COUNTED`.

    Args:
        index: of a generation.
        text: what a reader typed.
        hits: what a search for it found: vague steps count only if no sure one found anything.
    """
    looked_for = sought(text)
    if not looked_for or not hits:
        return {}
    vaguest = min((hit.step for hit in hits), default=Step.TEXT)
    expression = _expression(looked_for, Step.TEXT)
    if vaguest is Step.TYPO:
        expression = _with_typos(index, looked_for)
    if vaguest is Step.SOME:
        expression = _some(looked_for)
    matching = "SELECT rowid FROM word WHERE word MATCH ? LIMIT ?"
    query = f"SELECT kind, count(*) FROM thing WHERE row IN ({matching}) GROUP BY kind"
    return dict(index.rows(query, (expression, MOST_COUNTED)))


def _steps(
    index: SearchIndex, text: str, looked_for: Sought, kinds: Sequence[str]
) -> Iterator[tuple[Step, Callable[[int], list[int]]]]:
    yield Step.NAME, partial(_by_key, index, text, kinds)
    yield Step.NAME_FORM, partial(_by_whole_name, index, looked_for, Step.NAME_FORM, kinds)
    if len(looked_for) == 1 and (len(looked_for[0].exact) > CAPITALS_ONLY or text.isupper()):
        yield Step.INITIALS, partial(_by_initials, index, looked_for[0], kinds)
    yield Step.NAME_BEGINNING, partial(_by_whole_name, index, looked_for, Step.NAME_BEGINNING, kinds)
    for step in (Step.WORDS, Step.BEGINNING, Step.TEXT):
        yield step, partial(_by_words, index, _expression(looked_for, step), kinds)
    yield Step.TYPO, lambda most: _by_words(index, _with_typos(index, looked_for), kinds, most)
    yield Step.SOME, partial(_by_words, index, _some(looked_for), kinds, order="rank")


def _by_key(index: SearchIndex, text: str, kinds: Sequence[str], most: int) -> list[int]:
    """Return the things that bear a whole name, those first of which it is the label."""
    of_kind = f"AND kind IN ({placeholders(kinds)})" if kinds else ""
    found = index.rows(
        f"SELECT row, min(role) AS best FROM name JOIN thing USING (row) WHERE key = ? {of_kind} "
        "GROUP BY row ORDER BY best, row LIMIT ?",
        (name_key(text[:MOST_CHARS]), *kinds, most),
    )
    return [row for row, _ in found]


def _by_whole_name(index: SearchIndex, looked_for: Sought, step: Step, kinds: Sequence[str], most: int) -> list[int]:
    """Return the things of which a whole name is another form of the words, or begins with them."""
    if step is Step.NAME_BEGINNING and len(looked_for[-1].exact) < _SHORTEST_NAME_BEGINNING:
        return []
    rows = _by_words(index, _expression(looked_for, step), kinds, most + _MOST_FALSE)
    query = f"SELECT row, text, language FROM name WHERE row IN ({placeholders(rows)})"
    named = {row for row, text, language in index.rows(query, rows) if _means(looked_for, text, language, step)}
    return [row for row in rows if row in named][:most]


def _by_initials(index: SearchIndex, word: Word, kinds: Sequence[str], most: int) -> list[int]:
    """Return the things whose labels have a word for their initials."""
    of_kind = f"AND kind IN ({placeholders(kinds)})" if kinds else ""
    found = index.rows(
        f"SELECT DISTINCT row FROM initials JOIN thing USING (row) WHERE key IN ({placeholders(word.forms)}) {of_kind} "
        "ORDER BY row LIMIT ?",
        (*word.forms, *kinds, most),
    )
    return [row for (row,) in found]


def _means(looked_for: Sought, name: str, language: str, step: Step) -> bool:
    *parts, end = [part for word in words(name) for part in word] or [""]
    *before, last = looked_for
    if len(parts) != len(before) or not all(map(partial(_is_form, language=language), parts, before)):
        return False
    begins = step is Step.NAME_BEGINNING and skeleton(end).startswith(last.exact)
    return begins or _is_form(end, last, language)


def _is_form(part: str, word: Word, language: str) -> bool:
    return not stems(part, language).isdisjoint(word.forms)


def _by_words(index: SearchIndex, expression: str, kinds: Sequence[str], most: int, order: str = "rowid") -> list[int]:
    if kinds:
        expression = f"({expression}) AND kind : ({_any(kinds)})"
    query = f"SELECT rowid FROM word WHERE word MATCH ? ORDER BY {order} LIMIT ?"
    return [row for (row,) in index.rows(query, (expression, most))]


def _expression(looked_for: Sought, step: Step) -> str:
    """Return what FTS5 looks for in a step: https://www.sqlite.org/fts5.html#full_text_query_syntax"""
    parts = [_of_word(word, step, last=word is looked_for[-1]) for word in looked_for]
    if step in (Step.NAME_FORM, Step.NAME_BEGINNING):
        parts.append(f'kind : "{length_token(len(looked_for))}"')
    return " AND ".join(parts)


def length_token(number: int) -> str:
    """Return the word by which the index knows that one of a thing's names has so many words."""
    return f"words{number}"


def _of_word(word: Word, step: Step, *, last: bool) -> str:
    exact, forms = _quoted(word.exact), _any(word.forms)
    beginnings = (Step.NAME_BEGINNING, Step.BEGINNING)
    if step in (Step.NAME_FORM, Step.WORDS) or (step in beginnings and not last):
        return f"(name : {exact} OR form : ({forms}))"
    beginning = " *" if last else ""
    if step in beginnings:
        return f"(name : {exact}{beginning} OR form : ({forms}))"
    return f"({{name text}} : {exact}{beginning} OR {{form text_form}} : ({forms}))"


def _some(looked_for: Sought) -> str:
    return " OR ".join(_of_word(word, Step.WORDS, last=False) for word in looked_for)


def _with_typos(index: SearchIndex, looked_for: Sought) -> str:
    parts = []
    for word in looked_for:
        near = _near(index, word, last=word is looked_for[-1])
        meant = f" OR {{name form text text_form}} : ({_any(near)})" if near else ""
        parts.append(f"({_of_word(word, Step.TEXT, last=False)}{meant})")
    return " AND ".join(parts)


def _near(index: SearchIndex, word: Word, *, last: bool) -> list[str]:
    """Return the words that may be meant, the nearest first; of the last word perhaps only the beginning is there."""
    found: dict[str, int] = {}
    for typed in {word.exact, *word.forms}:
        most = errors_allowed(typed)
        keys = sorted(shortened(typed)) if most else []
        query = f"SELECT words FROM near WHERE shortened IN ({placeholders(keys)})"
        for candidate in {c for (line,) in index.rows(query, keys) for c in line.split()}:
            errors = distance(typed, candidate, most)
            if last and len(typed) > _SHORTEST_BEGINNING:
                errors = min(errors, distance(typed, candidate[: len(typed)], most))
            if errors <= most:
                found[candidate] = min(errors, found.get(candidate, errors))
    return sorted(found, key=lambda candidate: (found[candidate], candidate))[:_MOST_NEAR]


def _any(given: Sequence[str]) -> str:
    return " OR ".join(map(_quoted, given))


def _quoted(word: str) -> str:
    """Return a word as a string of FTS5; skeletons have no quotation marks."""
    return f'"{word}"'
