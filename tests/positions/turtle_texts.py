"""Random Turtle and TriG: every way in which the grammar lets a term, a collection or white space be written."""

from random import Random

HEADER = "@prefix : <https://example.org/ns#> .\r\nPREFIX қ: <https://example.org/қ/>\rBASE <https://example.org/>\n"

_SPACES = ("", "", " ", "\t", "\n", "\r\n", "\r", ' # "comment" <a> [ . (\n', "  ")
_BREAKS = (" ", "\n", "\r\n", "\t", " #;\r")
_IRIS = (
    *(":a", ":", ":a.b", "қ:ә\\,б", "қ:%41-", "<x#y>", "<https://example.org/𐐀>", ":a:b", "<\\u0041>"),
    *("қ:a.:b", ":1\\.", "<>", ":a..b"),
)
_LABELS = ("_:a", "_:b.c", "_:1")
_STRINGS = (
    *('"a"', "'қ'", '""', "''", '"\\""', "'\\''", '"[ ( . ; # <"', '"""x"""', '"""a"b""c\n\r\n"""', "'''\r'\f''\\''''"),
    *('"""\\""""', "'''\"'''", '"𐐀\\u0041\\\\"', '""""""', "''''''", '"\t@en"'),
)
_SUFFIXES = ("@en", "@kk-KZ", "^^:d", "^^ <d>", " ^^қ:d", " @en", "@kk--ltr")
_OTHERS = ("1", "-1", "+1.5", ".5", "1e3", "1.E-3", "-.5e0", "true", "false")
_DIRECTIVES = (
    *(
        "@prefix : <https://example.org/other#> .",
        "prefix қ: <https://example.org/и/>\n",
        "@base<https://example.org/b/>.",
    ),
    *("@prefix#\n:<https://example.org/third#>.", 'VERSION "1.2"\n', "Base <https://example.org/c/>"),
)
_GRAPHS = ("", "GRAPH :g ", "graph<g>", ":g ", "_:g ", "[] ", "GRAPH [ ] ", "қ:g")


class Writer:
    """Writes documents at random.

    Args:
        random: what decides.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._one = random.choice

    def turtle(self) -> str:
        """Return a document of Turtle."""
        return HEADER + "".join(self._one((self._statement, self._statement, self._directive))() for _ in range(4))

    def trig(self) -> str:
        """Return a document of TriG."""
        return HEADER + "".join(self._one((self._statement, self._graph, self._directive))() for _ in range(4))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _some(self, least: int, most: int) -> range:
        return range(self._random.randint(least, most))

    def _space(self) -> str:
        return self._one(_SPACES)

    def _directive(self) -> str:
        return self._one(_DIRECTIVES) + self._space()

    def _graph(self) -> str:
        statements = "".join(self._statement() for _ in self._some(0, 3))
        if self._chance(0.3):
            statements = statements.rstrip(".")
        return f"{self._one(_GRAPHS)}{{{self._space()}{statements}{self._space()}}}{self._space()}"

    def _statement(self) -> str:
        subject = self._nested(2) if self._chance(0.4) else self._one(_IRIS + _LABELS)
        return self._joined(subject, self._one(_BREAKS) + self._properties(2)) + "."

    def _properties(self, depth: int) -> str:
        parts = []
        for _ in self._some(1, 3):
            objects = ",".join(self._joined(self._term(depth), "") for _ in self._some(1, 3))
            parts.append(self._one((*_IRIS, "a")) + self._one(_BREAKS) + objects)
        return ";".join(parts) + self._one(("", ";", "; ;"))

    def _term(self, depth: int) -> str:
        if depth and self._chance(0.35):
            return self._nested(depth - 1)
        kind = self._one((_IRIS, _LABELS, _STRINGS, _OTHERS, _SUFFIXES))
        return self._one(_STRINGS) + self._one(_SUFFIXES) if kind is _SUFFIXES else self._one(kind)

    def _nested(self, depth: int) -> str:
        if self._chance(0.6):
            items = [self._joined(self._term(depth), self._one(_BREAKS)) for _ in self._some(0, 4)]
            return self._joined("(", *items, ")")
        return self._joined("[", self._properties(depth) if self._chance(0.8) else "", "]")

    def _joined(self, *parts: str) -> str:
        return "".join(part + self._space() for part in parts)
