"""The queries of the benchmark: files with parameters, whose values are drawn from the data by seed.

A parameter is a variable that is written with a dollar sign, so that each file is a query as it stands. Its values come
from the query of the same name in `values/`. A value is written into the text as the term it is.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

from benchmarks.serving.data import Data
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

FOLDER = Path(__file__).parent / "queries"
DRAWN = 50
"""How many different texts each query with parameters has."""

SMALL = ("ask", "select", "join", "aggregate", "text", "description")
MIX = ("entity", "period", "measure", "drill-down", "by-month")
"""The shapes of the LDBC Semantic Publishing Benchmark's aggregation agents: lookup, time range, topic, drill-down,
aggregate by period: https://ldbcouncil.org/benchmarks/spb/"""

_PARAMETER = re.compile(r"\$(\w+)")
_LIMIT = re.compile(r"LIMIT (\d+)")
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Work:
    """A named set of query texts that are asked one after the other.

    Attributes:
        name: what the report calls it.
        texts: SPARQL; more than one when parameters are drawn.
    """

    name: str
    texts: tuple[str, ...]

    @property
    def accept(self) -> str:
        """The media type to ask for."""
        return "application/n-triples" if self.gives_triples else "application/sparql-results+json"

    @property
    def gives_triples(self) -> bool:
        """Whether the answer is a graph."""
        return self.texts[0].startswith("CONSTRUCT")

    @property
    def limit(self) -> int | None:
        """The number of rows at which the answer is cut, so that any such rows are right."""
        found = _LIMIT.search(self.texts[0])
        return int(found[1]) if found and "ORDER BY" not in self.texts[0] else None


def target(path: str, text: str) -> str:
    """Return a request target: the path of the endpoint, which may have parameters, with a query."""
    return f"{path}{'&' if '?' in path else '?'}query={quote(text, safe='')}"


def small_work(data: Data, seed: int) -> list[Work]:
    """Return the queries that are asked many times a second, and the mix of shapes."""
    random = Random(seed)
    work = [Work(name, tuple(_drawn(name, data, random))) for name in SMALL]
    shapes = [_drawn(name, data, random) for name in MIX]
    mixed = tuple(text for texts in zip(*shapes, strict=True) for text in texts)
    return [*work, Work("mix", mixed)]


def large_work() -> tuple[Work, Work]:
    """Return the query for a million rows, and the one for the whole graph."""
    return Work("rows", (_text("rows"),)), Work("dump", (_text("dump"),))


def _text(name: str) -> str:
    """Return a query without its comments, which nobody would send."""
    lines = (FOLDER / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def _drawn(name: str, data: Data, random: Random) -> list[str]:
    text = _text(name)
    names = sorted(set(_PARAMETER.findall(text)))
    if not names:
        return [text] * DRAWN if name in MIX else [text]
    found = data.store().query((FOLDER / "values" / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    rows = sorted(([row[name] for name in names] for row in found), key=str)
    chosen = random.choices(rows, k=DRAWN)
    return [_filled(text, dict(zip(names, row, strict=True))) for row in chosen]


def _filled(text: str, values: dict[str, Term | None]) -> str:
    return _PARAMETER.sub(lambda match: str(values[match[1]]), text)
