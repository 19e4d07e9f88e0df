"""The audit log: one line for each attempt to publish from afar, on the disk before the attempt is answered."""

import json
import os
from pathlib import Path


def record(path: Path, entry: dict[str, object]) -> None:
    """Add a line to the log; its owner alone may read it."""
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
