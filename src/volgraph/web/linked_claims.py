"""What the pages of claims and measures say to search engines, made of the same claims."""

from decimal import Decimal

from markupsafe import Markup
from pyoxigraph import Literal

from volgraph.domain.claims import Claim
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import canonical
from volgraph.domain.vocabulary import SCHEMA, Comparator
from volgraph.services.claims_on_measure import Comparison, Publication, Stated
from volgraph.services.description import LICENCE
from volgraph.web.linked_markup import Json, page_about, script, thing, trimmed, whole_dataset
from volgraph.web.showing import named
from volgraph.web.site import language
from volgraph.web.telling import figure_words

_STATED_VALUE = (
    Comparator.EQUAL,
    Comparator.APPROXIMATELY,
    Comparator.APPROXIMATELY_BELOW,
    Comparator.APPROXIMATELY_ABOVE,
)


def claim_markup(stated: Stated, measure: Measure | None, title: str) -> Markup:
    """Return the markup of the page of a claim: https://schema.org/Claim, with an Observation for a number."""
    observation = _observation(stated, measure) if measure else None
    return script(filter(None, [_claim(stated.claim, stated.publication, title), observation]))


def measure_markup(comparison: Comparison) -> Markup:
    """Return the markup of the page of a measure: https://schema.org/StatisticalVariable, an Observation a row."""
    measure = comparison.measure
    variable: Json = {
        "@type": "StatisticalVariable",
        "@id": measure.iri.value,
        "name": named(measure.iri).text,
        "description": measure.scopes.get(language()),
        "url": page_about(measure.iri),
        "inLanguage": language(),
    }
    observations = (_observation(one, measure) for one in comparison.stated)
    return script([trimmed(variable), *filter(None, observations)])


def _claim(claim: Claim, publication: Publication | None, title: str) -> Json:
    words = claim.evidence.exact if claim.evidence else claim.as_written.value if claim.as_written else None
    return trimmed(
        {
            "@type": "Claim",
            "@id": claim.iri.value,
            "url": page_about(claim.iri),
            "name": title,
            "text": words,
            "inLanguage": language(),
            "about": thing(claim.subject.value, named(claim.subject).text) if claim.subject else None,
            "author": thing(claim.speaker.value, named(claim.speaker).text) if claim.speaker else None,
            "appearance": _work(publication) if publication else None,
            "license": LICENCE.value,
            "isPartOf": whole_dataset(),
        }
    )


def _work(publication: Publication) -> Json:
    kinds = [term.value.removeprefix(SCHEMA.iri) for term in publication.types if term in SCHEMA]
    publisher = publication.publisher
    return trimmed(
        {
            "@type": kinds[0] if kinds else "CreativeWork",
            "@id": publication.iri.value,
            "url": publication.url or None,
            "datePublished": publication.published.isoformat() if publication.published else None,
            "inLanguage": publication.language or None,
            "publisher": {**thing(publisher.value, named(publisher).text), "@type": "Organization"}
            if publisher
            else None,
        }
    )


def _observation(stated: Stated, measure: Measure) -> Json | None:
    """Return a claim of a number as an observation; None for anything else."""
    claim = stated.claim
    lower, upper = claim.lower, claim.upper
    if stated.figure is None or isinstance(lower, Literal) or isinstance(upper, Literal) or not (lower or upper):
        return None
    unit = claim.unit or claim.counts
    exact = claim.comparator in _STATED_VALUE
    last = claim.valid.last.isoformat() if claim.valid else None
    first = claim.valid_from.isoformat() if claim.valid_from else None
    return trimmed(
        {
            "@type": "Observation",
            "@id": f"{claim.iri.value}#observation",
            "name": figure_words(claim, stated.figure),
            "isBasedOn": claim.iri.value,
            "variableMeasured": {"@type": "StatisticalVariable", "@id": measure.iri.value},
            "observationAbout": thing(measure.subject.value, named(measure.subject).text),
            "observationDate": (first if first == last else f"{first}/{last}") if first else None,
            "value": _number(lower) if exact else None,
            "minValue": None if exact else _number(lower),
            "maxValue": None if exact else _number(upper),
            "unitText": named(unit).text if unit else None,
        }
    )


def _number(bound: Decimal | None) -> int | float | None:
    if bound is None:
        return None
    text = canonical(bound)
    return float(text) if "." in text else int(text)
