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
    "graphs": {
        "kk": {"other": "граф тексерілді"},
        "ru": {"one": "граф проверен", "few": "графа проверено", "other": "графов проверено"},
        "en": {"one": "graph checked", "other": "graphs checked"},
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
        "kk": {"other": "хабарлама"},
        "ru": {"one": "замечание", "few": "замечания", "other": "замечаний"},
        "en": {"one": "note", "other": "notes"},
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
    "state": {"kk": "Деректердің жай-күйі", "ru": "Состояние данных", "en": "State of the data"},
    "passes": {
        "kk": "Жарияланған деректер тексеруден өтті.",
        "ru": "Опубликованные данные прошли проверку.",
        "en": "The published data passed validation.",
    },
    "fails": {
        "kk": "Жарияланған деректер кейбір ережелерді бұзады.",
        "ru": "Опубликованные данные нарушают некоторые правила.",
        "en": "The published data break some rules.",
    },
    "not_validated": {
        "kk": "Бұл буын тексерілмеген.",
        "ru": "Это поколение не проверялось.",
        "en": "This generation was not validated.",
    },
    "findings": {"kk": "Тексеру не тапты", "ru": "Что нашла проверка", "en": "What validation found"},
    "things": {"kk": "Қай жерде", "ru": "Где", "en": "Where"},
    "digest": {"kk": "Дайджест", "ru": "Дайджест", "en": "Digest"},
    "published": {"kk": "Жарияланған уақыты", "ru": "Опубликовано", "en": "Published"},
    "triples": {"kk": "Үштіктер", "ru": "Триплетов", "en": "Triples"},
    "engine": {"kk": "Тексергіш", "ru": "Чем проверено", "en": "Engine"},
    "shapes": {"kk": "Пішіндер (SHACL)", "ru": "Формы (SHACL)", "en": "Shapes (SHACL)"},
    "shapes_graph": {"kk": "пішіндер графы", "ru": "граф форм", "en": "the graph of shapes"},
    "validate_yours": {
        "kk": "Өз деректеріңізді осы пішіндермен тексеріңіз",
        "ru": "Проверьте свои данные этими формами",
        "en": "Validate your own data with these shapes",
    },
    "validate": {"kk": "Деректерді тексеру", "ru": "Проверка данных", "en": "Validate data"},
    "validate_about": {
        "kk": "RDF деректерін жарияланған пішіндермен немесе өз пішіндеріңізбен тексеріңіз. Мұнда ештеңе сақталмайды.",
        "ru": "Проверьте данные RDF опубликованными формами или своими. Ничего из этого здесь не сохраняется.",
        "en": "Check RDF data with the published shapes, or with shapes of your own. Nothing of it is kept here.",
    },
    "validate_program": {"kk": "Бағдарламалар үшін:", "ru": "Для программ:", "en": "For programs:"},
    "your_data": {"kk": "Деректер", "ru": "Данные", "en": "Data"},
    "your_shapes": {"kk": "Пішіндер", "ru": "Формы", "en": "Shapes"},
    "your_shapes_hint": {
        "kk": "Пішіндерді бос қалдырсаңыз, жарияланғандары қолданылады.",
        "ru": "Если оставить формы пустыми, будут взяты опубликованные.",
        "en": "Leave the shapes empty to use the published ones.",
    },
    "at_most": {"kk": "Барлығы ең көбі", "ru": "Всего не больше", "en": "Together at most"},
    "megabytes": {"kk": "МБ", "ru": "МБ", "en": "MB"},
    "syntax": {"kk": "Синтаксис", "ru": "Синтаксис", "en": "Syntax"},
    "check": {"kk": "Тексеру", "ru": "Проверить", "en": "Validate"},
    "report": {"kk": "Тексеру нәтижесі", "ru": "Результат проверки", "en": "Validation report"},
    "about_shapes": {"kk": "Пішіндер туралы", "ru": "О формах", "en": "About the shapes"},
    "conforms": {
        "kk": "Деректер пішіндерге сай.",
        "ru": "Данные соответствуют формам.",
        "en": "The data conform to the shapes.",
    },
    "conforms_not": {
        "kk": "Деректер пішіндерге сай емес.",
        "ru": "Данные не соответствуют формам.",
        "en": "The data do not conform to the shapes.",
    },
    "more_results": {
        "kk": "Мұнда тек алғашқы нәтижелер көрсетілген. Толығын JSON немесе RDF түрінде сұраңыз.",
        "ru": "Здесь только первые результаты. Все они есть в ответе в JSON или RDF.",
        "en": "Only the first results are shown here. Ask for JSON or RDF to have them all.",
    },
    "Violation": {"kk": "Бұзушылық", "ru": "Нарушение", "en": "Violation"},
    "Warning": {"kk": "Ескерту", "ru": "Предупреждение", "en": "Warning"},
    "Info": {"kk": "Хабарлама", "ru": "Замечание", "en": "Note"},
    "place": {"kk": "Орны", "ru": "Место", "en": "Place"},
    "focus": {"kk": "Түйін", "ru": "Узел", "en": "Focus node"},
    "path": {"kk": "Қасиет", "ru": "Свойство", "en": "Path"},
    "value": {"kk": "Мән", "ru": "Значение", "en": "Value"},
    "shape": {"kk": "Пішін", "ru": "Форма", "en": "Shape"},
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
