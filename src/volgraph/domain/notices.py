"""What a validation says about its own input, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from volgraph.domain.validation import Location, Notice
from volgraph.errors import InputError, Place, TextError

ERROR, WARNING, NOTE = LEVELS = ("error", "warning", "note")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class _Kind:
    level: str
    texts: Mapping[str, str]


UNUSABLE = "unusable-shapes"
"""The code of a notice that nothing was checked, since the engine cannot use the shapes."""

FIRST_THE_OTHERS = {
    "kk": "алдымен ондағы қателерді түзетіңіз",
    "ru": "сначала исправьте ошибки в них",
    "en": "mend the errors in them first",
}
"""Why they cannot be used, where errors in them are named: of several things an engine names any."""

_LEFT_OUT = {
    "kk": "{reason}; бұл файл алынбады, қалғандары тексерілді",
    "ru": "{reason}; этот файл пропущен, остальные проверены",
    "en": "{reason}; this file was left out, the others were checked",
}
_KINDS = {
    "syntax": _Kind(ERROR, _LEFT_OUT),
    "encoding": _Kind(ERROR, _LEFT_OUT),
    UNUSABLE: _Kind(
        ERROR,
        {
            "kk": "тексергіш бұл пішіндерді қолдана алмайды, сондықтан ештеңе тексерілмеді: {reason}",
            "ru": "с этими формами проверять нельзя, и ничего не проверено: {reason}",
            "en": "the engine cannot use these shapes, so nothing was checked: {reason}",
        },
    ),
    "import-missing": _Kind(
        ERROR,
        {
            "kk": "owl:imports «{iri}» файлын атайды, ал ондай файл оқылмайды: {reason}",
            "ru": "owl:imports называет «{iri}», но этот файл не читается: {reason}",
            "en": "owl:imports names “{iri}”, which cannot be read: {reason}",
        },
    ),
    "import-elsewhere": _Kind(
        WARNING,
        {
            "kk": "owl:imports «{iri}» атайды, ол жергілікті файл емес, сондықтан оқылмады: "
            "оның файлын атаңыз немесе --imports fetch деп рұқсат беріңіз",
            "ru": "owl:imports называет «{iri}», это не местный файл, и он не прочитан: "
            "назовите его файл или разрешите --imports fetch",
            "en": "owl:imports names “{iri}”, which is no local file and was not read: "
            "name its file too, or allow --imports fetch",
        },
    ),
    "contradiction": _Kind(
        ERROR,
        {
            "kk": "деректер өзіне өзі қайшы: {reason}",
            "ru": "данные противоречат сами себе: {reason}",
            "en": "the data contradict themselves: {reason}",
        },
    ),
    "named-twice": _Kind(
        NOTE,
        {
            "kk": "файл бірнеше рет аталған, бір рет оқылды",
            "ru": "файл назван несколько раз, а прочитан один раз",
            "en": "is named more than once, and was read once",
        },
    ),
    "empty-file": _Kind(
        NOTE,
        {"kk": "файлда бірде-бір үштік жоқ", "ru": "в файле нет ни одного триплета", "en": "has no triple"},
    ),
    "empty-data": _Kind(
        WARNING,
        {
            "kk": "деректерде бірде-бір үштік жоқ, сондықтан ештеңе тексерілмеді",
            "ru": "в данных нет ни одного триплета, так что проверять было нечего",
            "en": "the data have no triple, so nothing was checked",
        },
    ),
    "empty-shapes": _Kind(
        WARNING,
        {
            "kk": "бірде-бір пішіннің нысанасы жоқ, ештеңе тексерілмеді: sh:targetClass не соған ұқсасын жазыңыз",
            "ru": "ни у одной формы нет цели, так что ничего не проверено: напишите sh:targetClass или подобное",
            "en": "no shape has a target, so nothing was checked: write sh:targetClass or its like",
        },
    ),
    "unchanged-graphs": _Kind(
        NOTE,
        {
            "kk": "{graphs} граф; оның {kept} граф тексерілгеннен бері өзгермеген",
            "ru": "графов: {graphs}, из них не менялись с прошлой проверки: {kept}",
            "en": "{graphs} graphs, of which {kept} have not changed since they were validated",
        },
    ),
    "counting-stopped": _Kind(
        NOTE,
        {
            "kk": "нәтиже --max-results айтқаннан көп, сондықтан іздеу тоқтады: {nodes} нысан қаралмай қалды",
            "ru": "результатов больше, чем --max-results, поэтому поиск прекращён: не просмотрено узлов: {nodes}",
            "en": "there are more results than --max-results, so looking ended with {nodes} focus nodes to go",
        },
    ),
    "baseline-written": _Kind(
        NOTE,
        {
            "kk": "{file} файлына {results} нәтиже жазылды",
            "ru": "в {file} записано результатов: {results}",
            "en": "results written to {file}: {results}",
        },
    ),
    "baseline-not-written": _Kind(
        ERROR,
        {
            "kk": "{file} жазылмады, себебі бәрі тексерілген жоқ: алдымен қателерді түзетіңіз",
            "ru": "{file} не записан, так как проверено не всё: сначала исправьте ошибки",
            "en": "{file} was not written, since not everything was checked: mend the errors first",
        },
    ),
    "since": _Kind(
        NOTE,
        {
            "kk": "{revision} күйінен бері өзгерген үштік: {triples}; тексерілгені: {shapes} пішіннің {nodes} нысаны "
            "және толығымен {full} пішін; басқа ештеңе өзгере алмайды",
            "ru": "с {revision} изменилось триплетов: {triples}; проверено узлов: {nodes} (форм: {shapes}), "
            "целиком форм: {full}; ничто другое измениться не могло",
            "en": "triples changed since {revision}: {triples}; focus nodes checked: {nodes} (shapes: {shapes}); "
            "shapes checked in full: {full}; nothing else can have changed",
        },
    ),
    "since-changed": _Kind(
        NOTE,
        {
            "kk": "пішіндер өзгергендіктен толығымен тексерілді: {names}",
            "ru": "проверены целиком, так как формы изменились: {names}",
            "en": "checked in full, since the shapes changed: {names}",
        },
    ),
    "since-far": _Kind(
        NOTE,
        {
            "kk": "толығымен тексерілді, себебі сұрауы $this-пен байланыспаған не нысандарын өзгерістен табу мүмкін "
            "емес: {names}",
            "ru": "проверены целиком, так как запрос не связан с $this или их узлы по изменению не найти: {names}",
            "en": "checked in full, since a query is not connected with $this, or the nodes that the change affects "
            "cannot be told: {names}",
        },
    ),
    "since-everything": _Kind(
        NOTE,
        {
            "kk": "импорт не символдық сілтеме өзгергендіктен бәрі тексерілді: {names}",
            "ru": "проверено всё, так как изменился импорт или символическая ссылка: {names}",
            "en": "everything was checked, since an import or a symbolic link changed: {names}",
        },
    ),
}

CODES = tuple(_KINDS)


def notice(code: str, place: Place | Location | None = None, **facts: object) -> Notice:
    """Return a notice.

    Args:
        code: one of `CODES`.
        place: where it is, if it is somewhere.
        facts: what its sentence names; a text may be one a language.
    """
    kind = _KINDS[code]
    messages = {
        language: text.format(**{name: _in(fact, language) for name, fact in facts.items()})
        for language, text in kind.texts.items()
    }
    return Notice(code, kind.level, messages, location(place) if isinstance(place, Place) else place)


def _in(fact: object, language: str) -> object:
    return fact[language] if isinstance(fact, Mapping) else fact


def location(place: Place) -> Location | None:
    """Return a place of an error as one of a report."""
    column = place.column if isinstance(place.column, int) else None
    return Location(place.file, place.line, column) if place.file else None


def of_error(error: InputError) -> Notice:
    """Return an error in one file, which does not keep the others from being checked, as a notice."""
    code = "encoding" if isinstance(error, TextError) else "syntax"
    return notice(code, error.place, reason=error.message)
