"""The example queries of the first page."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TITLE = re.compile(r"# (?:(kk|ru): )?(.*)")


@dataclass(frozen=True, slots=True)
class Example:
    """A query that shows what can be asked; its title and its texts in one language."""

    name: str
    title: str
    query: str


@cache
def examples(language: str) -> tuple[Example, ...]:
    """Return the example queries in a language, in their order."""
    folder = files("volgraph.services").joinpath("queries", "examples")
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_example(path.name, path.read_text(encoding="utf-8"), language) for path in paths)


def _example(name: str, text: str, language: str) -> Example:
    lines = text.splitlines(keepends=True)
    comments = [match for line in lines if (match := _TITLE.fullmatch(line.rstrip("\n")))]
    titles = {match[1] or "en": match[2] for match in comments}
    query = "".join(lines[len(comments) :]).replace('= "en"', f'= "{language}"')
    return Example(name.removesuffix(".rq"), titles[language], query)
