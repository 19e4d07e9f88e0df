"""Writes a synthetic collection of any size: invented articles in Kazakh, with claims, measures and entities.

    python -m benchmarks.generate FOLDER --articles 1000 --seed 1

Every article is made from its number and the seed alone, so that the same call gives the same bytes on any machine.
Eight neighbouring articles tell of one campaign and disagree about it; 250 share a register. A measure that is shared
has a few dozen distinct figures at most, as real ones have: comparing is quadratic in them.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import click

from volgraph.domain.wording import kazakh_ablative

ROOT = Path(__file__).resolve().parent.parent
ARTICLES_A_CAMPAIGN = 8
ARTICLES_A_REGISTER = 250
OUTLETS = 20
PLACES = 200

# Syllables as Kazakh, Russian and Latin letters write them.
_SYLLABLES = (
    *(("ба", "ба", "ba"), ("қо", "ко", "qo"), ("ле", "ле", "le"), ("мұ", "му", "mu"), ("ні", "ни", "ni")),
    *(("са", "са", "sa"), ("те", "те", "te"), ("ру", "ру", "ru"), ("ды", "ды", "dy"), ("ға", "га", "ga")),
    *(("бө", "бё", "bo"), ("қе", "ке", "ke"), ("ли", "ли", "li"), ("ма", "ма", "ma"), ("нұ", "ну", "nu")),
    *(("сі", "си", "si"), ("та", "та", "ta"), ("ре", "ре", "re"), ("до", "до", "do"), ("ғұ", "гу", "gu")),
)
_STARTS = {3: "наурызда", 4: "сәуірде"}
_HEADER = """\
@prefix currency: <http://qudt.org/vocab/currency/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vg: <https://w3id.org/volgraph/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_ENTITY_COLUMNS = ("entity", "type", "event_type", "iso", "kk", "ru", "en", "translated", "note")
_MEASURE_COLUMNS = (
    *("measure", "subject", "properties", "claim", "predicate", "kind", "window_days", "unit", "counts"),
    *("ratio_of", "kk", "ru", "en", "scope_kk", "scope_ru", "scope_en"),
)

# The words of a figure by its comparator; {number} is followed by what is counted.
_COMPARATORS = {
    "Equal": "{low} {noun}",
    "MoreThan": "{low}-{ablative} астам {noun}",
    "AtLeast": "кемінде {low} {noun}",
    "LessThan": "{low}-{ablative} аз {noun}",
    "AtMost": "ең көбі {low} {noun}",
    "Range": "{low}–{high} {noun}",
    "Approximately": "шамамен {low} {noun}",
    "ApproximatelyBelow": "{low} дерлік {noun}",
    "ApproximatelyAbove": "{low} шамасынан сәл көп {noun}",
    "NotComparable": "көптеген {noun}",
}
_WEIGHTS = (30, 25, 8, 5, 4, 6, 10, 5, 3, 4)

Labels = tuple[str, str, str]
"""A text in Kazakh, Russian and English."""


@dataclass(frozen=True)
class Entity:
    """An invented thing: `path` is its kind and slug."""

    path: str
    types: str
    labels: Labels
    event_type: str = ""

    @property
    def kk(self) -> str:
        return self.labels[0]


@dataclass(frozen=True)
class Figure:
    """A number with its comparator: the words for it, and the statements that say the same."""

    words: str
    statements: tuple[str, ...]


def name(seed: int, number: int) -> Labels:
    """Return the invented name of a number, different from that of every other number up to 160,000."""
    rest = (number * 7919 + seed * 104729) % len(_SYLLABLES) ** 4
    parts = []
    for _ in range(4):
        rest, digit = divmod(rest, len(_SYLLABLES))
        parts.append(_SYLLABLES[digit])
    kk, ru, en = ("".join(syllables).capitalize() for syllables in zip(*parts, strict=True))
    return kk, ru, en


