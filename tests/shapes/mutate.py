"""Small defects, planted one at a time in valid graphs, each of which breaks a written rule of the model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from rdflib import RDF, RDFS, XSD, BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS
from rdflib.term import Node
from tests.shapes.engine import VG

from volgraph.io.mutants import Change, Made, Operator, Subject, Triple, another, local, replace, triples

SCHEMA = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")

NOWHERE = URIRef("https://w3id.org/volgraph/id/nothing/here")

CLAIMS = (VG.QuantityClaim, VG.ValueClaim, VG.RelationClaim)
ENTITIES = (SCHEMA.Place, SCHEMA.Event, VG.Goal, VG.Need, VG.Provision, VG.Evaluation, VG.Origin)
JUDGEMENTS = (VG.Identification, VG.TimeResolution, VG.Discrepancy)

REQUIRED: dict[URIRef, tuple[URIRef, ...]] = {
    **dict.fromkeys(CLAIMS, (DCTERMS.identifier, VG.voice, VG.modality, VG.subject, VG.confidence)),
    VG.Measure: (VG.subject, DCTERMS.type, SKOS.notation, SKOS.inScheme, SKOS.prefLabel, SKOS.scopeNote),
    VG.Identification: (DCTERMS.type, VG.confidence, VG.explanation, PROV.wasAttributedTo),
    VG.TimeResolution: (VG.timeRule, VG.validFrom, VG.validUntil, VG.explanation),
    VG.Discrepancy: (DCTERMS.type, VG.measure, VG.involves, VG.originsAtMost, VG.explanation),
    OA.SpecificResource: (OA.hasSource, OA.hasSelector),
    OA.TextQuoteSelector: (OA.exact,),
    OA.TextPositionSelector: (OA.start, OA.end),
    SKOSXL.Label: (SKOSXL.literalForm, VG.translatedFrom, PROV.wasAttributedTo),
    SCHEMA.Event: (DCTERMS.type, RDFS.label),
    SCHEMA.Place: (RDFS.label,),
    SCHEMA.Legislation: (RDFS.label,),
    VG.Origin: (RDFS.label,),
    VG.Source: (SCHEMA.name, SCHEMA.url, SCHEMA.datePublished),
}
"""Properties that every node of a class has. A source marks what it lacks with vg:unknown."""

ALSO_REQUIRED = {
    VG.QuantityClaim: (VG.measure, VG.comparator),
    VG.ValueClaim: (VG.measure, VG.comparator),
    VG.RelationClaim: (VG.predicate, VG.object),
}

SINGLE: dict[URIRef, tuple[URIRef, ...]] = {
    **dict.fromkeys(
        CLAIMS,
        (
            *(DCTERMS.identifier, VG.statedIn, VG.voice, VG.speaker, VG.modality, VG.subject, VG.confidence),
            *(VG.origin, VG.locator, VG.evidence, VG.asWritten, VG.timeAsWritten, VG.validFrom),
            *(VG.validUntil, VG.timePrecision, VG.timeRole, VG.timeRule, VG.timeResolution, VG.measure),
            *(VG.comparator, VG["lower"], VG["upper"], VG.unit, VG.counts, VG.per, VG.baselineFrom),
            *(VG.baselineUntil, VG.value, VG.predicate, VG.object),
        ),
    ),
    VG.Measure: (VG.subject, DCTERMS.type, SKOS.notation, VG.comparisonWindowDays, VG.counts, VG.unit),
    VG.Identification: (DCTERMS.type, VG.confidence, VG.identifies, VG.identifiedAs),
    VG.TimeResolution: (VG.timeRule, VG.timeAsWritten, VG.validFrom, VG.validUntil),
    VG.Discrepancy: (DCTERMS.type, VG.originsAtMost, VG.toleranceShare, VG.validFrom),
    OA.SpecificResource: (OA.hasSource,),
    OA.TextQuoteSelector: (OA.exact, OA.prefix, OA.suffix),
    OA.TextPositionSelector: (OA.start, OA.end),
    SKOSXL.Label: (SKOSXL.literalForm, VG.translatedFrom, PROV.wasAttributedTo),
    VG.Source: (SCHEMA.url, SCHEMA.datePublished, SCHEMA.publisher, VG.datedBy),
}
"""Properties that a node of a class has at most once."""

CODED = {
    VG.voice: VG.Stated,
    VG.modality: VG.Reporter,
    VG.confidence: VG.Equal,
    VG.comparator: VG.Stock,
    VG.timeRole: VG.Year,
    VG.timePrecision: VG.AsOf,
    VG.timeRule: VG.High,
    VG.qualifier: VG.Range,
    DCTERMS.type: VG.Only,
    VG.unit: VG.Day,
    VG.per: VG.Day,
}
"""Properties with a code list, and a concept of another scheme."""

DESCRIBED = (
    *(VG.statedIn, VG.subject, VG.speaker, VG.origin, VG.measure, VG.object, VG.counts, VG.restsOn),
    *(VG.timeResolution, VG.evidence, VG.contextEvidence, VG.ratioOf, VG.identifies, VG.datedBy),
    *(VG.translatedLabel, SCHEMA.publisher, SCHEMA.spatialCoverage, OA.hasSelector),
)
"""Properties whose object is described beside the node."""

THREE_LANGUAGES = (RDFS.label, SKOS.prefLabel, SKOS.scopeNote, VG.explanation)
TAGGED = (*THREE_LANGUAGES, VG.asWritten, VG.timeAsWritten, SKOS.editorialNote, SKOSXL.literalForm)

CLOSED = (
    *CLAIMS,
    *JUDGEMENTS,
    *(VG.Measure, VG.Origin, OA.SpecificResource, OA.TextQuoteSelector, OA.TextPositionSelector, SKOSXL.Label),
)

COMPARATOR_GROUPS = (
    (VG.Equal, VG.Approximately, VG.ApproximatelyBelow, VG.ApproximatelyAbove),
    (VG.MoreThan, VG.AtLeast),
    (VG.LessThan, VG.AtMost),
    (VG.Range,),
    (VG.NotComparable,),
)
"""Comparators with the same open bounds."""


def _short(node: Node) -> str:
    text = str(node).removeprefix("https://w3id.org/volgraph/id/")
    return text.rpartition("#")[2] or text


def _typed(subject: Subject, table: Mapping[URIRef, tuple[URIRef, ...]]) -> Iterator[tuple[str, Node, URIRef]]:
    """Yield a rule name, a node and a property for each row of a table that the graph has."""
    for kind, properties in table.items():
        for node in _instances(subject, kind):
            for name in properties:
                if (node, name, None) in subject.data:
                    yield f"{local(kind)} {local(name)}", node, name


def _of(subject: Subject, properties: Sequence[URIRef]) -> Iterator[Triple]:
    for name in properties:
        yield from triples(subject, (None, name, None))


def _ordered(nodes: Iterable[Node]) -> list[Node]:
    return sorted(set(nodes), key=str)


def _instances(subject: Subject, kind: URIRef) -> list[Node]:
    return _ordered(subject.data.subjects(RDF.type, kind))


def _replace(triple: Triple, value: Node) -> Change:
    return replace(triple, value, _short)


def drop_required(subject: Subject) -> Made:
    for table in (REQUIRED, ALSO_REQUIRED):
        for rule, node, name in _typed(subject, table):
            yield rule, (_short(node), list(subject.data.triples((node, name, None))), [])


def drop_type(subject: Subject) -> Made:
    for kind in (*CLAIMS, VG.Measure, VG.Source, OA.SpecificResource, OA.TextQuoteSelector, SKOSXL.Label):
        for node in _instances(subject, kind):
            referred = any(subject.data.subjects(None, node)) or kind in CLAIMS
            if referred:
                yield local(kind), (_short(node), [(node, RDF.type, kind)], [])


def duplicate_value(subject: Subject) -> Made:
    for rule, node, name in _typed(subject, SINGLE):
        value = _ordered(subject.data.objects(node, name))[0]
        other = _another(subject, name, value)
        if other is not None:
            yield rule, (f"{_short(node)} {_short(other)}", [], [(node, name, other)])


def _another(subject: Subject, name: URIRef, value: Node) -> Node | None:
    """Return a second value as good as the first."""
    if isinstance(value, Literal):
        return _another_literal(value)
    return another(subject, name, value)


def _another_literal(value: Literal) -> Literal:
    if value.datatype in (XSD.decimal, XSD.integer):
        return Literal(str(Decimal(value) + 1), datatype=value.datatype)
    if value.datatype == XSD.date:
        return Literal("2031-01-01", datatype=XSD.date)
    if value.datatype in (XSD.gYear, XSD.gYearMonth, XSD.gMonthDay):
        return Literal("2031", datatype=XSD.gYear)
    return Literal(f"{value}x", lang=value.language, datatype=None if value.language else value.datatype)


def retype_literal(subject: Subject) -> Made:
    skipped = {VG.value, SCHEMA.name, SCHEMA.description, RDFS.label}
    for triple in triples(subject, (None, None, None)):
        value = triple[2]
        if not isinstance(value, Literal) or triple[1] in skipped:
            continue
        typed = value.datatype not in (None, XSD.string) or value.language
        changed = Literal(str(value)) if typed else Literal("7", datatype=XSD.integer)
        yield local(triple[1]), _replace(triple, changed)


def rewrite_number(subject: Subject) -> Made:
    for triple in _of(subject, (VG["lower"], VG["upper"])):
        value = triple[2]
        if isinstance(value, Literal) and value.datatype == XSD.decimal:
            text = f"{value}0" if "." in value else f"{value}.0"
            yield "canonical decimal", _replace(triple, Literal(text, datatype=XSD.decimal, normalize=False))


def change_comparator(subject: Subject) -> Made:
    for triple in _of(subject, (VG.comparator,)):
        for group in COMPARATOR_GROUPS:
            value_claim = (triple[0], RDF.type, VG.ValueClaim) in subject.data
            open_side = {VG.MoreThan, VG.LessThan}
            if triple[2] in group or (value_claim and (group[0] in open_side or group[0] == VG.Equal)):
                continue
            yield f"{local(triple[2])} bounds", _replace(triple, group[0])


def move_bounds(subject: Subject) -> Made:
    for node in _ordered(subject.data.subjects(VG.comparator)):
        comparator = local(subject.data.value(node, VG.comparator) or BNode())
        bounds = [t for name in (VG["lower"], VG["upper"]) for t in subject.data.triples((node, name, None))]
        if not bounds:
            continue
        exchanged: list[Triple] = [
            (node, VG["upper"] if name == VG["lower"] else VG["lower"], value) for _, name, value in bounds
        ]
        if comparator not in {"Equal", "Approximately"}:
            yield f"{comparator} bounds", (f"{_short(node)} exchange", bounds, exchanged)
        yield f"{comparator} bounds", (f"{_short(node)} drop {local(bounds[0][1])}", bounds[:1], [])


def shift_offset(subject: Subject) -> Made:
    for node in _ordered(subject.data.subjects(OA.start)):
        start, end = (int(str(subject.data.value(node, name))) for name in (OA.start, OA.end))
        before: list[Triple] = [(node, OA.start, Literal(start)), (node, OA.end, Literal(end))]
        for what, new_start, new_end in (
            ("end of span", start, end + 1),
            ("start of span", start + 1, end),
            ("order of offsets", end, start),
            ("empty span", end, end),
            ("negative offset", start - end, 0),
        ):
            after: list[Triple] = [(node, OA.start, Literal(new_start)), (node, OA.end, Literal(new_end))]
            yield what, (_short(node), before, after)


def shift_span(subject: Subject) -> Made:
    for node in _ordered(subject.data.subjects(OA.start)):
        before = [t for name in (OA.start, OA.end) for t in subject.data.triples((node, name, None))]
        after: list[Triple] = [(node, name, Literal(int(str(value)) + 1)) for _, name, value in before]
        yield "offsets cut the quote", (_short(node), before, after)


def change_quote(subject: Subject) -> Made:
    for triple in _of(subject, (OA.exact,)):
        yield "length of quote", _replace(triple, Literal(str(triple[2])[:-1]))


def wrong_language(subject: Subject) -> Made:
    for triple in _of(subject, TAGGED):
        if isinstance(triple[2], Literal) and triple[2].language:
            yield local(triple[1]), _replace(triple, Literal(str(triple[2]), lang="de"))


def drop_language(subject: Subject) -> Made:
    for triple in _of(subject, THREE_LANGUAGES):
        yield local(triple[1]), (f"{_short(triple[0])} {_short(triple[2])}", [triple], [])


def second_in_language(subject: Subject) -> Made:
    for triple in _of(subject, THREE_LANGUAGES):
        if isinstance(triple[2], Literal):
            other = (triple[0], triple[1], Literal(f"{triple[2]}x", lang=triple[2].language))
            yield local(triple[1]), (f"{_short(triple[0])} {_short(triple[2])}", [], [other])


def change_translation(subject: Subject) -> Made:
    for triple in _of(subject, (SKOSXL.literalForm,)):
        if isinstance(triple[2], Literal):
            changed = Literal(f"{triple[2]}x", lang=triple[2].language)
            yield "translated label is a label", _replace(triple, changed)
            source = next(subject.data.triples((triple[0], VG.translatedFrom, None)))
            yield "translated from another language", _replace(source, Literal(triple[2].language))


def dangle(subject: Subject) -> Made:
    for triple in _of(subject, DESCRIBED):
        yield local(triple[1]), _replace(triple, NOWHERE)


def dangle_into_another_graph(subject: Subject) -> Made:
    for triple in _of(subject, (OA.hasSource, VG.involves, PROV.wasDerivedFrom, PROV.wasAttributedTo)):
        yield local(triple[1]), _replace(triple, NOWHERE)


def wrong_scheme(subject: Subject) -> Made:
    for triple in _of(subject, tuple(CODED)):
        yield local(triple[1]), _replace(triple, CODED[URIRef(str(triple[1]))])


def break_period(subject: Subject) -> Made:
    for first, last in ((VG.validFrom, VG.validUntil), (VG.baselineFrom, VG.baselineUntil)):
        for start in _of(subject, (first,)):
            node = start[0]
            for end in triples(subject, (node, last, None)):
                both = [start, end]
                rule = f"{local(first)} before {local(last)}"
                yield rule, (f"{_short(node)} swap", both, [(node, first, end[2]), (node, last, start[2])])
                yield rule, (f"{_short(node)} same", [end], [(node, last, start[2])])
                yield f"{local(last)} missing", (_short(node), [end], [])
                yield f"{local(first)} missing", (_short(node), [start], [])


def break_claim_time(subject: Subject) -> Made:
    for kind in CLAIMS:
        for node in _instances(subject, kind):
            for name in (VG.timePrecision, VG.timeRole):
                if (node, VG.validFrom, None) in subject.data:
                    for triple in subject.data.triples((node, name, None)):
                        yield f"time with {local(name)}", (_short(node), [triple], [])
            for triple in subject.data.triples((node, VG.timeRole, None)):
                other = VG.AsOf if triple[2] == VG.TimeNotStated else VG.TimeNotStated
                yield "time role agrees with dates", _replace(triple, other)


def misplace_voice(subject: Subject) -> Made:
    for triple in _of(subject, (VG.voice,)):
        spoken = (triple[0], VG.speaker, None) in subject.data
        if spoken:
            for voice in (VG.NotMarked, VG.VoiceNotRecorded, VG.Editor):
                yield "unnamed voice has no speaker", _replace(triple, voice)
        else:
            for voice in (VG.Attributed, VG.DirectSpeech, VG.IndirectSpeech):
                yield "named voice has a speaker", _replace(triple, voice)
    for triple in _of(subject, (VG.speaker,)):
        yield "named voice has a speaker", (_short(triple[0]), [triple], [])


def drop_provenance(subject: Subject) -> Made:
    for kind in CLAIMS:
        for node in _instances(subject, kind):
            editor = (node, VG.voice, VG.Editor) in subject.data
            names = (PROV.wasDerivedFrom,) if editor else (VG.statedIn, VG.evidence, VG.locator)
            for name in names:
                for triple in subject.data.triples((node, name, None)):
                    yield f"claim has {local(name)}", (_short(node), [triple], [])


def break_unit(subject: Subject) -> Made:
    for node in _instances(subject, VG.QuantityClaim):
        known = [t for name in (VG.unit, VG.counts) for t in subject.data.triples((node, name, None))]
        unknown = (node, VG.unknown, VG.unit)
        if known:
            yield "unit or counted thing", (f"{_short(node)} drop", known, [])
            yield "unit known or unknown", (f"{_short(node)} mark unknown", [], [unknown])
        else:
            yield "unit or counted thing", (f"{_short(node)} drop mark", [unknown], [])


def break_measure(subject: Subject) -> Made:
    for node in _instances(subject, VG.Measure):
        kind = (node, DCTERMS.type, subject.data.value(node, DCTERMS.type) or BNode())
        for triple in subject.data.triples((node, VG.comparisonWindowDays, None)):
            yield "window of a stock", (_short(node), [triple], [])
            yield "window of a stock", _replace(kind, VG.Cumulative)
            yield "window is positive", _replace(triple, Literal(0))
        for _ in subject.data.triples((node, VG.ratioOf, None)):
            yield "ratio of counts", _replace(kind, VG.Attribute)


def attach_wrongly(subject: Subject) -> Made:
    for predicate in (VG.hasGoal, VG.needs, VG.provides, VG.evaluatedAs):
        for node in _ordered(subject.data.subjects(VG.predicate, predicate)):
            for triple in subject.data.triples((node, VG.object, None)):
                yield f"object of {local(predicate)}", _replace(triple, _astana())


def _astana() -> URIRef:
    return URIRef("https://w3id.org/volgraph/id/place/astana")


def http_schema(subject: Subject) -> Made:
    for triple in triples(subject, (None, None, None)):
        node, predicate, value = triple
        if str(predicate).startswith(str(SCHEMA)):
            plain = URIRef(str(predicate).replace("https:", "http:", 1))
            yield "schema.org property", (f"{_short(node)} {plain}", [triple], [(node, plain, value)])
        if isinstance(value, URIRef) and value.startswith(str(SCHEMA)):
            rule = f"schema.org in {local(predicate)}"
            yield rule, _replace(triple, URIRef(value.replace("https:", "http:", 1)))


def blank_node(subject: Subject) -> Made:
    for kind in (*CLOSED, *ENTITIES, VG.Source):
        for node in _instances(subject, kind):
            blank = BNode("blank")
            removed = [*subject.data.triples((node, None, None)), *subject.data.triples((None, None, node))]
            added: list[Triple] = [(blank if s == node else s, p, blank if o == node else o) for s, p, o in removed]
            yield local(kind), (_short(node), removed, added)


def misspell(subject: Subject) -> Made:
    for kind in CLOSED:
        for node in _instances(subject, kind):
            for triple in triples(subject, (node, None, None)):
                if triple[1] != RDF.type:
                    wrong = URIRef(f"{triple[1]}s")
                    yield local(kind), (f"{_short(node)} {local(wrong)}", [triple], [(node, wrong, triple[2])])


def leave_authoring_quote(subject: Subject) -> Made:
    for kind in CLAIMS:
        for node in _instances(subject, kind):
            for name in (VG.quote, VG.contextQuote):
                yield local(name), (_short(node), [], [(node, name, Literal("200"))])


OPERATORS: dict[str, Operator] = {
    operator.__name__.replace("_", "-"): operator
    for operator in (
        *(drop_required, drop_type, duplicate_value, retype_literal, rewrite_number, change_comparator),
        *(move_bounds, shift_offset, shift_span, change_quote, wrong_language, drop_language),
        *(second_in_language, change_translation, dangle, dangle_into_another_graph, wrong_scheme),
        *(
            break_period,
            break_claim_time,
            misplace_voice,
            drop_provenance,
            break_unit,
            break_measure,
            attach_wrongly,
            http_schema,
            blank_node,
            misspell,
        ),
        *(leave_authoring_quote,),
    )
}
