"""The fields of a form or of an address: https://url.spec.whatwg.org/#application/x-www-form-urlencoded."""

from urllib.parse import parse_qsl

from volgraph.web.statuses import Problem

_MOST = 10_000


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
            pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST)
        except UnicodeDecodeError as error:
            what = "is not percent-encoded ASCII" if error.encoding == "ascii" else "is not UTF-8 when decoded"
            raise Problem(400, f"{where} {what}, at byte {error.start}") from None
        except ValueError:
            raise Problem(400, f"{where} has more than {_MOST} fields") from None
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
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
