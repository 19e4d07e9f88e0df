"""RDF terms and other foreign text as people read them: short, on one line, and with nothing hidden in it."""

import re

from volgraph.domain.vocabulary import PREFIXES

_IRI = re.compile(r"<([^<>\"{}|^`\\\s]*)>")
_SIMPLE_NAME = re.compile(r"[^\W\d][\w-]*")
_HIDDEN = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_PREFIX_OF = {iri: prefix for prefix, iri in PREFIXES.items()}


def iri(term: str) -> str:
    """Return the IRI of a term, or a blank node as it is."""
    return term[1:-1] if term.startswith("<") else term


def short(term: str) -> str:
    """Return a term or a property path with the IRIs of well-known vocabularies shortened, such as `sh:path`."""
    return _IRI.sub(_shortened, term)


def local_name(term: str) -> str:
    """Return what is behind the namespace of an IRI; anything else as it is."""
    whole = iri(term)
    return re.split(r"[#/]", whole.rstrip("#/"))[-1] if term.startswith("<") else whole


def component_name(term: str) -> str:
    """Return the name of a constraint component without what all of them share, such as `MinCount`."""
    return local_name(term).removesuffix("ConstraintComponent")


def visible(text: str) -> str:
    r"""Return a text in which no character hides, moves or colours others: such ones are written as `\u001B`.

    Terminals obey control characters, and bidirectional controls show text in an order that it has not:
    https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    """
    return _HIDDEN.sub(_escape, text)


def one_line(text: str) -> str:
    """Return a text whose line breaks and tabs are spaces, and in which nothing hides."""
    return visible(" ".join(text.split()))


def lines(text: str) -> str:
    """Return a text with its line breaks, in which nothing else hides."""
    return "\n".join(map(one_line, text.splitlines()))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _shortened(match: re.Match[str]) -> str:
    whole = match[1]
    cut = max(whole.rfind("#"), whole.rfind("/")) + 1
    prefix, name = _PREFIX_OF.get(whole[:cut]), whole[cut:]
    return f"{prefix}:{name}" if prefix and _SIMPLE_NAME.fullmatch(name) else match[0]
