"""Publishing: a validated generation becomes the current one, can come back, and can be kept for good."""

from volgraph.errors import GenerationError, InvalidGraphError
from volgraph.io.disk import full_disk_named, require_space
from volgraph.io.generations import Generation, Home
from volgraph.io.history import Reason

_PUBLICATION_BYTES = 1 << 20
"""What a line of the log, a link and the folders' own blocks take, with room to spare."""


def publish(home: Home, digest: str | None, keep: int) -> Generation:
    """Publish a generation: the newest built one, or the one whose digest begins with `digest`.

    Args:
        home: where generations are kept.
        digest: the first digits of a content digest, or None.
        keep: how many published generations stay.

    Raises:
        GenerationError: there is nothing to publish, or it was never validated.
        InvalidGraphError: it was validated and breaks a rule.
        DiskSpaceError: the disk is full.
    """
    with home.lock(), full_disk_named(home.path, "publishing"):
        require_space(home.path, _PUBLICATION_BYTES, "publishing")
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
        DiskSpaceError: the disk is full.
    """
    with home.lock(), full_disk_named(home.path, "going back"):
        require_space(home.path, _PUBLICATION_BYTES, "going back")
        generation = home.previous()
        home.publish(generation, keep, Reason.ROLLBACK)
        return generation


def release(home: Home, name: str, digest: str | None) -> Generation:
    """Keep a published generation for good under a name: the current one, or the one whose digest begins so.

    Raises:
        GenerationError: there is none, it was never published, or the name cannot be used.
    """
    with home.lock():
        generation = home.find(digest) if digest else home.current()
        if generation is None:
            raise GenerationError("nothing is published: run volgraph publish")
        home.release(name, generation)
        return generation
