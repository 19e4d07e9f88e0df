"""Publishing: a validated generation becomes the current one, and an earlier one can come back."""

from volgraph.errors import GenerationError, InvalidGraphError
from volgraph.io.generations import Generation, Home


def publish(home: Home, digest: str | None, keep: int) -> Generation:
    """Publish a generation: the newest built one, or the one whose digest begins with `digest`.

    Args:
        home: where generations are kept.
        digest: the first digits of a content digest, or None.
        keep: how many published generations stay.

    Raises:
        GenerationError: there is nothing to publish, or it was never validated.
        InvalidGraphError: it was validated and breaks a rule.
    """
    with home.lock():
        generation = home.find(digest) if digest else home.built()
        if generation is None:
            raise GenerationError("nothing is built: run volgraph build")
        verdict = generation.verdict()
        if verdict is None:
            raise GenerationError(f"{generation.digest[:12]} is not validated: run volgraph validate")
        if verdict["violations"]:
            raise InvalidGraphError(verdict["violations"])
        if home.current() != generation:
            home.publish(generation, keep)
        return generation


def rollback(home: Home, keep: int) -> Generation:
    """Make the generation that was published before the current one the current one again.

    Raises:
        GenerationError: there is none.
    """
    with home.lock():
        generation = home.previous()
        home.publish(generation, keep, reason="rollback")
        return generation
