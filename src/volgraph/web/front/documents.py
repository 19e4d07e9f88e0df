"""The documents that are posted for validation: one as the body, or those of a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from werkzeug.http import parse_options_header

from volgraph.io.media_types import Format, Kind, by_name, formats, rdf_format
from volgraph.web.front.parts import Part, parts_of
from volgraph.web.statuses import Problem

FORM = "multipart/form-data"
DATA, SHAPES = "data", "shapes"


@dataclass(frozen=True, slots=True)
class Documents:
    """The names of files: of the data graph, and of the shapes graph if it is posted too."""

    data: tuple[str, ...]
    shapes: tuple[str, ...] = ()


def refuse_unknown_type(media_type: str, parameters: Mapping[str, str]) -> None:
    """Refuse a body that is neither RDF nor a form, before it has come.

    Raises:
        Problem: it is something else, or not UTF-8.
    """
    if media_type != FORM and rdf_format(media_type) is None:
        known = ", ".join(form.media_type for form in formats(Kind.TRIPLES))
        raise Problem(415, f"post RDF as one of {known}, or a form as {FORM}, not “{media_type}”")
    charset = parameters.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "us-ascii"):
        raise Problem(415, f"what is sent here is UTF-8, not {charset}")


def raw_document(body: IO[bytes], media_type: str, folder: Path) -> Documents:
    """Put the one document of a body into a folder."""
    form = rdf_format(media_type)
    assert form is not None, "other media types are refused before"
    name = f"{DATA}{form.suffix}"
    with (folder / name).open("wb") as file:
        copyfileobj(body, file)
    return Documents((name,))


def form_documents(body: IO[bytes], boundary: str, folder: Path) -> Documents:
    """Put the documents of a form into a folder.

    Its parts are `data` and `shapes`, each once or more; a part says in its media type what it is written in, or by
    the ending of its file's name, or a part `data-format` or `shapes-format` says it. An empty part counts as none.

    Raises:
        Problem: it is malformed, has other parts, or one is of an unknown format; or there are no data.
    """
    parts = parts_of(body, boundary, folder)
    said = {part.name: part.path.read_bytes()[:100].decode(errors="replace").strip() for part in parts if part.is_field}
    names: dict[str, list[str]] = {DATA: [], SHAPES: []}
    for part in parts:
        if part.name not in names:
            if part.name not in (f"{DATA}-format", f"{SHAPES}-format"):
                raise Problem(400, f"a form has parts called {DATA} and {SHAPES}, not “{part.name}”")
            continue
        if part.path.stat().st_size == 0 and not part.filename:
            continue
        form = _format_of(part, said.get(f"{part.name}-format", ""))
        before = names[part.name]
        name = f"{part.name}{f'-{len(before) + 1}' if before else ''}{form.suffix}"
        part.path.rename(folder / name)
        before.append(name)
    if not names[DATA]:
        raise Problem(400, f"the form has no data: put them into a part called {DATA}")
    return Documents(tuple(names[DATA]), tuple(names[SHAPES]))


def _format_of(part: Part, said: str) -> Format:
    """Return what a part is written in.

    Raises:
        Problem: nothing says it, or it is no RDF that is read here.
    """
    media_type, _ = parse_options_header(part.content_type)
    claimed = None if media_type in ("text/plain", "application/octet-stream") else rdf_format(media_type)
    ending = part.filename.rpartition(".")[2] if "." in part.filename else ""
    for name in (said, ending):
        claimed = claimed or (by_name(name, Kind.TRIPLES) if name else None)
    if claimed is None:
        known = ", ".join(form.name for form in formats(Kind.TRIPLES))
        raise Problem(
            415,
            f"say what “{part.name}” is written in: by its Content-Type, or by a part “{part.name}-format”, which is "
            f"one of {known}",
        )
    return claimed
