"""The words around the results, in Kazakh, Russian and English."""

from babel import Locale
from babel.numbers import format_decimal

_COUNTED: dict[str, dict[str, dict[str, str]]] = {
    "results": {
        "kk": {"other": "нәтиже"},
        "ru": {"one": "результат", "few": "результата", "other": "результатов"},
        "en": {"one": "result", "other": "results"},
    },
    "new": {
        "kk": {"other": "жаңа"},
        "ru": {"one": "новый", "other": "новых"},
        "en": {"other": "new"},
    },
    "unchanged": {
        "kk": {"other": "өзгермеген"},
        "ru": {"one": "прежний", "other": "прежних"},
        "en": {"other": "unchanged"},
    },
    "fixed": {
        "kk": {"other": "түзетілген"},
        "ru": {"one": "исправленный", "other": "исправленных"},
        "en": {"other": "fixed"},
    },
    "Violation": {
        "kk": {"other": "бұзушылық"},
        "ru": {"one": "нарушение", "few": "нарушения", "other": "нарушений"},
        "en": {"one": "violation", "other": "violations"},
    },
    "Warning": {
        "kk": {"other": "ескерту"},
        "ru": {"one": "предупреждение", "few": "предупреждения", "other": "предупреждений"},
        "en": {"one": "warning", "other": "warnings"},
    },
    "Info": {
        "kk": {"other": "мәлімет"},
        "ru": {"one": "сведение", "few": "сведения", "other": "сведений"},
        "en": {"other": "info"},
    },
    "files": {
        "kk": {"other": "файл"},
        "ru": {"one": "файл", "few": "файла", "other": "файлов"},
        "en": {"one": "file", "other": "files"},
    },
    "triples": {
        "kk": {"other": "үштік"},
        "ru": {"one": "триплет", "few": "триплета", "other": "триплетов"},
        "en": {"one": "triple", "other": "triples"},
    },
    "shapes": {
        "kk": {"other": "пішін"},
        "ru": {"one": "форма", "few": "формы", "other": "форм"},
        "en": {"one": "shape", "other": "shapes"},
    },
}

