"""The words of the pages: each in every language, and in the form that goes with what is counted."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor

from volgraph.domain.terms import TERM_NAMES
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.web.texts import has_text, sources, text

TEMPLATES = Path(__file__).parents[2] / "src/volgraph/web/templates"
USED = re.compile(r"\bt\('([^']+)'(?! ~)")


def messages(language: str) -> dict[str, tuple[str, ast.Message]]:
    """Return the messages of a language by key, each with its part."""
    found: dict[str, tuple[str, ast.Message]] = {}
    for part, source in sources(language).items():
        for entry in FluentParser().parse(source).body:
            assert isinstance(entry, ast.Message | ast.Comment | ast.ResourceComment | ast.GroupComment), entry
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} is in {part} and in {found[entry.id.name][0]}"
                found[entry.id.name] = (part, entry)
    return found


class Variables(visitor.Visitor):
    """The variables of a message."""

    def __init__(self, message: ast.Message) -> None:
        self.names: set[str] = set()
        self.visit(message)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # as the library calls it
        self.names.add(node.id.name)


def test_every_text_is_in_every_language_with_the_same_variables() -> None:
    by_language = {language: messages(language) for language in LANGUAGES}
    keys = {key: part for key, (part, _) in by_language["kk"].items()}
    assert len(keys) > 90
    for language in LANGUAGES:
        assert {key: part for key, (part, _) in by_language[language].items()} == keys, language
        for key, (_, message) in by_language[language].items():
            # A language that has one form for all numbers need not look at the number.
            assert Variables(message).names <= Variables(by_language["en"][key][1]).names, (key, language)
    for key, forms in TERM_NAMES.items():
        assert set(forms) == set(LANGUAGES), key
        assert all(forms.values()), key


def test_every_text_that_a_template_names_is_there() -> None:
    used = {key for path in TEMPLATES.glob("*.html") for key in USED.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 60
    assert [key for key in sorted(used) if not has_text(key)] == []


def test_russian_counts_take_the_form_of_their_number() -> None:
    assert [text("counted-sources", "ru", count=number) for number in (1, 3, 11, 121)] == [
        "источник",
        "источника",
        "источников",
        "источник",
    ]


def test_a_text_without_its_value_is_a_mistake_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        text("no-such-text", "kk")
    with pytest.raises(KeyError, match="count"):
        text("counted-sources", "ru")