def entity(kind: str, types: str, seed: int, number: int, pattern: Labels, event_type: str = "") -> Entity:
    """Return an invented thing, its name put into a pattern a language."""
    names = name(seed, number)
    kk, ru, en = (text.format(own) for text, own in zip(pattern, names, strict=True))
    return Entity(f"{kind}/{names[2].lower()}-{number}", types, (kk, ru, en), event_type)


@cache
def outlet(seed: int, number: int) -> Entity:
    return entity("organisation", "schema:NewsMediaOrganization", seed, number, ("{} газеті", "Газета {}", "{} Daily"))


@cache
def place(seed: int, number: int) -> Entity:
    return entity("place", "schema:Place", seed, 100 + number, ("{}", "{}", "{}"))


@cache
def register(seed: int, block: int) -> Entity:
    pattern = ("{} тізілімі", "Реестр {}", "{} register")
    return entity("group", "vg:GroupOfPeople", seed, 1000 + block, pattern)


@cache
def campaign(seed: int, number: int) -> Entity:
    pattern = ("{} науқаны", "Кампания {}", "{} campaign")
    return entity("event", "schema:Event", seed, 2000 + number, pattern, "Meeting")


def own_entities(seed: int, number: int) -> tuple[Entity, Entity, Entity, Entity]:
    """Return the event, the organisation, the person and the group that only one article tells of."""
    first = 20_000 + 4 * number
    return (
        entity("event", "schema:Event", seed, first, ("{} форумы", "Форум {}", "{} forum"), "Forum"),
        entity("organisation", "schema:Organization", seed, first + 1, ("{} қоры", "Фонд {}", "{} fund")),
        entity("person", "schema:Person", seed, first + 2, ("{}", "{}", "{}")),
        entity("group", "vg:GroupOfPeople", seed, first + 3, ("{} жасағы", "Отряд {}", "{} team")),
    )


