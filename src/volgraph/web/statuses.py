"""The status that each error of volgraph becomes: the one table, for pages and programs alike."""

from dataclasses import dataclass, field
from http import HTTPStatus

from volgraph.errors import (
    AuthorizationError,
    BusyError,
    GenerationError,
    GraphMissingError,
    InputError,
    LimitError,
    MissingGenerationError,
    NoIndexError,
    Place,
    VolgraphError,
    WorkerError,
)

PROBLEM = "application/problem+json"
AGAIN_SOON_S, AGAIN_AFTER_BUILD_S, AGAIN_LATER_S = 5, 10, 30

LIMITS: dict[str, tuple[int, int | None]] = {
    "time": (504, None),
    "memory": (503, None),
    "size": (413, None),
    "cancelled": (503, None),
    "pace": (503, None),
    "queue": (503, AGAIN_SOON_S),
    "share": (429, AGAIN_SOON_S),
    "rate": (429, AGAIN_SOON_S),
}
"""For each limit its status, and after how many seconds trying again can help, if it can."""


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818  # as RFC 9457 calls it
    """What a client is told: https://www.rfc-editor.org/rfc/rfc9457.

    Args:
        status: of HTTP.
        detail: one sentence.
        place: in what was sent, if known.
        headers: further headers of the answer.
        more: further members of the problem.
        key: of the text that tells it to a reader, if there is one.
        values: what stands in that text.
    """

    status: int
    detail: str
    place: Place | None = None
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    key: str = ""
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The phrase that goes with the status."""
        return HTTPStatus(self.status).phrase

    def content(self) -> dict[str, object]:
        """Return its members."""
        content: dict[str, object] = {"title": self.title, "status": self.status, "detail": self.detail}
        if self.place is not None and self.place.line is not None:
            content |= {"line": self.place.line, "column": self.place.column}
        return content | self.more


def problem_of(error: VolgraphError) -> Problem | None:
    """Return what a client is told of an error; None if it is none of its business."""
    match error:
        case GraphMissingError():
            return Problem(404, error.message)
        case InputError():
            return Problem(400, error.message, error.place)
        case LimitError():
            status, again = LIMITS[error.limit]
            headers = {"Retry-After": str(again)} if again else {}
            return Problem(status, str(error), headers=headers, more={"limit": error.limit})
        case MissingGenerationError():
            more: dict[str, object] = {"state": error.state}
            if error.replaced_by:
                more["replacedBy"] = error.replaced_by
            status = 404 if error.state == "unknown" else 410
            values: dict[str, str | int] = {"digest": error.digest[:12]}
            return Problem(status, str(error), more=more, key=f"generation-{error.state}", values=values)
        case NoIndexError():
            detail = f"the generation {error.digest[:12]} was made before there was a search here"
            return Problem(404, detail, key="generation-without-search", values={"digest": error.digest[:12]})
        case GenerationError():
            detail = "nothing is published here at the moment: try again later"
            return Problem(503, detail, headers={"Retry-After": str(AGAIN_LATER_S)})
        case AuthorizationError():
            challenge = {"WWW-Authenticate": _challenge(error)}
            return Problem(403 if error.reason == "scope" else 401, str(error), headers=challenge)
        case BusyError():
            detail = "another publication or a build is under way: try again later"
            return Problem(409, detail, headers={"Retry-After": str(AGAIN_AFTER_BUILD_S)})
        case WorkerError():
            detail = "the server could not answer this query: try again later"
            return Problem(503, detail, headers={"Retry-After": str(AGAIN_SOON_S)})
    return None


def _challenge(error: AuthorizationError) -> str:
    """Return what a client is asked for: https://www.rfc-editor.org/rfc/rfc6750#section-3"""
    challenge = 'Bearer realm="volgraph"'
    if error.reason == "scope":
        return f'{challenge}, error="insufficient_scope", scope="{error.scope}"'
    return challenge if error.reason == "missing" else f'{challenge}, error="invalid_token"'
