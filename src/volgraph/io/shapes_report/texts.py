"""The words of the report on shapes, in Kazakh, Russian and English."""

from collections.abc import Callable

TEXTS: dict[str, dict[str, str]] = {
    "title": {"kk": "SHACL пішіндері туралы есеп", "ru": "Отчёт о формах SHACL", "en": "Report on SHACL shapes"},
    "shapes": {"kk": "пішіндер", "ru": "формы", "en": "shapes"},
    "looking": {
        "kk": "деректерден түйін тапқан пішін",
        "ru": "форм нашли узлы в данных",
        "en": "shapes found nodes in the data",
    },
    "judging": {
        "kk": "деректерде бұзылуы мүмкін болған шарт",
        "ru": "ограничений могли быть нарушены в данных",
        "en": "constraints could have failed there",
    },
    "shown": {
        "kk": "қате мысалы бар шарт",
        "ru": "ограничений нарушает пример",
        "en": "constraints are broken by an example",
    },
    "noticed": {
        "kk": "салынған ақаудан байқалғаны",
        "ru": "внесённых дефектов замечено",
        "en": "planted defects were noticed",
    },
    "of": {"kk": "{number} / {all}", "ru": "{number} из {all}", "en": "{number} of {all}"},
    "shape": {"kk": "Пішін", "ru": "Форма", "en": "Shape"},
    "focus": {"kk": "Түйін", "ru": "Узлов", "en": "Nodes"},
    "values": {"kk": "Мән", "ru": "Значений", "en": "Values"},
    "constraint": {"kk": "Шарт", "ru": "Ограничение", "en": "Constraint"},
    "constraints": {"kk": "Шарттар", "ru": "Ограничения", "en": "Constraints"},
    "judged": {"kk": "Тексергені", "ru": "Проверило", "en": "Judged"},
    "example": {"kk": "Қате мысал", "ru": "Пример нарушения", "en": "Broken by"},
    "examples": {"kk": "Мысалдар", "ru": "Примеры", "en": "Examples"},
    "valid": {"kk": "дұрыс", "ru": "верный", "en": "valid"},
    "invalid": {"kk": "қате", "ru": "неверный", "en": "invalid"},
    "no_valid": {"kk": "дұрыс мысал жоқ", "ru": "нет верного примера", "en": "no valid example"},
    "no_invalid": {"kk": "қате мысал жоқ", "ru": "нет неверного примера", "en": "no invalid example"},
    "yes": {"kk": "бар", "ru": "есть", "en": "yes"},
    "no": {"kk": "жоқ", "ru": "нет", "en": "no"},
    "never": {"kk": "бұзыла алмады", "ru": "не могло быть нарушено", "en": "could not fail"},
    "mutation": {"kk": "Ақаулар", "ru": "Дефекты", "en": "Defects"},
    "mutation_line": {
        "kk": "осы пішін қарайтын жерге {planted} ақау салынды: {noticed} байқалды, соның {found} осы пішінді бұзды",
        "ru": "внесено дефектов там, куда смотрит форма: {planted}; замечено {noticed}, саму форму нарушили {found}",
        "en": "defects planted where this shape looks: {planted}; noticed: {noticed}, by this shape: {found}",
    },
    "unnoticed": {"kk": "Байқалмаған", "ru": "Не замечено", "en": "Unnoticed"},
    "not_planted": {"kk": "ақау салынбады", "ru": "дефектов не внесено", "en": "none planted"},
    "written": {"kk": "Жазылған жері", "ru": "Где написано", "en": "Written in"},
    "path": {"kk": "Жол", "ru": "Путь", "en": "Path"},
    "notices": {"kk": "Пішіндердегі ескертулер", "ru": "Замечания к формам", "en": "Notices on the shapes"},
    "error": {"kk": "қате", "ru": "ошибка", "en": "error"},
    "warning": {"kk": "ескерту", "ru": "предупреждение", "en": "warning"},
    "note": {"kk": "мәлімет", "ru": "заметка", "en": "note"},
    "surprising": {
        "kk": "Қалтасына сай емес мысалдар: дұрысы пішінді бұзады, не қатесі ештеңе бұзбайды",
        "ru": "Примеры не в своей папке: верный что-то нарушает, или неверный ничего не нарушает",
        "en": "Examples in the wrong folder: a valid one breaks a shape, or an invalid one breaks none",
    },
    "attention": {"kk": "Назар аударыңыз", "ru": "Обратите внимание", "en": "Worth a look"},
    "no_focus": {
        "kk": "деректерден ештеңе таппады",
        "ru": "ничего не нашла в данных",
        "en": "found nothing in the data",
    },
    "not_shown": {
        "kk": "ешбір мысал бұзбайтын шарттары бар",
        "ru": "есть ограничения, которых не нарушает ни один пример",
        "en": "has constraints that no example breaks",
    },
    "defects_pass": {
        "kk": "ақаулар байқалмай өтеді",
        "ru": "пропускает дефекты",
        "en": "lets defects pass",
    },
    "search": {"kk": "Іздеу", "ru": "Искать", "en": "Search"},
    "all_shapes": {"kk": "Барлығы", "ru": "Все", "en": "All"},
    "made_with": {"kk": "Құралдар", "ru": "Чем сделано", "en": "Made with"},
    "data": {"kk": "Деректер", "ru": "Данные", "en": "Data"},
    "no_data": {
        "kk": "Деректер аталмаған, сондықтан қамтылу саналмады.",
        "ru": "Данные не названы, поэтому охват не посчитан.",
        "en": "No data were named, so coverage was not counted.",
    },
    "more": {"kk": "тағы {number}", "ru": "ещё {number}", "en": "{number} more"},
}

