"""Citations of what is published, in the formats of reference managers.

BibTeX as BibLaTeX reads it (https://ctan.org/pkg/biblatex), CSL-JSON
(https://docs.citationstyles.org/en/stable/specification.html), RIS
(https://en.wikipedia.org/wiki/RIS_(file_format)).
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

_LATEX = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_LINE_ENDS = re.compile(r"\s*[\r\n\u2028\u2029]+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is cited.

    Args:
        key: what a manuscript calls it: ASCII letters, digits and hyphens.
        title: what it is.
        author: who made it.
        collection: the dataset that it is part of.
        version: the release, or the digest of the generation.
        url: an address that always shows the same.
        iri: its name, empty if it has none.
        issued: when this version was published, if that is known.
        accessed: when it was looked at.
        language: the code of the language of the title.
        note: what else a reader should know.
    """

    key: str
    title: str
    author: str
    collection: str
    version: str
    url: str
    iri: str
    issued: date | None
    accessed: date
    language: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of citations.

    Args:
        name: what addresses call it; also the ending of its files.
        label: what people call it.
        media_type: of HTTP.
        write: makes the file.
    """

    name: str
    label: str
    media_type: str
    write: Callable[[Citation], str]


def bibtex(citation: Citation) -> str:
    """Return a BibTeX entry; `@misc`, which every style knows."""
    fields = {
        "author": f"{{{_latex(citation.author)}}}",
        "title": f"{{{_latex(citation.title)}}}",
        "howpublished": _latex(citation.collection),
        "version": citation.version,
        "year": str(citation.issued.year) if citation.issued else "",
        "date": citation.issued.isoformat() if citation.issued else "",
        "url": _address(citation.url),
        "urldate": citation.accessed.isoformat(),
        "langid": _BABEL_NAMES.get(citation.language, ""),
        "note": _latex(_notes(citation)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{citation.key},\n{lines}\n}}\n"


def csl_json(citation: Citation) -> str:
    """Return a list of one item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": citation.author}],
        "container-title": citation.collection,
        "version": citation.version,
        "URL": citation.url,
        "accessed": _date_parts(citation.accessed),
        "language": citation.language,
    }
    if citation.issued:
        item["issued"] = _date_parts(citation.issued)
    if notes := _notes(citation):
        item["note"] = notes
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def ris(citation: Citation) -> str:
    """Return a RIS record."""
    fields = [
        ("TY", "DATA"),
        ("ID", citation.key),
        ("AU", citation.author),
        ("TI", citation.title),
        ("T2", citation.collection),
        ("ET", citation.version),
        ("PY", str(citation.issued.year) if citation.issued else ""),
        ("DA", citation.issued.strftime("%Y/%m/%d") if citation.issued else ""),
        ("UR", citation.url),
        ("Y2", citation.accessed.strftime("%Y/%m/%d")),
        ("LA", citation.language),
        ("N1", _notes(citation)),
    ]
    lines = [f"{tag}  - {_LINE_ENDS.sub(' ', value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


FORMATS = (
    CitationFormat("bib", "BibTeX", "application/x-bibtex", bibtex),
    CitationFormat("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    CitationFormat("ris", "RIS", "application/x-research-info-systems", ris),
)


def citation_key(*parts: str) -> str:
    """Return a key made of parts: lower-case ASCII letters and digits, with hyphens between."""
    plain = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _notes(citation: Citation) -> str:
    return " ".join(part for part in (citation.note, f"IRI: {citation.iri}" if citation.iri else "") if part)


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _LINE_ENDS.sub(" ", text))


def _address(url: str) -> str:
    """Return an address that leaves the braces of a field in balance."""
    return url.replace("{", "%7B").replace("}", "%7D")


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


_BABEL_NAMES = {"ru": "russian", "en": "english", "kk": "kazakh"}
