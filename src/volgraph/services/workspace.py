"""The workspace: a dataset that clients may change, with the plain semantics of the standard.

It is apart from what is published: nothing of it is validated, and nothing of it is published from here. One worker has
its store, and does one thing after the other.
"""

from volgraph.config import Settings
from volgraph.errors import GenerationError
from volgraph.io.generations import Home
from volgraph.services.answering import Answering
from volgraph.services.workers.client import Workers
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.pool import Engine


class Workspace:
    """The workspace of a home.

    Args:
        settings: where it is kept, and what one job may take.
    """

    def __init__(self, settings: Settings) -> None:
        folder = Home(settings.home).path / "workspace"
        self.answering = Answering(settings, places=1)
        self.workers = Workers(folder / "store", Engine.WRITABLE, 1, Limits.of(settings))
        self._folder = folder

    def open(self) -> None:
        """Make or open its store.

        Raises:
            GenerationError: it does not open.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GenerationError(f"the workspace in {self._folder} cannot be made: {error.strerror}") from None
        self.workers.start()
