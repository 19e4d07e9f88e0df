"""Homes for servers of a test's own: a server holds its home alone."""

import os
import shutil
from pathlib import Path
from uuid import uuid4


def linked_copy(home: Path) -> Path:
    """Return a home beside another one whose files are those of the other; nothing is to be published in either."""
    own = home.with_name(f"{home.name}-{uuid4().hex}")
    shutil.copytree(home, own, symlinks=True, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock"))
    return own
