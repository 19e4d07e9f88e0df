"""What is learnt of a request while it is answered, for its record."""

from dataclasses import dataclass

from volgraph.services.answering import Asked

NOTES = "volgraph.notes"
"""Where an application behind the thin path finds the notes in its ASGI scope."""

PAGE = "page"


@dataclass(slots=True)
class Notes:
    """What is learnt of a request.

    Args:
        kind: the path on the thin way that answers it, without its first slash; `page` for everything else.
        query: the text of the query, if it is one.
        generation: the digest of the generation that answers.
        form: the media type of the answer.
        asked: the query at its worker, if it came so far.
        query_id: as the answer names it.
        kept: whether the answer was kept from an earlier time; None where none could have been.
        error: why there is no answer, or none to its end.
    """

    kind: str = PAGE
    query: str = ""
    generation: str = ""
    form: str = ""
    asked: Asked | None = None
    query_id: str = ""
    kept: bool | None = None
    error: BaseException | None = None

    def tell(self, query_id: str, query: str, generation: str, form: str = "", *, kept: bool | None) -> None:
        """Say what is asked of which generation."""
        self.query_id, self.query, self.generation, self.form, self.kept = query_id, query, generation, form, kept
