"""The words of the pages, in Kazakh, Russian and English."""

from babel import Locale

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

COUNTED: dict[str, dict[str, dict[str, str]]] = {
    "claims": {
        "kk": {"other": "мәлімдеме"},
        "ru": {"one": "утверждение", "few": "утверждения", "other": "утверждений"},
        "en": {"one": "claim", "other": "claims"},
    },
    "articles": {
        "kk": {"other": "сөзбе-сөз мақала"},
        "ru": {"one": "статья слово в слово", "few": "статьи слово в слово", "other": "статей слово в слово"},
        "en": {"one": "article word by word", "other": "articles word by word"},
    },
    "sources": {
        "kk": {"other": "дереккөз"},
        "ru": {"one": "источник", "few": "источника", "other": "источников"},
        "en": {"one": "source", "other": "sources"},
    },
    "entities": {
        "kk": {"other": "нысан"},
        "ru": {"one": "сущность", "few": "сущности", "other": "сущностей"},
        "en": {"one": "entity", "other": "entities"},
    },
}

TEXTS: dict[str, dict[str, str]] = {
    "skip": {"kk": "Мазмұнға өту", "ru": "К содержанию", "en": "Skip to content"},
    "language": {"kk": "Тіл", "ru": "Язык", "en": "Language"},
    "disagreements": {
        "kk": "Дереккөздер қай жерде келіспейді",
        "ru": "Где источники расходятся",
        "en": "Where sources disagree",
    },
    "ask": {"kk": "Сұрақ қою", "ru": "Задать вопрос", "en": "Ask"},
    "ask_how": {
        "kk": "SPARQL сұрауы. Бағдарламалар үшін мекенжай:",
        "ru": "Запрос на SPARQL. Адрес для программ:",
        "en": "A SPARQL query. The address for programs:",
    },
    "query": {"kk": "Сұрау", "ru": "Запрос", "en": "Query"},
    "run": {"kk": "Орындау", "ru": "Выполнить", "en": "Run"},
    "examples": {"kk": "Мысал сұраулар", "ru": "Примеры запросов", "en": "Example queries"},
    "result": {"kk": "Нәтиже", "ru": "Результат", "en": "Result"},
    "rows": {"kk": "жолдар саны", "ru": "строк", "en": "rows"},
    "no_rows": {"kk": "Ештеңе табылмады.", "ru": "Ничего не найдено.", "en": "Nothing was found."},
    "more_rows": {
        "kk": "Мұнда тек алғашқы жолдар көрсетілген; нәтиже бұдан ұзын. Толығын жүктеп алыңыз.",
        "ru": "Здесь только первые строки; результат длиннее. Скачайте его целиком.",
        "en": "Only the first rows are shown here; the result is longer. Download it to have it all.",
    },
    "download": {"kk": "Толық жүктеу:", "ru": "Скачать целиком:", "en": "Download all of it:"},
    "yes": {"kk": "Иә", "ru": "Да", "en": "Yes"},
    "no": {"kk": "Жоқ", "ru": "Нет", "en": "No"},
    "wrong_query": {
        "kk": "Сұрауды орындау мүмкін емес",
        "ru": "Запрос выполнить нельзя",
        "en": "The query cannot be run",
    },
    "line": {"kk": "жол", "ru": "строка", "en": "line"},
    "column": {"kk": "баған", "ru": "столбец", "en": "column"},
    "data": {"kk": "Деректер", "ru": "Данные", "en": "Data"},
    "dumps": {"kk": "Жүктеп алу", "ru": "Скачать", "en": "Downloads"},
    "dumps_about": {
        "kk": "Жарияланған буынның барлық деректері. Бақылау қосындысы — SHA-256.",
        "ru": "Все данные опубликованного поколения. Контрольная сумма — SHA-256.",
        "en": "All data of the published generation. The checksum is SHA-256.",
    },
    "file": {"kk": "Файл", "ru": "Файл", "en": "File"},
    "size": {"kk": "кБ", "ru": "кБ", "en": "kB"},
    "checksum": {"kk": "Бақылау қосындысы", "ru": "Контрольная сумма", "en": "Checksum"},
    "vocabulary": {"kk": "Онтология", "ru": "Онтология", "en": "Ontology"},
    "Class": {"kk": "Кластар", "ru": "Классы", "en": "Classes"},
    "ObjectProperty": {
        "kk": "Нысандарды байланыстыратын қасиеттер",
        "ru": "Свойства, связывающие сущности",
        "en": "Properties that link things",
    },
    "DatatypeProperty": {"kk": "Мән беретін қасиеттер", "ru": "Свойства со значением", "en": "Properties with a value"},
    "Concept": {"kk": "Ұғымдар", "ru": "Понятия", "en": "Concepts"},
    "generation": {"kk": "Буын", "ru": "Поколение", "en": "Generation"},
    "licence": {"kk": "Лицензия", "ru": "Лицензия", "en": "Licence"},
    "licence_note": {
        "kk": "сақталған мақала мәтіндерінің құқығы жариялаушыларында",
        "ru": "права на сохранённые тексты статей принадлежат издателям",
        "en": "the stored texts of articles belong to their publishers",
    },
    "parts": {"kk": "Бөліктері", "ru": "Части", "en": "Parts"},
    "references": {"kk": "Осыған сілтейтіндер", "ru": "Что на это ссылается", "en": "What refers to this"},
    "page": {"kk": "Бет", "ru": "Страница", "en": "Page"},
    "first": {"kk": "Бірінші", "ru": "Первая", "en": "First"},
    "prev": {"kk": "Алдыңғы", "ru": "Предыдущая", "en": "Previous"},
    "next": {"kk": "Келесі", "ru": "Следующая", "en": "Next"},
    "last": {"kk": "Соңғы", "ru": "Последняя", "en": "Last"},
    "did_you_mean": {"kk": "Мүмкін, сіз мынаны іздедіңіз", "ru": "Возможно, вы имели в виду", "en": "Did you mean"},
    "replaced_by": {"kk": "Орнына келген", "ru": "Чем заменено", "en": "What took its place"},
    "reason": {"kk": "Себебі", "ru": "Причина", "en": "Reason"},
    "home": {"kk": "Басты бет", "ru": "На главную", "en": "First page"},
    "problem": {"kk": "Болмады", "ru": "Не получилось", "en": "That did not work"},
    "400": {"kk": "Сұраныс қате құрылған.", "ru": "Запрос составлен неверно.", "en": "The request is malformed."},
    "404": {"kk": "Мұнда ондай ештеңе жоқ.", "ru": "Здесь такого нет.", "en": "There is no such thing here."},
    "410": {
        "kk": "Бұл бұрын болған, қазір алып тасталған.",
        "ru": "Это здесь было, но удалено.",
        "en": "This was here and has been withdrawn.",
    },
    "500": {
        "kk": "Сервер қателесті. Біраздан соң қайталап көріңіз.",
        "ru": "Сервер ошибся. Попробуйте ещё раз позже.",
        "en": "The server made a mistake. Try again later.",
    },
    "503": {
        "kk": "Қазір мұнда ештеңе жарияланбаған.",
        "ru": "Сейчас здесь ничего не опубликовано.",
        "en": "Nothing is published here at the moment.",
    },
}


def text(key: str, language: str) -> str:
    """Return a text of the pages in a language."""
    return TEXTS[key][language]


def counted(key: str, number: int, language: str) -> str:
    """Return the word for what is counted in the form that goes with the number.

    https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules
    """
    forms = COUNTED[key][language]
    return forms.get(Locale(language).plural_form(number), forms["other"])


def has_text(key: str) -> bool:
    """Tell whether there is such a text."""
    return key in TEXTS
