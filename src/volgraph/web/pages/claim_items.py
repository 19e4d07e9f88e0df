"""Claims as pages list them: what each states, in every language, who says it, when it holds and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claim_wording import Reading, reading
from volgraph.domain.claims import Claim
from volgraph.domain.vocabulary import LANGUAGES, Modality
from volgraph.domain.wording import time_text
from volgraph.services.naming import shortened
from volgraph.web.showing import Shown, named
from volgraph.web.site import language, local, site, snapshot
from volgraph.web.texts import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """A claim in a list.

    Args:
        anchor: the name of its place on the page.
        row: by which its author knows it.
        href: the address of its page.
        readings: what it states, in each language that the page has it in.
        voice: who speaks.
        speaker: to whom the words are attributed, if to anybody.
        modality: whether it is planned, proposed or a judgement; None if it is stated.
        time: when it holds, or empty.
        time_as_written: the words for that, if there are any.
        locator: the place on the page, if the text is not stored.
        as_written: the words of the value, if there are any.
        here: what it states in the language of the page.
    """

    anchor: str
    row: str
    href: str
    readings: list[Reading]
    voice: Shown
    speaker: Shown | None
    modality: Shown | None
    time: str
    time_as_written: Literal | None
    locator: str
    as_written: Literal | None
    here: Reading


def claim_item(claim: Claim, languages: Sequence[str] = LANGUAGES) -> ClaimItem:
    """Return a claim for a list; the names of what it links are known already.

    Args:
        claim: it.
        languages: in which it is read, that of the page among them.
    """
    path, here = site().base.path(claim.iri), language()
    readings = [reading(claim, code, name_of) for code in languages]
    return ClaimItem(
        f"claim-{path.partition('/claim/')[2]}",
        claim.row,
        local(f"/page/{path}"),
        readings,
        named(claim.voice.node),
        named(claim.speaker) if claim.speaker else None,
        named(claim.modality.node) if claim.modality is not Modality.STATED else None,
        time_text(claim.valid, here) if claim.valid else "",
        claim.time_as_written,
        claim.locator.value if claim.locator else "",
        claim.as_written,
        next(one for one in readings if one.language == here),
    )


def name_of(node: NamedNode, code: str) -> Literal:
    """Return the name of a thing in a language, in another, or else its IRI, shortened."""
    found = snapshot().names.name(node, code)
    return found if found is not None else Literal(shortened(site().base.path(node)))


def language_names(codes: tuple[str, ...]) -> str:
    """Return what languages call themselves."""
    return ", ".join(LANGUAGE_NAMES.get(code, code) for code in codes)