_TEXTS: dict[str, dict[str, str]] = {
    "title": {"kk": "SHACL тексеруінің есебі", "ru": "Отчёт о проверке SHACL", "en": "SHACL validation report"},
    "conforms": {"kk": "Пішіндерге сәйкес", "ru": "Соответствует формам", "en": "Conforms to the shapes"},
    "not_whole": {
        "kk": "Ештеңе табылмады, бірақ қателер бар: деректердің сәйкес екені анықталмады",
        "ru": "Ничего не найдено, но есть ошибки: соответствуют ли данные формам, неизвестно",
        "en": "Nothing was found, but there are errors: whether the data conform is not known",
    },
    "Violation": {"kk": "Бұзушылық", "ru": "Нарушение", "en": "Violation"},
    "Warning": {"kk": "Ескерту", "ru": "Предупреждение", "en": "Warning"},
    "Info": {"kk": "Мәлімет", "ru": "Сведение", "en": "Info"},
    "error": {"kk": "қате", "ru": "ошибка", "en": "error"},
    "warning": {"kk": "ескерту", "ru": "предупреждение", "en": "warning"},
    "note": {"kk": "ескертпе", "ru": "замечание", "en": "note"},
    "new": {"kk": "жаңа", "ru": "новое", "en": "new"},
    "unchanged": {"kk": "өзгермеген", "ru": "прежнее", "en": "unchanged"},
    "fixed": {"kk": "түзетілген", "ru": "исправлено", "en": "fixed"},
    "results": {"kk": "Нәтижелер", "ru": "Результаты", "en": "Results"},
    "fixed_results": {"kk": "Түзетілгендер", "ru": "Исправлено", "en": "Fixed"},
    "notices": {"kk": "Тексерудің өзі туралы", "ru": "О самой проверке", "en": "About the validation itself"},
    "run": {"kk": "Қалай тексерілді", "ru": "Как проверялось", "en": "How it was checked"},
    "shape": {"kk": "Пішін", "ru": "Форма", "en": "Shape"},
    "file": {"kk": "Файл", "ru": "Файл", "en": "File"},
    "place": {"kk": "Орны", "ru": "Место", "en": "Place"},
    "severity": {"kk": "Деңгейі", "ru": "Уровень", "en": "Severity"},
    "message": {"kk": "Хабарлама", "ru": "Сообщение", "en": "Message"},
    "component": {"kk": "Шектеу", "ru": "Ограничение", "en": "Constraint"},
    "focus": {"kk": "Түйін", "ru": "Узел", "en": "Node"},
    "path": {"kk": "Жол", "ru": "Путь", "en": "Path"},
    "value": {"kk": "Мән", "ru": "Значение", "en": "Value"},
    "shape_at": {"kk": "пішіні осында", "ru": "форма здесь", "en": "its shape"},
    "also_at": {"kk": "осында да айтылған", "ru": "сказано и здесь", "en": "also said here"},
    "follows_from": {"kk": "осыдан шығады", "ru": "следует отсюда", "en": "follows from this"},
    "at_triple": {"kk": "", "ru": "", "en": ""},
    "at_focus node": {"kk": "түйін осында", "ru": "здесь узел", "en": "the node is here"},
    "at_mention": {
        "kk": "түйін осында аталады",
        "ru": "узел здесь упомянут",
        "en": "the node is mentioned here",
    },
    "at_file": {"kk": "осы файлдың бір жерінде", "ru": "где-то в этом файле", "en": "somewhere in this file"},
    "no_place": {"kk": "орны белгісіз", "ru": "место неизвестно", "en": "place unknown"},
    "engine": {"kk": "Қозғалтқыш", "ru": "Движок", "en": "Engine"},
    "data": {"kk": "Деректер", "ru": "Данные", "en": "Data"},
    "shapes": {"kk": "Пішіндер", "ru": "Формы", "en": "Shapes"},
    "digest_of": {
        "kk": "сұрыпталған үштіктердің SHA-256 қосындысы",
        "ru": "SHA-256 отсортированных триплетов",
        "en": "SHA-256 of the sorted triples",
    },
    "left_out": {
        "kk": "Бұл есепке кірмеді: тағы {counted}.",
        "ru": "Не вошло в этот отчёт: ещё {counted}.",
        "en": "Not in this report: another {counted}.",
    },
    "left_out_uncounted": {
        "kk": "Шектен асқан басқа нәтижелер де бар; олар саналмады.",
        "ru": "Есть и другие результаты сверх предела; они не сосчитаны.",
        "en": "There are more results beyond the limit; they were not counted.",
    },
    "shown_elsewhere": {
        "kk": "Мұнда көрсетілмеді: {counted}; толық есепті қараңыз.",
        "ru": "Здесь не показано: {counted}; смотрите полный отчёт.",
        "en": "Not shown here: {counted}; see the full report.",
    },
    "shown_by_github": {
        "kk": "GitHub бұл есептен тек {counted} көрсетеді.",
        "ru": "GitHub показывает из этого отчёта только {counted}.",
        "en": "GitHub shows only {counted} of this report.",
    },
    "search": {"kk": "Іздеу", "ru": "Поиск", "en": "Search"},
    "group_by": {"kk": "Топтау", "ru": "Группировать", "en": "Group by"},
    "by_file": {"kk": "файл бойынша", "ru": "по файлам", "en": "file"},
    "by_shape": {"kk": "пішін бойынша", "ru": "по формам", "en": "shape"},
    "by_severity": {"kk": "деңгей бойынша", "ru": "по уровню", "en": "severity"},
    "show": {"kk": "Көрсету", "ru": "Показать", "en": "Show"},
    "all": {"kk": "бәрін", "ru": "все", "en": "all"},
    "nothing_found": {"kk": "Ештеңе табылмады.", "ru": "Ничего не найдено.", "en": "Nothing was found."},
    "details": {"kk": "Толығырақ", "ru": "Подробнее", "en": "Details"},
    "checked_nodes": {"kk": "тексерілген түйіндер", "ru": "проверено узлов", "en": "nodes looked at"},
}


def text(key: str, language: str) -> str:
    """Return a text in a language."""
    return _TEXTS[key][language]


def text_on(key: str, number: int, language: str) -> str:
    """Return a text in a language that speaks of so many results."""
    return _TEXTS[key][language].format(counted=counted("results", number, language))


def counted(key: str, number: int, language: str) -> str:
    """Return a number and what it counts, in the form that goes with it.

    https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
    """
    forms = _COUNTED[key][language]
    word = forms.get(Locale(language).plural_form(number), forms["other"])
    return f"{format_decimal(number, locale=language)} {word}"
