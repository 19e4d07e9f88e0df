"""What a claim states, in the words of a language that its source may not be written in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.vocabulary import CURRENCY, Comparator
from volgraph.domain.wording import compared_text, dates_text

NameOf = Callable[[NamedNode, str], Literal]
"""Gives the name of a thing in a language, or in another if there is none; its tag says in which."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a claim states, in a language.

    Args:
        about: what it is about: a measure, or a subject and a property.
        value: what it says of that.
        language: which was asked for.
        others: the languages, if any, of names or words that are not to be had in that one.
    """

    about: str
    value: str
    language: str
    others: tuple[str, ...] = ()


def reading(claim: Claim, language: str, name_of: NameOf) -> Reading:
    """Return what a claim states in a language, made from the names of the things that it links."""
    about, value = list(_about(claim, language, name_of)), list(_value(claim, language, name_of))
    tags = (part.language for part in (*about, *value))
    others = dict.fromkeys(tag for tag in tags if tag and tag != language)
    return Reading(
        " — ".join(part.value for part in about), " ".join(part.value for part in value), language, tuple(others)
    )


def _about(claim: Claim, language: str, name_of: NameOf) -> Iterator[Literal]:
    nodes = (claim.subject, claim.predicate) if claim.kind is ClaimKind.RELATION else (claim.measure,)
    return (name_of(node, language) for node in nodes if node)


def _value(claim: Claim, language: str, name_of: NameOf) -> Iterator[Literal]:
    if claim.object:
        yield name_of(claim.object, language)
        return
    comparator = claim.comparator or Comparator.EQUAL
    stated = dict.fromkeys(part for part in (claim.value, claim.lower, claim.upper) if part is not None)
    numbers = [part for part in stated if isinstance(part, Decimal)]
    literals = [part for part in stated if isinstance(part, Literal)]
    if numbers and comparator is not Comparator.NOT_COMPARABLE:
        yield Literal(compared_text(comparator, numbers, language), language=language)
        yield from _unit(claim, language, name_of)
    elif shown := dates_text(comparator, [part.value for part in literals], language):
        yield Literal(shown, language=language)
    else:
        yield from literals or ([claim.as_written] if claim.as_written else [])


def _unit(claim: Claim, language: str, name_of: NameOf) -> Iterator[Literal]:
    """Yield the unit, if it is one of measurement or money: what is counted, the measure says."""
    if claim.unit in CURRENCY:
        assert claim.unit
        yield Literal(unit_text(claim.unit.value, ""))
    elif claim.unit:
        name = name_of(claim.unit, language)
        yield Literal(unit_text(claim.unit.value, name.value), language=name.language or "und")


def unit_text(unit: str, name: str) -> str:
    """Return a unit as it stands after a number, which decides no case of a name in brackets; money by its code."""
    if unit.startswith(CURRENCY.iri):
        return unit.removeprefix(CURRENCY.iri)
    return name if "(" in name else f"({name})"
