"""What the lint of shapes finds: each rule's code and level, and its sentence in Kazakh, Russian and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from volgraph.domain.lint_words import WORDS
from volgraph.domain.vocabulary import LANGUAGES

Texts = dict[str, str]
Fact = str | int | Sequence[str]
"""A `StrEnum` is translated; a sequence of names is joined."""


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The shape does not mean what it says: it is ill-formed, ignored in part, or can never be met."""
    WARNING = "warning"
    """The shape is probably not what was meant, or engines differ on it."""
    NOTE = "note"
    """Worth knowing when the report is read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding; `says` is its sentence in each language, with the names of facts in braces."""

    code: str
    level: Level
    says: Texts


def _rule(code: str, level: Level, *, en: str, ru: str, kk: str) -> Rule:
    return Rule(code, level, {"kk": kk, "ru": ru, "en": en})


_ROWS = (
    _rule(
        "unknown-term",
        Level.ERROR,
        en="{term} is no term of SHACL, so engines ignore it{hint}",
        ru="{term} — не термин SHACL, программы его не замечают{hint}",
        kk="{term} — SHACL термині емес, бағдарламалар оны елемейді{hint}",
    ),
    _rule(
        "misplaced-term",
        Level.ERROR,
        en="{term} stands on {shape}, {bearer}, and belongs on {fitting}",
        ru="{term} стоит у {shape} ({bearer}), а его место: {fitting}",
        kk="{term} мына жерде тұр: {shape} ({bearer}), ал оның орны: {fitting}",
    ),
    _rule(
        "wrong-value",
        Level.ERROR,
        en="{term} takes {takes}, and {value} is not that",
        ru="значение {term} — {takes}, а {value} им не является",
        kk="{term} мәні — {takes}, ал {value} олай емес",
    ),
    _rule(
        "repeated-term",
        Level.ERROR,
        en="{shape} has {term} {count} times: keep one",
        ru="у {shape} несколько {term} ({count}): оставьте одно",
        kk="{shape} пішінінде {term} бірнеше рет тұр ({count}): біреуін қалдырыңыз",
    ),
    _rule(
        "missing-term",
        Level.ERROR,
        en="{shape}, {bearer}, needs {term}: add it",
        ru="{shape} ({bearer}) требует {term}: добавьте",
        kk="{shape} ({bearer}) үшін {term} керек: қосыңыз",
    ),
    _rule(
        "idle-term",
        Level.WARNING,
        en="{term} has no effect without {missing}: add that, or take this out",
        ru="{term} не действует без {missing}: добавьте второе или уберите первое",
        kk="{missing} болмаса, {term} әсер етпейді: екіншісін қосыңыз не біріншісін алып тастаңыз",
    ),
    _rule(
        "undefined-shape",
        Level.ERROR,
        en="{term} leads to {value}, which the shapes do not describe, so every node conforms to it{hint}",
        ru="{term} ведёт к {value}, а в формах его нет, поэтому ему соответствует всё{hint}",
        kk="{term} сілтейтін {value} пішіндерде жоқ, сондықтан оған бәрі сай келеді{hint}",
    ),
    _rule(
        "unnamed-class",
        Level.ERROR,
        en="{shape} is a shape and a class at once, so it needs an IRI",
        ru="{shape} — форма и класс сразу, поэтому ей нужен IRI",
        kk="{shape} — әрі пішін, әрі класс, сондықтан оған IRI керек",
    ),
    _rule(
        "malformed-list",
        Level.ERROR,
        en="{term} needs a well-formed list: {reason}",
        ru="{term} требует правильного списка: {reason}",
        kk="{term} үшін дұрыс тізім керек: {reason}",
    ),
    _rule(
        "malformed-path",
        Level.ERROR,
        en="the path of {shape} is malformed: {reason}",
        ru="путь формы {shape} построен неправильно: {reason}",
        kk="{shape} пішінінің жолы дұрыс құрылмаған: {reason}",
    ),
    _rule(
        "contradictory-bounds",
        Level.ERROR,
        en="{low} and {high} leave no value: mend one of them",
        ru="{low} и {high} не оставляют ни одного значения: исправьте одно из двух",
        kk="{low} мен {high} бірде-бір мән қалдырмайды: бірін түзетіңіз",
    ),
    _rule(
        "contradictory-kinds",
        Level.ERROR,
        en="{one} and {other} exclude each other: no value meets both",
        ru="{one} и {other} исключают друг друга: ни одно значение не отвечает обоим",
        kk="{one} мен {other} бірге орындалмайды: екеуіне де сай мән жоқ",
    ),
    _rule(
        "contradictory-values",
        Level.ERROR,
        en="{value} is allowed by {one} and refused by {other} of the same shape",
        ru="{value} допускает {one} и отвергает {other} той же формы",
        kk="{value} мәнін {one} рұқсат етеді, ал сол пішіннің {other} шарты қабылдамайды",
    ),
    _rule(
        "empty-list",
        Level.WARNING,
        en="{term} has an empty list, which no value meets",
        ru="у {term} пустой список: ему не отвечает ни одно значение",
        kk="{term} тізімі бос: оған ешқандай мән сай келмейді",
    ),
    _rule(
        "closed-without-type",
        Level.ERROR,
        en="{shape} is closed and has a target class, but does not allow rdf:type: every node of the class breaks it; "
        "put rdf:type into sh:ignoredProperties",
        ru="{shape} закрыта и выбирает узлы по классу, но не допускает rdf:type: её нарушит каждый узел класса; "
        "внесите rdf:type в sh:ignoredProperties",
        kk="{shape} жабық әрі түйіндерді класс бойынша таңдайды, бірақ rdf:type рұқсат етілмеген: кластың әр түйіні "
        "оны бұзады; rdf:type қасиетін sh:ignoredProperties тізіміне қосыңыз",
    ),
    _rule(
        "closed-without-inherited",
        Level.WARNING,
        en="{shape} is closed and refuses {property}, which {other} describes: sh:closed counts only the shape's own "
        "sh:property; add it to sh:ignoredProperties",
        ru="{shape} закрыта и отвергает {property}, которое описывает {other}: sh:closed учитывает только собственные "
        "sh:property формы; внесите его в sh:ignoredProperties",
        kk="{shape} жабық, сондықтан {other} сипаттайтын {property} қабылданбайды: sh:closed тек пішіннің өз "
        "sh:property қасиеттерін есептейді; оны sh:ignoredProperties тізіміне қосыңыз",
    ),
    _rule(
        "invalid-pattern",
        Level.ERROR,
        en="no engine reads the pattern {pattern}: {reason}",
        ru="ни одна программа не прочтёт образец {pattern}: {reason}",
        kk="{pattern} үлгісін ешқандай бағдарлама оқымайды: {reason}",
    ),
    _rule(
        "pattern-not-portable",
        Level.WARNING,
        en="engines differ on the pattern {pattern}: {reason}",
        ru="программы по-разному понимают образец {pattern}: {reason}",
        kk="бағдарламалар {pattern} үлгісін әртүрлі түсінеді: {reason}",
    ),
    _rule(
        "unknown-flag",
        Level.ERROR,
        en="“{flag}” in sh:flags is no flag of SPARQL's REGEX: use i, s, m, x or q",
        ru="«{flag}» в sh:flags — не флаг REGEX из SPARQL: есть i, s, m, x и q",
        kk="sh:flags ішіндегі «{flag}» — SPARQL-дегі REGEX жалаушасы емес: i, s, m, x, q бар",
    ),
    _rule(
        "undeclared-prefix",
        Level.ERROR,
        en="the query of {shape} uses the prefix {prefix}, which its sh:prefixes do not declare (line {line} of the "
        "query){hint}",
        ru="в запросе {shape} есть префикс {prefix}, которого нет среди sh:prefixes (строка запроса {line}){hint}",
        kk="{shape} сұрауында {prefix} префиксі бар, ал оның sh:prefixes тізімінде ол жоқ (сұраудың {line}-жолы){hint}",
    ),
    _rule(
        "unparsable-query",
        Level.ERROR,
        en="the query of {shape} does not parse at line {line}, column {column} of the query, near “{near}”",
        ru="запрос {shape} не разбирается в строке {line}, столбце {column} запроса, около «{near}»",
        kk="{shape} сұрауы оқылмайды: сұраудың {line}-жолы, {column}-бағаны, «{near}» маңында",
    ),
    _rule(
        "forbidden-query",
        Level.ERROR,
        en="the query of {shape} uses {what}, which SHACL does not allow in a constraint",
        ru="в запросе {shape} есть {what}, а SHACL не допускает этого в ограничении",
        kk="{shape} сұрауында {what} бар, ал SHACL шартта оны қолдануға рұқсат бермейді",
    ),
    _rule(
        "query-without-this",
        Level.ERROR,
        en="the query of {shape} does not select $this, so no result would name its focus node",
        ru="запрос {shape} не выбирает $this, и в результате не было бы проверяемого узла",
        kk="{shape} сұрауы $this айнымалысын таңдамайды, сондықтан нәтижеде тексерілген түйін болмас еді",
    ),
    _rule(
        "recursive-shape",
        Level.WARNING,
        en="shapes refer to each other in a circle, of which SHACL leaves the meaning open: {cycle}",
        ru="формы ссылаются друг на друга по кругу, и SHACL не говорит, что это значит: {cycle}",
        kk="пішіндер бір-біріне шеңбер бойымен сілтейді, ал SHACL мұның мағынасын айтпайды: {cycle}",
    ),
    _rule(
        "unused-shape",
        Level.WARNING,
        en="{shape} has no target and nothing refers to it, so it never looks at a node",
        ru="у {shape} нет цели и никто на неё не ссылается, поэтому она ничего не проверяет",
        kk="{shape} пішінінің нысанасы жоқ, оған ештеңе сілтемейді, сондықтан ол ештеңе тексермейді",
    ),
    _rule(
        "no-constraints",
        Level.WARNING,
        en="{shape} has a target but no constraint, so nothing can break it",
        ru="у {shape} есть цель, но нет ограничений, поэтому её нельзя нарушить",
        kk="{shape} пішінінің нысанасы бар, бірақ шарты жоқ, сондықтан оны бұзу мүмкін емес",
    ),
    _rule(
        "unknown-severity",
        Level.WARNING,
        en="{value} is no known severity: use sh:Violation, sh:Warning or sh:Info, or make it an sh:Severity{hint}",
        ru="{value} — неизвестная степень: есть sh:Violation, sh:Warning, sh:Info; или объявите её sh:Severity{hint}",
        kk="{value} — белгісіз дәреже: sh:Violation, sh:Warning, sh:Info бар, не оны sh:Severity деп жариялаңыз{hint}",
    ),
    _rule(
        "deactivated-shape",
        Level.NOTE,
        en="{shape} is deactivated and checks nothing",
        ru="{shape} отключена и ничего не проверяет",
        kk="{shape} өшірілген, ештеңе тексермейді",
    ),
    _rule(
        "message-language",
        Level.NOTE,
        en="shapes of this file that have messages, but none in {language}: {count}; the first is {shape}",
        ru="форм этого файла с сообщениями, но не на языке {language}: {count}; первая — {shape}",
        kk="осы файлда хабары бар, бірақ {language} тілінде емес пішіндер: {count}; біріншісі — {shape}",
    ),
    _rule(
        "unknown-class",
        Level.WARNING,
        en="neither the data nor the ontology knows the class {value}{hint}",
        ru="ни данные, ни онтология не знают класса {value}{hint}",
        kk="{value} класын деректер де, онтология да білмейді{hint}",
    ),
    _rule(
        "unknown-property",
        Level.WARNING,
        en="neither the data nor the ontology knows the property {value}{hint}",
        ru="ни данные, ни онтология не знают свойства {value}{hint}",
        kk="{value} қасиетін деректер де, онтология да білмейді{hint}",
    ),
    _rule(
        "unused-class",
        Level.NOTE,
        en="the data have no node of the class {value}",
        ru="в данных нет узлов класса {value}",
        kk="деректерде {value} класының түйіні жоқ",
    ),
    _rule(
        "unused-property",
        Level.NOTE,
        en="the data do not use the property {value}",
        ru="в данных нет свойства {value}",
        kk="деректерде {value} қасиеті қолданылмаған",
    ),
    _rule(
        "no-focus-nodes",
        Level.NOTE,
        en="{shape} found no node to look at in the data",
        ru="{shape} не нашла в данных ни одного узла для проверки",
        kk="{shape} деректерден тексеретін түйін таппады",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _ROWS}
"""By code, in the order in which the documentation shows them."""

_JOINED = {"kk": " не ", "ru": " или ", "en": " or "}
_HINTS = {"kk": "; бәлкім, {names} керек пе?", "ru": "; может быть, {names}?", "en": "; did you mean {names}?"}


def sentences(code: str, facts: Mapping[str, Fact]) -> Texts:
    """Return a finding's sentence in every language.

    Args:
        code: of a rule.
        facts: what its sentence names; `nearest`, if it is there, are names that may have been meant.
    """
    return {language: _sentence(RULES[code].says[language], facts, language) for language in LANGUAGES}


def _sentence(template: str, facts: Mapping[str, Fact], language: str) -> str:
    shown = {name: _shown(fact, language) for name, fact in facts.items()}
    nearest = shown.pop("nearest", "")
    text = template.format(**shown, hint=_HINTS[language].format(names=nearest) if nearest else "")
    return text[:1].upper() + text[1:] if text[:1].islower() and not template.startswith("{") else text


def _shown(fact: Fact, language: str) -> str:
    if isinstance(fact, StrEnum):
        return WORDS[fact][language]
    if isinstance(fact, str | int):
        return str(fact)
    return _JOINED[language].join(_shown(one, language) for one in fact)
