"""A row of a CSV file, and what goes wrong with its cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from volgraph.domain.iris import is_slug
from volgraph.domain.names import nearest
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.errors import Place, TableError, UnknownNameError

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column name; `line` is where the row begins in `file`."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def place(self, column: str | None = None) -> Place:
        """Return where the row, or one cell of it, stands."""
        return Place(self.file, self.line, column)

    def list(self, column: str, separator: str = ";") -> list[str]:
        """Return the parts of a cell that holds several."""
        return [part.strip() for part in self[column].split(separator) if part.strip()]

    def required(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self[column]:
            raise TableError("is empty: write a value", self.place(column))
        return self[column]

    def date(self, column: str) -> date | None:
        """Return an ISO 8601 day; None for an empty cell."""
        if not self[column]:
            return None
        try:
            if not _DAY.fullmatch(self[column]):
                raise ValueError
            return date.fromisoformat(self[column])
        except ValueError:
            message = f"“{self[column]}” is not a day: write it as 2023-06-20"
            raise TableError(message, self.place(column)) from None

    def number(self, column: str) -> Decimal | None:
        """Return a decimal number; None for an empty cell."""
        if not self[column]:
            return None
        if not _NUMBER.fullmatch(self[column]):
            message = f"“{self[column]}” is not a number: write it as 200000 or 12.5"
            raise TableError(message, self.place(column))
        return Decimal(self[column])

    def slug(self, column: str) -> str:
        """Return a cell that becomes a part of an IRI; it must not be empty."""
        text = self.required(column)
        if not is_slug(text):
            message = f"“{text}” is not a slug: write ASCII letters, digits, points and hyphens"
            raise TableError(message, self.place(column))
        return text

    def language(self, column: str) -> str:
        """Return the code of one of the languages that volgraph speaks; it must not be empty."""
        return self.choice(column, "language", {language: language for language in LANGUAGES})

    def choice(self, column: str, kind: str, choices: "Mapping[str, T]", default: str | None = None) -> "T":
        """Return what a code stands for.

        Args:
            column: the column that holds the code.
            kind: what the code names, for the error.
            choices: what each code stands for.
            default: the code of an empty cell; without one, an empty cell is an error unless "" is a code.
        """
        code = self[column] or default or ("" if "" in choices else self.required(column))
        if code not in choices:
            raise UnknownNameError(kind, code, nearest(code, choices), self.place(column))
        return choices[code]
