"""The fields of a form or of an address: https://url.spec.whatwg.org/#application/x-www-form-urlencoded."""

from urllib.parse import unquote

from volgraph.web.statuses import Problem

_MOST = 10_000
_USUAL = [(f"%{ord(character):02X}", character) for character in " \n\r<>{}()[]:;/#?&=,.\"'@^|*+-_~"]
"""The escapes that queries consist of. The library decodes them one by one, which takes a tenth of answering a small
query; since none of these characters can be part of an escape, they can be put in before."""


class Fields(dict[str, list[str]]):
    """All values of each field, in their order."""

    @classmethod
    def of(cls, text: bytes, where: str) -> "Fields":
        """Return the fields that a text holds.

        Args:
            text: as it came.
            where: what errors call it.

        Raises:
            Problem: it is not UTF-8, or has too many fields.
        """
        fields = cls()
        try:
            parts = text.decode("ascii").split("&")
            if len(parts) > _MOST:
                raise Problem(400, f"{where} has more than {_MOST} fields")
            for part in parts:
                if part:
                    name, _, value = part.partition("=")
                    fields.setdefault(_decoded(name), []).append(_decoded(value))
        except UnicodeDecodeError as error:
            what = "is not percent-encoded ASCII" if error.encoding == "ascii" else "is not UTF-8 when decoded"
            raise Problem(400, f"{where} {what}, at byte {error.start}") from None
        return fields

    def first(self, name: str) -> str | None:
        """Return the first value of a field, None if there is none."""
        values = self.get(name)
        return values[0] if values else None

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(self.get(name, ()))

    def with_more(self, others: "Fields") -> "Fields":
        """Return these fields and those."""
        return Fields({name: [*self.get(name, ()), *others.get(name, ())] for name in {**self, **others}})


def _decoded(text: str) -> str:
    text = text.replace("+", " ")
    if "%" in text:
        for escape, character in _USUAL:
            text = text.replace(escape, character)
        text = unquote(text, errors="strict")
    return text
