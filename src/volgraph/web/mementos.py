"""Asking for what was published at another time: by `?generation=` or `Accept-Datetime`, and what is said of it.

Every address is its own TimeGate and answers with 200: https://www.rfc-editor.org/rfc/rfc7089#section-4.1.2
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from volgraph.services.published import Memento, Published
from volgraph.web.statuses import Problem

PARAMETER, HEADER = "generation", "accept-datetime"
TIMEMAP = "/timemap/"
_HEXADECIMAL = set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for: a generation, or a moment.

    Args:
        digest: the digest of a generation, or enough of its first digits; empty for none.
        moment: a moment, if no generation is named.
    """

    digest: str = ""
    moment: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.digest) or self.moment is not None

    @classmethod
    def of(cls, digest: str | None, accept_datetime: str) -> "Wanted":
        """Return what a request says.

        Raises:
            Problem: it is no digest, or no moment.
        """
        if digest is not None:
            if len(digest) < 8 or not set(digest) <= _HEXADECIMAL:
                detail = "a generation is named by its digest, or at least 8 of its first digits, in lower case"
                raise Problem(400, detail, key="generation-malformed")
            return cls(digest)
        return cls(moment=_moment(accept_datetime)) if accept_datetime else cls()

    def find(self, published: Published) -> Memento:
        """Return the generation; this may open it, which takes a moment.

        Raises:
            GenerationError, MissingGenerationError: it is not here.
        """
        if self.moment is not None:
            return published.at(self.moment)
        return published.pinned(self.digest)


def _moment(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        message = f"Accept-Datetime is a date of HTTP such as {http_date(datetime(2026, 1, 31, 12, tzinfo=UTC))}"
        raise Problem(400, f"{message}, not “{text}”") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def http_date(moment: datetime) -> str:
    """Return a moment as HTTP writes it: https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats"""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def headers(memento: Memento, url: str, *, negotiated: bool) -> Mapping[str, str]:
    """Return the headers that say of which moment an answer is.

    Args:
        memento: what answers.
        url: the address that was asked.
        negotiated: whether it was chosen by `Accept-Datetime`, not by the address.
    """
    original = _without_generation(url)
    own = of_generation(original, memento.snapshot.digest)
    when = http_date(memento.published)
    links = (
        f'<{original}>; rel="original timegate"',
        f'<{_timemap(original)}>; rel="timemap"; type="application/link-format"',
        f'<{own}>; rel="memento"; datetime="{when}"',
    )
    return {"memento-datetime": when, "link": ", ".join(links), **({"content-location": own} if negotiated else {})}


def of_generation(url: str, digest: str) -> str:
    """Return the address of the same thing in a generation."""
    parts = urlsplit(url)
    query = f"{parts.query}&" if parts.query else ""
    return urlunsplit(parts._replace(query=f"{query}{PARAMETER}={digest}"))


def timemap(published: Published, url: str) -> Iterator[str]:
    """Yield the lines of the TimeMap of an address: https://www.rfc-editor.org/rfc/rfc7089#section-5"""
    yield f'<{url}>; rel="original timegate"'
    yield f'<{_timemap(url)}>; rel="self"; type="application/link-format"'
    for moment in published.home.timeline():
        if moment.found.kept is not None:
            own = of_generation(url, moment.found.kept)
            yield f'<{own}>; rel="memento"; datetime="{http_date(moment.published)}"'


def _without_generation(url: str) -> str:
    parts = urlsplit(url)
    fields = [field for field in parse_qsl(parts.query, keep_blank_values=True) if field[0] != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode(fields, quote_via=quote)))


def _timemap(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{TIMEMAP}{parts.path.lstrip('/')}"))
