"""The sentences that volgraph writes by itself, in Kazakh, Russian and English."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal
from pyoxigraph import NamedNode

from volgraph.domain.comparison import Discrepancy
from volgraph.domain.figures import Figure
from volgraph.domain.growth import Derived
from volgraph.domain.times import Interval, Resolved, interval_of
from volgraph.domain.vocabulary import CURRENCY, LANGUAGES, Comparator, DiscrepancyType, MeasureKind, TimeRule

Texts = dict[str, str]
NameOf = Callable[[str, str], str]
"""Gives the label of an IRI in a language."""

_DISCREPANCY: dict[DiscrepancyType, Texts] = {
    DiscrepancyType.CONTRADICTION: {
        "kk": "«{measure}»: дереккөздер бір-біріне қайшы келеді: {values}.",
        "ru": "«{measure}»: источники противоречат друг другу: {values}.",
        "en": "“{measure}”: the sources contradict each other: {values}.",
    },
    DiscrepancyType.NEAR_MISS: {
        "kk": "«{measure}»: мәндер бір-бірімен тек шекарада түйіседі: {values}.",
        "ru": "«{measure}»: значения лишь соприкасаются на границе: {values}.",
        "en": "“{measure}”: the figures only touch at a bound: {values}.",
    },
    DiscrepancyType.TENSION: {
        "kk": "«{measure}»: көршілес кезеңдердің төменгі шектері екі есе не одан көп айырмашылықта, "
        "алайда бірін-бірі жоққа шығармайды: {values}.",
        "ru": "«{measure}»: нижние границы соседних периодов различаются вдвое или больше, "
        "но не исключают друг друга: {values}.",
        "en": "“{measure}”: the lower bounds of neighbouring periods differ by a factor of two or more, "
        "which does not make them exclude each other: {values}.",
    },
}
_PRECISIONS_DIFFER: Texts = {
    "kk": "«{measure}»: мәндер сәйкес емес, бірақ уақыттары әртүрлі дәлдікпен берілген: {values}.",
    "ru": "«{measure}»: значения не совпадают, но их время указано с разной точностью: {values}.",
    "en": "“{measure}”: the figures differ, but their times are given with different precision: {values}.",
}
_GROWTH: Texts = {
    "kk": "«{measure}»: {stated} есе өсім айтылған ({baseline} → {valid}), ал сандар бойынша {derived}: "
    "{start} ({start_time}) → {end} ({end_time}). Салыстырылған уақыт: {differ}.",
    "ru": "«{measure}»: заявлен рост в {stated} раза ({baseline} → {valid}), а по числам он {derived}: "
    "{start} ({start_time}) → {end} ({end_time}). Сравниваемые даты: {differ}.",
    "en": "“{measure}”: the stated growth is {stated} times ({baseline} → {valid}), the counts give {derived}: "
    "{start} ({start_time}) → {end} ({end_time}). The dates compared: {differ}.",
}
_START_DIFFERS: Texts = {
    "kk": "басы {baseline} емес, {start_time}",
    "ru": "начало — {start_time}, а не {baseline}",
    "en": "the start is {start_time}, not {baseline}",
}
_END_DIFFERS: Texts = {
    "kk": "соңы {valid} емес, {end_time}",
    "ru": "конец — {end_time}, а не {valid}",
    "en": "the end is {end_time}, not {valid}",
}
_NONE_DIFFERS: Texts = {"kk": "бірдей", "ru": "те же", "en": "the same"}
_TIMES: Texts = {"kk": "{} есе", "ru": "{} раза", "en": "{} times"}
_MORE_TIMES: Texts = {"kk": "{} есенің үстінде", "ru": "больше чем в {} раза", "en": "more than {} times"}
_LESS_TIMES: Texts = {"kk": "{} есеге жетпейді", "ru": "меньше чем в {} раза", "en": "less than {} times"}
_ORIGINS: Texts = {
    "kk": "{value} ({time}бастапқы көздер: ең көбі {number})",
    "ru": "{value} ({time}первоисточников: не более {number})",
    "en": "{value} ({time}origins: at most {number})",
}
_LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}
_CANDIDATE: Texts = {
    "kk": " Бұл салыстыру әлі қабылданбаған сәйкестендіруге сүйенеді.",
    "ru": " Это сравнение опирается на ещё не принятое отождествление.",
    "en": " The comparison rests on an identification that is only a candidate.",
}
_LOW: Texts = {
    "kk": " Мәлімдемелердің бірінің негізі әлсіз.",
    "ru": " Одно из утверждений имеет слабое основание.",
    "en": " One of the claims stands on weak ground.",
}
_TOLERANCE: Texts = {
    "kk": " «Шамамен» дегені 10 % ауытқу деп алынды.",
    "ru": " «Около» понимается как отклонение до 10 %.",
    "en": " “About” is read as within 10%.",
}
_COMPARATOR: dict[Comparator, Texts] = {
    Comparator.EQUAL: {"kk": "{}", "ru": "{}", "en": "{}"},
    Comparator.RANGE: {"kk": "{}", "ru": "{}", "en": "{}"},
    Comparator.MORE_THAN: {"kk": "{}-{ablative} астам", "ru": "более {}", "en": "more than {}"},
    Comparator.AT_LEAST: {"kk": "кемінде {}", "ru": "не менее {}", "en": "at least {}"},
    Comparator.LESS_THAN: {"kk": "{}-{ablative} аз", "ru": "менее {}", "en": "less than {}"},
    Comparator.AT_MOST: {"kk": "ең көбі {}", "ru": "не более {}", "en": "at most {}"},
    Comparator.APPROXIMATELY: {"kk": "шамамен {}", "ru": "около {}", "en": "about {}"},
    Comparator.APPROXIMATELY_BELOW: {"kk": "{} дерлік", "ru": "почти {}", "en": "almost {}"},
    Comparator.APPROXIMATELY_ABOVE: {
        "kk": "{} шамасынан сәл көп",
        "ru": "немногим более {}",
        "en": "just over {}",
    },
}
_BEFORE: Texts = {"kk": "{} дейін", "ru": "ранее {}", "en": "before {}"}

_RULES: dict[TimeRule, Texts] = {
    TimeRule.NOW: {
        "kk": "«{words}»: мақала жарияланған күндер ({published}) деп алынды.",
        "ru": "«{words}»: взято время публикации ({published}).",
        "en": "“{words}” is taken as the days of publication ({published}).",
    },
    TimeRule.THIS_YEAR: {
        "kk": "«{words}»: мақала жарияланған жыл ({valid}).",
        "ru": "«{words}»: год публикации ({valid}).",
        "en": "“{words}” is the year of publication ({valid}).",
    },
    TimeRule.LAST_YEAR: {
        "kk": "«{words}»: мақала жарияланған жылдың алдындағы жыл ({valid}).",
        "ru": "«{words}»: год перед годом публикации ({valid}).",
        "en": "“{words}” is the year before the year of publication ({valid}).",
    },
    TimeRule.LAST_YEARS: {
        "kk": "«{words}»: мақала жарияланған күндермен ({published}) аяқталатын {years} жыл; өсім {baseline} бастап саналады.",
        "ru": "«{words}»: {years} года, которые кончаются днями публикации ({published}); рост считается от {baseline}.",
        "en": "“{words}” is the {years} years that end with the publication ({published}); growth counts from {baseline}.",
    },
    TimeRule.FORUM_DAYS: {
        "kk": "Бетте күн көрсетілмеген; онда форум өтіп жатыр деп хабарланады, сондықтан форум күндері ({valid}) алынды.",
        "ru": "Страница без даты; она сообщает о форуме как об идущем, поэтому взяты дни форума ({valid}).",
        "en": "The page is undated; it reports the forum as under way, so the days of the forum are taken ({valid}).",
    },
    TimeRule.SAME_RELEASE: {
        "kk": "Бетте күн көрсетілмеген; сол хабарламаның күні белгілі көшірмесі бойынша алынды ({valid}).",
        "ru": "Страница без даты; дата взята у датированной копии того же сообщения ({valid}).",
        "en": "The page is undated; the date is that of a dated copy of the same release ({valid}).",
    },
    TimeRule.URL_DATE: {
        "kk": "Бетте күн көрсетілмеген; мекенжайындағы күн алынды ({valid}).",
        "ru": "На странице нет даты; взята дата из её адреса ({valid}).",
        "en": "The page shows no date; the date in its address is taken ({valid}).",
    },
    TimeRule.TEXT_DATE: {
        "kk": "Мәтінде күн не ай аталған, жылы мән-жайдан алынды ({valid}).",
        "ru": "День или месяц назван в тексте, год взят из обстоятельств ({valid}).",
        "en": "The text names the day or the month; the year is taken from what it reports ({valid}).",
    },
    TimeRule.PAGE_CONTEXT: {
        "kk": "Уақыт беттің мазмұны бойынша шамаланды ({valid}).",
        "ru": "Время установлено по содержанию страницы ({valid}).",
        "en": "The time is inferred from what the page reports ({valid}).",
    },
}

_ABLATIVE_UNITS = ("ден", "ден", "ден", "тен", "тен", "тен", "дан", "ден", "ден", "дан")
_ABLATIVE_TENS = ("", "нан", "дан", "дан", "тан", "ден", "тан", "тен", "нен", "нан")


def kazakh_ablative(number: Decimal) -> str:
    """Return the ablative ending of a number as it is read aloud: 50-ден, 200 000-нан, 26-дан.

    The ending follows the last word of the number: a unit, a ten, жүз (hundred), мың (thousand), миллион, миллиард.
    """
    digits = format(number, "f").replace(".", "")
    if digits[-1] != "0" or digits == "0":
        return _ABLATIVE_UNITS[int(digits[-1])]
    if len(digits) >= 2 and digits[-2] != "0":
        return _ABLATIVE_TENS[int(digits[-2])]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 2:
        return "ден"
    return "тан" if 9 <= zeros <= 11 else "нан"


@lru_cache(maxsize=4096)
def number_text(number: Decimal, language: str) -> str:
    """Return a number as the language writes it."""
    return format_decimal(number, locale=_LOCALES[language])


@lru_cache(maxsize=4096)
def time_text(interval: Interval, language: str) -> str:
    """Return a half-open interval as a reader writes it: a year, a month, a day, or from one day to another."""
    first, last, locale = interval.start, interval.last, _LOCALES[language]
    if interval == Interval.year(first.year):
        return str(first.year)
    if interval == Interval.month(first.year, first.month):
        return format_skeleton("yMMMM", first, locale=locale)
    if first == last:
        return format_date(first, "long", locale=locale)
    if (first.day, first.month, last.day, last.month) == (1, 1, 31, 12):
        return f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return re.sub(rf"\b{last.day}\b", f"{first.day}–{last.day}", format_date(last, "long", locale=locale), count=1)
    return format_interval(first, last, "yMMMMd", locale=locale)


def figure_text(figure: Figure, language: str, name_of: NameOf) -> str:
    """Return a value with its comparator in words: “more than 200,000”, “20 June 2023”, “Astana”."""
    if figure.axis == "thing":
        return name_of(figure.value, language)
    if figure.axis == "text":
        return f"“{figure.value}”"
    if figure.axis in ("date", "month and day"):
        return dates_text(figure.comparator, figure.value.split("/"), language)
    text = compared_text(figure.comparator, _stated_number(figure), language)
    first = figure.axis.partition(" ")[0]
    return f"{text} {first.removeprefix(CURRENCY.iri)}" if NamedNode(first) in CURRENCY else text


def compared_text(comparator: Comparator, numbers: Sequence[Decimal], language: str) -> str:
    """Return one number, or the two ends of a range, with a comparator in words: “more than 200,000”."""
    shown = " – ".join(number_text(number, language) for number in numbers)
    return _COMPARATOR[comparator][language].format(shown, ablative=kazakh_ablative(numbers[-1]))


def _stated_number(figure: Figure) -> list[Decimal]:
    return [Decimal(part) for part in figure.value.split("–")]


def dates_text(comparator: Comparator, values: Sequence[str], language: str) -> str:
    """Return a date, or the two ends of a range, as a reader writes them; empty if the values are no dates."""
    shown = " – ".join(filter(None, (_date_text(value, language) for value in values)))
    return _BEFORE[language].format(shown) if shown and comparator is Comparator.LESS_THAN else shown


def _date_text(value: str, language: str) -> str:
    if re.fullmatch(r"--\d\d-\d\d", value):
        day = date(2000, int(value[2:4]), int(value[5:7]))
        return format_skeleton("MMMMd", day, locale=_LOCALES[language])
    interval = interval_of(value)
    return time_text(interval, language) if interval else ""


def discrepancy_text(discrepancy: Discrepancy, name_of: NameOf) -> Texts:
    """Return the sentence that explains a discrepancy, in each language."""
    return {language: _discrepancy(discrepancy, language, name_of) for language in LANGUAGES}


def _discrepancy(discrepancy: Discrepancy, language: str, name_of: NameOf) -> str:
    measure = discrepancy.measure.labels[language]
    if discrepancy.derived:
        sentence = _growth(discrepancy.derived, measure, language, name_of)
    else:
        values = " — ".join(_values(discrepancy, language, name_of))
        template = _DISCREPANCY[discrepancy.kind] if discrepancy.bounds_decide else _PRECISIONS_DIFFER
        sentence = template[language].format(measure=measure, values=values)
    if discrepancy.candidates:
        sentence += _CANDIDATE[language]
    if discrepancy.approximate:
        sentence += _TOLERANCE[language]
    if discrepancy.low_confidence:
        sentence += _LOW[language]
    return sentence.replace("..", ".")  # a Russian year ends with a full stop of its own


def _values(discrepancy: Discrepancy, language: str, name_of: NameOf) -> Iterator[str]:
    """Yield each value once, with the times it is given for, unless the day of reporting does not matter."""
    dated = discrepancy.measure.kind is not MeasureKind.ATTRIBUTE
    by_value: dict[str, list[Figure]] = {}
    for figure in discrepancy.figures:
        by_value.setdefault(figure_text(figure, language, name_of), []).append(figure)
    for value, figures in by_value.items():
        times = dict.fromkeys(time_text(f.valid, language) for f in figures if f.valid and dated)
        shown = "; ".join(times) + "; " if times else ""
        yield _ORIGINS[language].format(value=value, time=shown, number=discrepancy.origins_at_most(figures))


def _growth(derived: Derived, measure: str, language: str, name_of: NameOf) -> str:
    stated, start, end = derived.stated, derived.start, derived.end
    assert stated.baseline and stated.valid and start.valid and end.valid
    times = {
        "baseline": time_text(stated.baseline, language),
        "valid": time_text(stated.valid, language),
        "start_time": time_text(start.valid, language),
        "end_time": time_text(end.valid, language),
    }
    differences = [
        texts[language].format(**times)
        for texts, one, other in ((_START_DIFFERS, "baseline", "start_time"), (_END_DIFFERS, "valid", "end_time"))
        if times[one] != times[other]
    ]
    return _GROWTH[language].format(
        measure=measure,
        stated=figure_text(stated, language, name_of),
        derived=_derived_text(derived, language),
        start=figure_text(start, language, name_of),
        end=figure_text(end, language, name_of),
        differ=", ".join(differences) or _NONE_DIFFERS[language],
        **times,
    )


def _derived_text(derived: Derived, language: str) -> str:
    low, high = (
        None if bound is None else number_text(round(bound, 2), language) for bound in (derived.lower, derived.upper)
    )
    if low is not None and high is not None:
        return _TIMES[language].format(low if low == high else f"{low}–{high}")
    return (_LESS_TIMES if low is None else _MORE_TIMES)[language].format(high if low is None else low)


def time_rule_text(rule: TimeRule, words: str, resolved: Resolved, published: Interval | None) -> Texts:
    """Return how a time was found, in each language."""
    texts = {}
    for language in LANGUAGES:
        shown = {
            "words": words,
            "valid": time_text(resolved.valid, language),
            "published": time_text(published, language) if published else "",
            "baseline": time_text(resolved.baseline, language) if resolved.baseline else "",
            "years": resolved.years,
        }
        texts[language] = _RULES[rule][language].format(**shown)
    return texts
