"""The example queries of the pages, in the reader's language."""

from dataclasses import dataclass
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from volgraph.services.examples import own_examples
from volgraph.services.published import Snapshot
from volgraph.services.querying import ask


@dataclass(frozen=True, slots=True)
class Example:
    """A query that shows what can be asked; its title and its texts in one language."""

    name: str
    title: str
    query: str


@cache
def examples(language: str) -> tuple[Example, ...]:
    """Return the example queries of the program in a language, in their order."""
    return tuple(
        Example(example.name, example.titles[language], _in_language(example.text, language))
        for example in own_examples()
    )


@lru_cache(maxsize=16)
def questions(snapshot: Snapshot, language: str) -> tuple[Example, ...]:
    """Return the other example queries that a generation brings, in a language, by name."""
    own = {example.name for example in own_examples()}
    found = []
    for solution in ask(snapshot.source, "example-queries"):
        node, text, title = solution["example"], solution["text"], solution["title"]
        assert isinstance(node, NamedNode) and isinstance(text, Literal) and isinstance(title, Literal)
        name = node.value.rpartition("/")[2]
        if name not in own and title.language == language:
            found.append(Example(name, title.value, _in_language(text.value, language)))
    return tuple(sorted(found, key=lambda example: example.name))


def _in_language(text: str, language: str) -> str:
    return text.replace('= "en"', f'= "{language}"')
