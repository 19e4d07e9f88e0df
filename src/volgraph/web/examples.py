"""The example queries of the first page."""

from dataclasses import dataclass
from functools import cache

from volgraph.services.examples import own_examples


@dataclass(frozen=True, slots=True)
class Example:
    """A query that shows what can be asked; its title and its texts in one language."""

    name: str
    title: str
    query: str


@cache
def examples(language: str) -> tuple[Example, ...]:
    """Return the example queries in a language, in their order."""
    return tuple(
        Example(example.name, example.titles[language], example.text.replace('= "en"', f'= "{language}"'))
        for example in own_examples()
    )
