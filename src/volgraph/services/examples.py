"""Reading example queries: files whose first lines say in three languages what is asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_TITLE = re.compile(r"# (kk|ru|en): (.*)")
_WORDS = re.compile(r"<[^>\s]*>|#[^\r\n]*")
_VERB = re.compile(r"\b(select|ask|construct|describe)\b", re.IGNORECASE)
_TERM = re.compile(r"\bvg:\w+")


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A query that shows what can be asked.

    Args:
        name: of its file, without the suffix.
        titles: what it asks, by language.
        text: SPARQL, without the titles.
    """

    name: str
    titles: dict[str, str]
    text: str

    @property
    def verb(self) -> str:
        """Its form: select, ask, construct or describe."""
        match = _VERB.search(_WORDS.sub(" ", self.text))
        return match[0].lower() if match else "select"

    @property
    def terms(self) -> list[str]:
        """The terms of the ontology that it uses, as CURIEs."""
        return sorted(set(_TERM.findall(self.text)))


def read_example(name: str, text: str) -> ExampleQuery:
    """Return the example that a file holds."""
    lines = text.splitlines(keepends=True)
    titles = [match for line in lines if (match := _TITLE.fullmatch(line.rstrip("\n")))]
    return ExampleQuery(name, {match[1]: match[2] for match in titles}, "".join(lines[len(titles) :]).lstrip("\n"))


def examples_in(folder: Traversable) -> Iterator[ExampleQuery]:
    """Yield the examples of a folder in the order of their names; none if there is no such folder."""
    if folder.is_dir():
        yield from map(_read, sorted(_queries(folder), key=lambda path: path.name))


@cache
def own_examples() -> tuple[ExampleQuery, ...]:
    """Return the examples that the program brings."""
    return tuple(examples_in(files("volgraph.services").joinpath("queries", "examples")))


def _queries(folder: Traversable) -> Iterable[Traversable]:
    return (path for path in folder.iterdir() if path.name.endswith(".rq"))


def _read(path: Traversable) -> ExampleQuery:
    return read_example(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8"))
