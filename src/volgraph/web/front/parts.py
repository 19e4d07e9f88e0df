"""The parts of a form that is posted as multipart/form-data, written to files as they were sent.

https://www.rfc-editor.org/rfc/rfc7578
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from volgraph.web.statuses import Problem

MAX_PARTS = 16
_BLOCK_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form.

    Args:
        name: of the field.
        filename: that the client gives it; empty for a field that is no file.
        content_type: as it is said, or empty.
        path: where its bytes are.
    """

    name: str
    filename: str
    content_type: str
    path: Path

    @property
    def is_field(self) -> bool:
        """Whether it is a field of the form, and no file."""
        return not self.filename


def parts_of(body: IO[bytes], boundary: str, folder: Path) -> list[Part]:
    """Write the parts of a form into a folder, and return them.

    Raises:
        Problem: it is no such form, breaks off, or has too many parts.
    """
    parts: list[Part] = []
    output: IO[bytes] | None = None
    try:
        for event in _events(body, boundary.encode("latin-1")):
            if isinstance(event, Field | File):
                part = _part(event, folder / f"part-{len(parts)}")
                parts.append(part)
                output = part.path.open("wb")
            elif isinstance(event, Data) and output is not None:
                output.write(event.data)
                if not event.more_data:
                    output.close()
    except RequestEntityTooLarge:
        raise Problem(400, f"the form has more than {MAX_PARTS} parts: send fewer") from None
    except ValueError:
        raise Problem(400, "the form is malformed or breaks off: send it again") from None
    finally:
        if output is not None:
            output.close()
    return parts


def _events(body: IO[bytes], boundary: bytes) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary, max_parts=MAX_PARTS)
    event: Event = NeedData()
    while not isinstance(event, Epilogue):
        if isinstance(event, NeedData):
            decoder.receive_data(body.read(_BLOCK_BYTES) or None)  # after None, what is missing is an error
        event = decoder.next_event()
        yield event


def _part(event: Field | File, path: Path) -> Part:
    filename = event.filename if isinstance(event, File) else ""
    return Part(event.name or "", filename, event.headers.get("content-type", ""), path)
