"""What a caller may wish of a report beside its format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from volgraph.domain.validation import VIOLATION, Location

ReadLine = Callable[[str, int], str | None]
"""Returns a line of a file, named as in `Location.file`, without its end; None if it cannot be read."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is written.

    Args:
        language: of messages and of everything around them: kk, ru or en.
        fail_on: the least severity that fails, as the exit code has it.
        group_by: "file" or "shape", where results are shown in groups.
        read_line: reads the source lines that are shown under results.
        files_url: address under which the files of the repository can be read; without it links are relative.
        colour: whether the text is coloured.
        width: of the terminal in columns; None does not break lines.
    """

    language: str = "en"
    fail_on: str = VIOLATION
    group_by: str = "file"
    read_line: ReadLine = lambda file, line: None
    files_url: str = ""
    colour: bool = False
    width: int | None = None

    def link(self, place: Location) -> str:
        """Return the address of a place: GitHub and GitLab understand its line."""
        line = f"#L{place.line}" if place.line else ""
        if "://" in place.file:
            return place.file + line
        return (
            (f"{self.files_url.rstrip('/')}/" if self.files_url else "")
            + quote(place.file, errors="surrogateescape")
            + line
        )


def files_url(environment: Mapping[str, str]) -> str:
    """Return where the files of the commit that a pipeline checks can be read, "" outside of GitHub's and GitLab's.

    https://docs.github.com/actions/reference/variables-reference
    https://docs.gitlab.com/ci/variables/predefined_variables/
    """
    try:
        if environment.get("GITHUB_ACTIONS"):
            repository = f"{environment['GITHUB_SERVER_URL']}/{environment['GITHUB_REPOSITORY']}"
            return f"{repository}/blob/{environment['GITHUB_SHA']}"
        if environment.get("GITLAB_CI"):
            return f"{environment['CI_PROJECT_URL']}/-/blob/{environment['CI_COMMIT_SHA']}"
    except KeyError:
        pass
    return ""
