"""Asking git which files a revision has, which of them are different now, and what they were."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from volgraph.errors import RevisionError

_COMMIT_ID, _SHORT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}"), re.compile(r"[0-9a-f]{7,}")
_BEFORE = re.compile(r"([\w./-]+)(?:([~^])(\d*))?")
"""A name, perhaps with how many commits before it."""
_VERSION = re.compile(r"v?\d[\w.-]*")
"""What a tag is called that is no branch; both kinds are fetched in ways of their own."""
_NO_FILE = {"120000": "symbolic link", "160000": "submodule"}
_AT_ONCE = 500
"""How many objects are asked for before any is read, and names in one command: fewer than fill a pipe or a command."""

_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Difference:
    """How the working tree differs from a revision.

    Args:
        files: the names of tracked files that are not as they were, or not there any more.
        gone: those that are not there any more.
        links: names of symbolic links and submodules that are not as they were.
    """

    files: frozenset[str]
    gone: frozenset[str]
    links: tuple[str, ...]


class Repository:
    """A git repository with a working tree; names of files are relative to its root, with "/"."""

    def __init__(self, folder: Path) -> None:
        """Find the repository that holds a folder.

        Raises:
            RevisionError: none does, or there is no git.
        """
        try:
            answer = _git(folder, "rev-parse", "--show-toplevel", "--git-common-dir")
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip()
            if "not a git repository" in said:
                raise RevisionError(f"{folder} is in no git repository, and --since compares with a revision") from None
            raise RevisionError(f"git cannot read the repository of {folder}: {said}") from None
        root, common = answer.decode().splitlines()
        self.root = Path(root)
        self._folders: dict[Path, Path] = {}
        self.cache = (folder / common).resolve() / "volgraph"

    def name_of(self, path: Path, shown: str) -> str:
        """Return the name of a file or folder, of which only the folder above is looked up through links.

        Raises:
            RevisionError: it is outside.
        """
        folder = self._folders.get(path.parent) or self._folders.setdefault(path.parent, path.parent.resolve())
        try:
            return (folder / path.name).relative_to(self.root).as_posix()
        except ValueError:
            raise RevisionError(
                f"{shown} is outside of the git repository {self.root}, so --since cannot tell what changed in it: "
                "leave it out, or run without --since"
            ) from None

    def commit(self, revision: str) -> str:
        """Return the commit that a revision names.

        Raises:
            RevisionError: it is not here; says what to fetch if the clone is shallow.
        """
        found = self._resolved(revision)
        if found is None and self._ask("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise RevisionError(f"this clone is shallow and does not have “{revision}”: run {self._fetch(revision)}")
        if found is None:
            raise RevisionError(
                f"git knows no revision “{revision}”: name a commit, branch or tag that git log finds here"
            )
        return found

    def _resolved(self, revision: str) -> str | None:
        try:
            found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except subprocess.CalledProcessError:
            return None
        return found.decode().strip()

    def _fetch(self, revision: str) -> str:
        """Return the command that brings a revision into a shallow clone."""
        match = _BEFORE.fullmatch(revision)
        if _COMMIT_ID.fullmatch(revision):
            return f"git fetch --depth=1 origin {revision}"
        if match is None or _SHORT_ID.fullmatch(revision):
            return "git fetch --unshallow"
        name, before = match[1], int(match[3] or 1) if match[2] else 0
        if before and self._resolved(name):
            return f"git fetch --deepen={before}"
        remote, _, branch = name.partition("/")
        what = f"{branch}:refs/remotes/{name}" if remote == "origin" and branch else f"{name}:{name}"
        return f"git fetch --depth={before + 1} origin {f'tag {name}' if _VERSION.fullmatch(name) else what}"

    def files(self, commit: str) -> dict[str, str]:
        """Return the object of each file of a commit, by its name."""
        files = {}
        for entry in self._ask("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
            description, name = entry.split(b"\t", 1)
            mode, _, identity = description.decode().split(" ")
            if mode not in _NO_FILE:
                files[os.fsdecode(name)] = identity
        return files

    def difference(self, commit: str, named: Iterable[str]) -> Difference:
        """Return how the working tree differs from a commit in some files, folders and globs.

        Args:
            commit: its identity.
            named: files, folders and globs, from the root; "." for all.
        """
        specs = [":(top)" if name == "." else f":(top,{kind}){name}" for name in named for kind in _kinds(name)]
        options = "--raw", "-z", "--no-renames", "--no-ext-diff", "--abbrev=40"
        answers = (
            self._ask("diff", *options, commit, "--", *specs[start : start + _AT_ONCE])
            for start in range(0, len(specs), _AT_ONCE)
        )
        parts = b"".join(answers).split(b"\0")[:-1]
        files, gone, links = set(), set(), set()
        for description, path in zip(parts[::2], parts[1::2], strict=True):
            before, after, *_, status = description.decode().lstrip(":").split(" ")
            name = os.fsdecode(path)
            if before in _NO_FILE or after in _NO_FILE:
                links.add(name)
            elif status != "A":
                files.add(name)
                if status == "D":
                    gone.add(name)
        return Difference(frozenset(files), frozenset(gone), tuple(sorted(links)))

    def contents(self, objects: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Yield the names of files with what is in them.

        Args:
            objects: the object of each file, by its name.
        """
        names = list(objects)
        with subprocess.Popen(
            ["git", "-C", str(self.root), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
        ) as process:
            assert process.stdin and process.stdout
            for start in range(0, len(names), _AT_ONCE):
                some = names[start : start + _AT_ONCE]
                process.stdin.write("".join(f"{objects[name]}\n" for name in some).encode())
                process.stdin.flush()
                for name in some:
                    header = process.stdout.readline().split()
                    if len(header) != 3:
                        raise RevisionError(f"git does not have what {name} was: run git fetch, or git fsck")
                    content = process.stdout.read(int(header[2]))
                    process.stdout.read(1)
                    yield name, self._smudged(name, objects[name]) if content.startswith(_LFS) else content

    def _smudged(self, name: str, identity: str) -> bytes:
        return self._ask("cat-file", "--filters", f"--path={name}", identity)

    def _ask(self, *arguments: str) -> bytes:
        return _git(self.root, *arguments)


def _kinds(name: str) -> tuple[str, ...]:
    """Return how git may read a name: as it is, and as a glob if it could be one, since files may be called so too."""
    return ("literal", "glob") if has_magic(name) else ("literal",)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, env=_environment()
        ).stdout
    except FileNotFoundError:
        raise RevisionError("there is no git on this machine, and --since needs it: install git") from None


def _environment() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