OPERATORS: dict[str, dict[str, str]] = {
    "drop-property": {"kk": "қасиет алынды", "ru": "убрано свойство", "en": "property taken out"},
    "drop-class": {"kk": "класс алынды", "ru": "убран класс", "en": "class taken out"},
    "second-value": {"kk": "екінші мән қосылды", "ru": "добавлено второе значение", "en": "second value"},
    "other-datatype": {"kk": "басқа дерек түрі", "ru": "другой тип данных", "en": "other datatype"},
    "other-language": {"kk": "басқа тіл", "ru": "другой язык", "en": "other language"},
    "empty-text": {"kk": "бос мәтін", "ru": "пустой текст", "en": "empty text"},
    "negative-number": {"kk": "теріс сан", "ru": "отрицательное число", "en": "negative number"},
    "text-for-node": {"kk": "түйін орнына мәтін", "ru": "текст вместо узла", "en": "text instead of a node"},
    "node-for-text": {"kk": "мәтін орнына түйін", "ru": "узел вместо текста", "en": "node instead of a text"},
    "dangling-link": {"kk": "сипатталмаған түйінге сілтеме", "ru": "ссылка в никуда", "en": "link to nothing"},
    "wrong-link": {"kk": "басқа түйінге сілтеме", "ru": "ссылка не туда", "en": "link to a wrong node"},
    "misspelt-property": {"kk": "қате жазылған қасиет", "ru": "описка в свойстве", "en": "misspelt property"},
    "blank-node": {"kk": "IRI алынды", "ru": "убран IRI", "en": "IRI taken out"},
}


def words(language: str) -> Callable[..., str]:
    """Return what gives a text of the report in a language, with numbers and names filled in."""

    def text(name: str, **facts: object) -> str:
        return TEXTS[name][language].format(**facts)

    return text


def survivor(line: str, language: str) -> str:
    """Return in a language which defect nobody noticed: "drop-property: Person name"."""
    operator, _, place = line.partition(": ")
    return f"{OPERATORS[operator][language]}: {place}"