def figure(rng: Random, values: Sequence[int], noun: str, comparator: str = "") -> Figure:
    """Return one of some values, with a comparator drawn if none is given."""
    comparator = comparator or rng.choices(list(_COMPARATORS), _WEIGHTS)[0]
    low = rng.choice(values)
    high = low + max(1, low // 10)
    if comparator == "Range" and low % 1000 == 0:
        high = low + 1000
    ablative = kazakh_ablative(Decimal(low))
    words = _COMPARATORS[comparator].format(low=_numeral(low), high=_numeral(high), ablative=ablative, noun=noun)
    bounds = {
        **({"lower": low} if comparator not in ("LessThan", "AtMost", "NotComparable") else {}),
        **({"upper": high if comparator == "Range" else low} if _bounded_above(comparator) else {}),
    }
    written = [f'vg:{end} "{value}"^^xsd:decimal' for end, value in bounds.items()]
    return Figure(words, (f"vg:comparator vg:{comparator}", *written, f'vg:asWritten "{words}"@kk'))


def _bounded_above(comparator: str) -> bool:
    return comparator not in ("MoreThan", "AtLeast", "NotComparable")


def _numeral(value: int) -> str:
    return f"{value // 1000} мың" if value % 1000 == 0 else str(value)


NOW = ('vg:timeAsWritten "қазіргі таңда"@kk', "vg:timeRule vg:Now", "vg:timeRole vg:AsOf")
UNDATED = ("vg:timeRole vg:TimeNotStated",)


def _year(year: int) -> tuple[str, ...]:
    return (
        f'vg:timeAsWritten "{year} жылы"@kk',
        "vg:timeRole vg:ReferencePeriod",
        f'vg:validFrom "{year}-01-01"^^xsd:date',
        f'vg:validUntil "{year + 1}-01-01"^^xsd:date',
        "vg:timePrecision vg:Year",
    )


class Article:
    """An invented article: its text, sentence by sentence, and its claims in Turtle."""

    def __init__(self, seed: int, number: int) -> None:
        self.seed, self.number = seed, number
        self.rng = Random(f"{seed} article {number}")
        self.slug = f"synthetic-{number:06}"
        self.published = date(2021, 1, 1) + timedelta(days=number // ARTICLES_A_CAMPAIGN % 1400 + number % 5)
        self.campaign = campaign(seed, number // ARTICLES_A_CAMPAIGN)
        self.register = register(seed, number // ARTICLES_A_REGISTER)
        self.entities = own_entities(seed, number)
        self._sentences: list[str] = []
        self._nodes: list[str] = []
        self._tell()

    @property
    def text(self) -> str:
        """The words of the article."""
        return "\n".join(self._sentences)

    @property
    def turtle(self) -> str:
        """The article as an author would write it."""
        return "\n".join((_HEADER, *self._nodes))

    def _say(self, sentence: str) -> str:
        self._sentences.append(sentence)
        return sentence

    def _node(self, path: str, *statements: str) -> None:
        self._nodes.append(f"<{path}>\n    " + " ;\n    ".join(statements) + " .\n")

    def _claim(
        self, row: str, kind: str, quote: str, *statements: str, speaker: Entity | None = None, context: str = ""
    ) -> None:
        voice = ("vg:voice vg:DirectSpeech", f"vg:speaker <{speaker.path}>") if speaker else ("vg:voice vg:Reporter",)
        given = " ".join(statements)
        modality = () if "vg:modality" in given else ("vg:modality vg:Stated",)
        confidence = self.rng.choices(("High", "Medium", "Low"), (85, 10, 5))[0]
        extra = [f'vg:contextQuote "{context}"@kk'] if context else []
        if self.rng.random() < 0.1:
            extra.append('skos:editorialNote "The words leave open who is counted."@en')
        self._node(
            f"article/{self.slug}/claim/{row}",
            f"a vg:{kind}Claim",
            f'dct:identifier "{row[:3]}"',
            *voice,
            *modality,
            f"vg:confidence vg:{confidence}",
            *statements,
            f'vg:quote "{quote}"@kk',
            *extra,
        )

    def _relation(self, row: str, quote: str, subject: Entity, predicate: str, object: Entity, *more: str) -> None:
        statements = (f"vg:subject <{subject.path}>", f"vg:predicate {predicate}", f"vg:object <{object.path}>")
        self._claim(row, "Relation", quote, *statements, *(more or UNDATED))

    def _tell(self) -> None:
        self._describe()
        self._forum()
        self._campaign()
        self._people()
        self._figures()

    def _describe(self) -> None:
        """Write the source, and now and then an identification that claims rest on."""
        event, campaign = self.entities[0], self.campaign
        publisher = outlet(self.seed, self.number % OUTLETS)
        self._node(
            f"article/{self.slug}",
            "a vg:Source , schema:NewsArticle",
            'schema:inLanguage "kk"',
            f"schema:publisher <{publisher.path}>",
            f'schema:datePublished "{self.published}"^^xsd:date',
            'schema:description "Synthetic article of the benchmark."@en',
            "vg:unknown schema:url , schema:name",
        )
        self.premises: tuple[str, ...] = ()
        kinds = [(0.25, "campaign", "Accepted", campaign)]
        if self.number % ARTICLES_A_CAMPAIGN:
            kinds.append((0.05, "forum", "Candidate", own_entities(self.seed, self.number - 1)[0]))
        for share, about, judgement, meant in kinds:
            if self.rng.random() >= share:
                continue
            node = f"identification/{self.slug}-{about}"
            mention = [f"vg:identifies <{event.path}>"] if judgement == "Candidate" else []
            self._node(
                node,
                "a vg:Identification",
                f"dct:type vg:{judgement}",
                f'vg:asWritten "{about}"@en',
                *mention,
                f"vg:identifiedAs <{meant.path}>",
                "vg:confidence vg:Medium",
                'vg:explanation "Мезгілі мен орны сәйкес келеді."@kk , "Время и место совпадают."@ru , '
                '"Time and place agree."@en',
                f"prov:wasDerivedFrom <article/{self.slug}/claim/01a>",
                "prov:wasAttributedTo <agent/volgraph-editors>",
            )
            if judgement == "Accepted":
                self.premises = (f"vg:restsOn <{node}>",)

    def _forum(self) -> None:
        event, fund, _, _ = self.entities
        city = place(self.seed, (self.number + self.rng.randrange(2)) % PLACES)
        other = place(self.seed, (self.number + 7) % PLACES)
        now = ('vg:timeAsWritten "өтіп жатыр"@kk', "vg:timeRule vg:Now", "vg:timeRole vg:EventTime")
        lead = self._say(f"{city.kk} қаласында {fund.kk} ұйымдастырған {event.kk} өтіп жатыр.")[:-1]
        measure = f"vg:measure <measure/{_slug(event)}-city>"
        self._relation("01a", lead, event, "schema:location", city, measure, f'vg:asWritten "{city.kk}"@kk', *now)
        self._relation("01b", lead, event, "schema:organizer", fund, *now)
        part = self._say(f"Бұл шара — {self.campaign.kk} аясындағы іс.")[:-1]
        self._relation("02a", part, event, "schema:superEvent", self.campaign, *UNDATED, *self.premises)
        attendees = figure(self.rng, range(40, 900, 10), "қатысушы")
        self._say(f"Алаңда {attendees.words} бар, шара {other.kk} жұртына да ашық.")
        self._quantity("03a", f"Алаңда {attendees.words} бар", event, "participants", attendees, *now, context=lead)
        self._relation("03b", f"{other.kk} жұртына да ашық", event, "schema:audience", self.entities[3])
        days = figure(self.rng, (2, 3, 4), "күнге созылады", "Equal")
        self._say(f"Жиын {days.words}.")
        self._quantity("04a", f"Жиын {days.words}", event, "duration", days, *now)

    def _campaign(self) -> None:
        campaign, group = self.campaign, self.entities[3]
        about = [*self.premises]
        scale = 1000 * (1 + self.number // ARTICLES_A_CAMPAIGN % 40)
        year, month = self.published.year - 1, self.rng.choice(list(_STARTS))
        start = f"{year} жылғы {_STARTS[month]}"
        self._say(f"{campaign.kk} {start} басталған еді.")
        value = (
            "vg:comparator vg:Equal",
            f'vg:value "{year}-{month:02}"^^xsd:gYearMonth',
            f'vg:asWritten "{start}"@kk',
            "vg:timeRole vg:EventTime",
            f'vg:validFrom "{year}-{month:02}-01"^^xsd:date',
            f'vg:validUntil "{year}-{month + 1:02}-01"^^xsd:date',
            "vg:timePrecision vg:Month",
        )
        measure = f"vg:measure <measure/{_slug(campaign)}-{{}}>"
        self._claim("05a", "Value", f"{start} басталған еді", measure.format("start"), *value, *about)
        before = self.published.year - 3
        then = figure(self.rng, (scale, scale + 1000), "ерікті болған")
        today = figure(self.rng, (2 * scale, 3 * scale, 4 * scale), "ерікті жүр")
        joined = f"қазіргі таңда науқанда {today.words}"
        self._say(f"Әуелі {before} жылы {then.words}, {joined}.")
        self._quantity("06a", f"{before} жылы {then.words}", campaign, "volunteers", then, *_year(before), *about)
        self._quantity("06b", joined, campaign, "volunteers", today, *NOW, *about)
        growth = figure(self.rng, (2, 3, 4), "есеге", "Equal")
        words = f"соңғы 3 жылда {growth.words} көбейген"
        self._say(f"Еріктілердің саны {words}.")
        times = ('vg:timeAsWritten "соңғы 3 жылда"@kk', "vg:timeRule vg:LastYears", "vg:timeRole vg:ReferencePeriod")
        self._quantity("06c", words, campaign, "growth", growth, *times, context="Еріктілердің саны")
        aid = figure(self.rng, range(100, 600, 100), "тонна көмек")
        self._say(f"Осы күнге дейін {aid.words} жиналды, оны {group.kk} таратады.")
        self._quantity("07a", f"Осы күнге дейін {aid.words} жиналды", campaign, "aid", aid, *NOW)
        self._relation("07b", f"оны {group.kk} таратады", campaign, "schema:agent", group)

    def _people(self) -> None:
        _, fund, person, group = self.entities
        district = place(self.seed, (self.number + 11) % PLACES)
        events = figure(self.rng, range(10, 60, 10), "іс-шара өткіземіз")
        plan = f"Осы жылы {events.words}"
        speaker = f"деді {fund.kk} өкілі {person.kk}"
        self._say(f"- {plan}, - {speaker}.")
        times = ('vg:timeAsWritten "Осы жылы"@kk', "vg:timeRule vg:ThisYear", "vg:timeRole vg:ReferencePeriod")
        planned = (*events.statements, *times, "vg:modality vg:Planned")
        measure = f"vg:measure <measure/{_slug(self.campaign)}-events>"
        self._claim("08a", "Quantity", plan, measure, *planned, speaker=person, context=speaker)
        self._relation("08b", speaker, person, "schema:worksFor", fund)
        serves = self._say(f"{group.kk} {district.kk} ауданында қызмет етеді.")[:-1]
        self._relation("09a", serves, group, "vg:servesIn", district)
        self._relation("09b", serves, group, "schema:location", district)

    def _figures(self) -> None:
        _, fund, _, group = self.entities
        money = figure(self.rng, range(10_000_000, 60_000_000, 10_000_000), "теңге", "Equal")
        amount = money.words.replace("0000 мың", "0 миллион")
        given = f"Өткен жылы {fund.kk} {amount} бөлді"
        last = ('vg:timeAsWritten "Өткен жылы"@kk', "vg:timeRule vg:LastYear", "vg:timeRole vg:ReferencePeriod")
        self._say(f"{given}, алушысы — {group.kk}.")
        written = (*money.statements[:-1], f'vg:asWritten "{amount}"@kk', "vg:unit currency:KZT")
        self._claim("10a", "Quantity", given, f"vg:measure <measure/{_slug(self.campaign)}-money>", *written, *last)
        self._relation("10b", f"алушысы — {group.kk}", fund, "schema:sponsor", group)
        women = figure(self.rng, range(30, 90, 5), "пайыз")
        self._say(f"Мүшелердің ішінде {women.words} әйел.")
        self._quantity("11a", f"Мүшелердің ішінде {women.words}", group, "women", women, *NOW)
        year = self.published.year - 1 - self.rng.randrange(3)
        listed = figure(self.rng, (5000, 6000, 12_000), "адам", self.rng.choice(("Equal", "MoreThan", "Approximately")))
        words = f"{year} жылы {self.register.kk} бойынша {listed.words}"
        self._say(f"Ал {words} тіркелген.")
        self._quantity("12a", words, self.register, "members", listed, *_year(year))

    def _quantity(
        self, row: str, quote: str, subject: Entity, key: str, value: Figure, *more: str, context: str = ""
    ) -> None:
        measure = f"vg:measure <measure/{_slug(subject)}-{key}>"
        self._claim(row, "Quantity", quote, measure, *value.statements, *more, context=context)


def _slug(thing: Entity) -> str:
    return thing.path.partition("/")[2]


def _measure(subject: Entity, key: str, kind: str, labels: Labels, **cells: str) -> dict[str, str]:
    """Return a row of the measures table; a quantity unless `claim` says otherwise."""
    kk, ru, en = (f"{of}: {label}" for of, label in zip(subject.labels, labels, strict=True))
    row = dict.fromkeys(_MEASURE_COLUMNS, "")
    row |= {"measure": f"{_slug(subject)}-{key}", "subject": subject.path, "properties": key, "kind": kind}
    row |= {"claim": "quantity", "kk": kk, "ru": ru, "en": en}
    row |= {"scope_kk": f"{kk}, барлығы.", "scope_ru": f"{ru}, всего.", "scope_en": f"{en}, in all."}
    return row | cells


def campaign_measures(subject: Entity) -> Iterator[dict[str, str]]:
    """Yield what the articles of a campaign count."""
    volunteers = ("еріктілер", "волонтёры", "volunteers")
    yield _measure(subject, "volunteers", "stock", volunteers, unit="volunteers", window_days="31")
    growth = ("өсім", "рост", "growth")
    yield _measure(subject, "growth", "ratio", growth, unit="factor", ratio_of=f"{_slug(subject)}-volunteers")
    yield _measure(subject, "start", "attribute", ("басталуы", "начало", "start"), claim="value")
    yield _measure(subject, "aid", "cumulative", ("көмек", "помощь", "aid"), unit="tonnes")
    yield _measure(subject, "money", "cumulative", ("қаражат", "средства", "money"))
    yield _measure(subject, "events", "period-total", ("іс-шаралар", "мероприятия", "events"), unit="events")


def article_measures(event: Entity, group: Entity) -> Iterator[dict[str, str]]:
    """Yield what one article alone counts."""
    participants = ("қатысушылар", "участники", "participants")
    yield _measure(event, "participants", "stock", participants, unit="persons", window_days="31")
    yield _measure(event, "duration", "attribute", ("ұзақтығы", "длительность", "duration"), unit="days")
    city = ("қаласы", "город", "city")
    yield _measure(event, "city", "attribute", city, claim="relation", predicate="schema:location")
    yield _measure(group, "women", "stock", ("әйелдер", "женщины", "women"), unit="percent", window_days="31")


def _row(thing: Entity) -> dict[str, str]:
    row = dict.fromkeys(_ENTITY_COLUMNS, "")
    row |= dict(zip(("kk", "ru", "en"), thing.labels, strict=True))
    return row | {
        "entity": thing.path,
        "type": thing.types,
        "event_type": thing.event_type,
        "translated": "ru:kk en:kk",
        "note": "Invented.",
    }


def _blocks(articles: int, size: int) -> range:
    return range(-(-articles // size))


def _entity_rows(articles: int, seed: int) -> Iterator[dict[str, str]]:
    editors = Entity("agent/volgraph-editors", "prov:Agent", ("volgraph редакторлары", "Редакторы volgraph", "Editors"))
    yield _row(editors)
    yield from (_row(outlet(seed, n)) for n in range(OUTLETS))
    yield from (_row(place(seed, n)) for n in range(PLACES))
    yield from (_row(register(seed, n)) for n in _blocks(articles, ARTICLES_A_REGISTER))
    yield from (_row(campaign(seed, n)) for n in _blocks(articles, ARTICLES_A_CAMPAIGN))
    for number in range(articles):
        yield from map(_row, own_entities(seed, number))


def _measure_rows(articles: int, seed: int) -> Iterator[dict[str, str]]:
    for block in _blocks(articles, ARTICLES_A_REGISTER):
        members = ("мүшелері", "участники", "members")
        yield _measure(register(seed, block), "members", "stock", members, unit="persons", window_days="31")
    for number in _blocks(articles, ARTICLES_A_CAMPAIGN):
        yield from campaign_measures(campaign(seed, number))
    for number in range(articles):
        event, _, _, group = own_entities(seed, number)
        yield from article_measures(event, group)


def _table(path: Path, columns: Sequence[str], rows: Iterator[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def generate(folder: Path, articles: int, seed: int = 1) -> None:
    """Write a collection of so many articles into a folder that does not exist or is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("ontology", "shapes"):
        shutil.copytree(ROOT / part, folder / part)
    _table(folder / "data/entities/entities-synthetic.csv", _ENTITY_COLUMNS, _entity_rows(articles, seed))
    _table(folder / "data/measures/measures-synthetic.csv", _MEASURE_COLUMNS, _measure_rows(articles, seed))
    shutil.copy(ROOT / "data/measures/units.csv", folder / "data/measures/units.csv")
    for number in range(articles):
        article = Article(seed, number)
        target = folder / "data/articles" / article.slug
        target.mkdir(parents=True)
        (target / "text.txt").write_text(article.text, encoding="utf-8")
        (target / "article.ttl").write_text(article.turtle, encoding="utf-8")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--articles", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(folder: Path, articles: int, seed: int) -> None:
    """Write a synthetic collection into FOLDER."""
    generate(folder, articles, seed)


if __name__ == "__main__":
    main()
