"""The words that the lint's sentences are put together from, in Kazakh, Russian and English."""

from enum import StrEnum


class Bearer(StrEnum):
    """What a node of the shapes graph is."""

    NODE_SHAPE = "node-shape"
    PROPERTY_SHAPE = "property-shape"
    PATH = "path"
    QUERY = "query"
    SCRIPT = "script"
    COMPONENT = "component"
    PARAMETER = "parameter"
    DECLARATION = "declaration"
    ANNOTATION = "annotation"
    RULE = "rule"
    FUNCTION = "function"
    TARGET = "target"
    OTHER = "other"
    """An ontology, a group, an expression, a result: SHACL says little of what else it may bear."""


class Takes(StrEnum):
    """What stands as the value of a property."""

    ANYTHING = "anything"
    IRI = "iri"
    NODE = "node"
    IRI_OR_LITERAL = "iri-or-literal"
    LITERAL = "literal"
    COUNT = "count"
    BOOLEAN = "boolean"
    STRING = "string"
    TEXT = "text"
    ANY_URI = "any-uri"
    NODE_KIND = "node-kind"
    SHAPE = "a-shape"
    NODE_SHAPE = "a-node-shape"
    PROPERTY_SHAPE = "a-property-shape"
    PATH = "a-path"
    LIST = "list"
    IRIS = "iris"
    STRINGS = "strings"
    SHAPES = "shapes"


class Reason(StrEnum):
    """Why a list, a path or a pattern is none."""

    NO_LIST = "no-list"
    NO_END = "no-end"
    NO_MEMBER = "no-member"
    TWO_MEMBERS = "two-members"
    TWO_ENDS = "two-ends"
    CYCLE = "cycle"
    NIL_GOES_ON = "nil-goes-on"
    NO_PATH = "no-path"
    TWO_PATHS = "two-paths"
    PATH_CYCLE = "path-cycle"
    TOO_DEEP = "too-deep"
    SHORT_SEQUENCE = "short-sequence"
    SHORT_ALTERNATIVE = "short-alternative"
    LITERAL_PATH = "literal-path"
    NO_ENGINE = "no-engine"
    ONLY_PYTHON = "only-python"
    ONLY_RUST = "only-rust"
    POSSESSIVE = "possessive"
    SUBTRACTION = "subtraction"
    NOT_XPATH = "not-xpath"
    FLAG_IGNORED = "flag-ignored"
    LITERALLY = "literally"


def _text(kk: str, ru: str, en: str) -> dict[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


WORDS: dict[str, dict[str, str]] = {
    Bearer.NODE_SHAPE: _text("түйін пішіні: sh:path жоқ", "форма узла: без sh:path", "a node shape: it has no sh:path"),
    Bearer.PROPERTY_SHAPE: _text(
        "қасиет пішіні: sh:path бар", "форма свойства: с sh:path", "a property shape: it has sh:path"
    ),
    Bearer.PATH: _text("жол", "путь", "a path"),
    Bearer.QUERY: _text("SPARQL шарты", "ограничение SPARQL", "a SPARQL constraint or validator"),
    Bearer.SCRIPT: _text("JavaScript шарты", "ограничение JavaScript", "a JavaScript constraint"),
    Bearer.COMPONENT: _text("шарт компоненті", "компонент ограничения", "a constraint component"),
    Bearer.PARAMETER: _text("параметр", "параметр", "a parameter"),
    Bearer.DECLARATION: _text("префикс жариялауы", "объявление префикса", "a prefix declaration"),
    Bearer.ANNOTATION: _text("нәтиже ескертпесі", "аннотация результата", "a result annotation"),
    Bearer.RULE: _text("ереже", "правило", "a rule"),
    Bearer.FUNCTION: _text("функция", "функция", "a function"),
    Bearer.TARGET: _text("нысана", "цель", "a target"),
    Bearer.OTHER: _text("басқа түйін", "другой узел", "another node"),
    Takes.ANYTHING: _text("кез келген терм", "любой терм", "any term"),
    Takes.IRI: _text("IRI", "IRI", "an IRI"),
    Takes.NODE: _text("IRI не бос түйін", "IRI или пустой узел", "an IRI or a blank node"),
    Takes.IRI_OR_LITERAL: _text("IRI не литерал", "IRI или литерал", "an IRI or a literal"),
    Takes.LITERAL: _text("литерал", "литерал", "a literal"),
    Takes.COUNT: _text("0-ден басталатын xsd:integer", "xsd:integer от 0", "an xsd:integer from 0"),
    Takes.BOOLEAN: _text("true не false", "true или false", "true or false"),
    Takes.STRING: _text(
        "тілсіз жол (xsd:string)", "строка без языка (xsd:string)", "an xsd:string, without a language"
    ),
    Takes.TEXT: _text("мәтін", "текст", "a string, with or without a language"),
    Takes.ANY_URI: _text('"…"^^xsd:anyURI', '"…"^^xsd:anyURI', '"…"^^xsd:anyURI'),
    Takes.NODE_KIND: _text(
        "sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral не sh:IRIOrLiteral",
        "sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral или sh:IRIOrLiteral",
        "sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral or sh:IRIOrLiteral",
    ),
    Takes.SHAPE: _text("пішін", "форма", "a shape"),
    Takes.NODE_SHAPE: _text("түйін пішіні (sh:path жоқ)", "форма узла (без sh:path)", "a node shape (without sh:path)"),
    Takes.PROPERTY_SHAPE: _text(
        "қасиет пішіні (sh:path бар)", "форма свойства (с sh:path)", "a property shape (with sh:path)"
    ),
    Takes.PATH: _text("жол", "путь", "a path"),
    Takes.LIST: _text("тізім", "список", "a list"),
    Takes.IRIS: _text("IRI тізімі", "список IRI", "a list of IRIs"),
    Takes.STRINGS: _text("тіл белгілерінің тізімі", "список языковых меток", "a list of language tags, as strings"),
    Takes.SHAPES: _text("пішіндер тізімі", "список форм", "a list of shapes"),
    Reason.NO_LIST: _text("мұнда тізім жоқ", "здесь нет списка", "there is no list here"),
    Reason.NO_END: _text(
        "тізім rdf:nil-мен аяқталмайды", "список не кончается на rdf:nil", "it does not end in rdf:nil"
    ),
    Reason.NO_MEMBER: _text("буында rdf:first жоқ", "у звена списка нет rdf:first", "a node of it has no rdf:first"),
    Reason.TWO_MEMBERS: _text(
        "буында бірнеше rdf:first бар", "у звена списка несколько rdf:first", "a node of it has more than one rdf:first"
    ),
    Reason.TWO_ENDS: _text(
        "буында бірнеше rdf:rest бар", "у звена списка несколько rdf:rest", "a node of it has more than one rdf:rest"
    ),
    Reason.CYCLE: _text("тізім өзіне оралады", "список возвращается к себе", "it comes back to itself"),
    Reason.NIL_GOES_ON: _text(
        "rdf:nil-дің rdf:first не rdf:rest мәні бар",
        "у rdf:nil есть rdf:first или rdf:rest",
        "rdf:nil has rdf:first or rdf:rest",
    ),
    Reason.NO_PATH: _text(
        "бос түйін жол да, тізім де емес", "пустой узел — ни путь, ни список", "a blank node is neither path nor list"
    ),
    Reason.TWO_PATHS: _text(
        "бір түйінде екі жол бар; оларды тізімге не sh:alternativePath ішіне жазыңыз",
        "в одном узле два пути; соберите их в список или sh:alternativePath",
        "one node has two paths; put them into a list or into sh:alternativePath",
    ),
    Reason.PATH_CYCLE: _text("жол өзін қамтиды", "путь содержит сам себя", "it contains itself"),
    Reason.TOO_DEEP: _text("тым терең салынған", "слишком глубоко вложен", "it is nested too deeply"),
    Reason.SHORT_SEQUENCE: _text(
        "тізбекте кемінде екі бөлік болады",
        "в последовательности должно быть хотя бы два звена",
        "a sequence has at least two parts",
    ),
    Reason.SHORT_ALTERNATIVE: _text(
        "sh:alternativePath тізімінде кемінде екі бөлік болады",
        "в sh:alternativePath должно быть хотя бы два звена",
        "sh:alternativePath has at least two parts",
    ),
    Reason.LITERAL_PATH: _text("литерал жол бола алмайды", "литерал не может быть путём", "a literal is no path"),
    Reason.NO_ENGINE: _text("тұрақты өрнек қате", "ошибка в регулярном выражении", "it is no regular expression"),
    Reason.ONLY_PYTHON: _text(
        "оны Python (pySHACL) оқиды, ал Rust-тегі бағдарламалар (Oxigraph) қабылдамайды; алға қарау, артқа сілтеу "
        "секілді құралсыз жазыңыз",
        "его читает Python (pySHACL), но отвергают программы на Rust (Oxigraph); обойдитесь без просмотра вперёд и "
        "обратных ссылок",
        "Python (pySHACL) reads it, engines in Rust (Oxigraph) reject it: do without look-ahead and back references",
    ),
    Reason.ONLY_RUST: _text(
        "оны Rust-тегі бағдарламалар (Oxigraph) оқиды, Python (pySHACL) қабылдамайды: \\p{…} орнына таңбаны атаңыз",
        "его читают программы на Rust (Oxigraph), но отвергает Python (pySHACL); вместо \\p{…} перечислите знаки",
        "engines in Rust (Oxigraph) read it, and Python (pySHACL) rejects it; name the characters instead of \\p{…}",
    ),
    Reason.POSSESSIVE: _text(
        "Python-да «++» иелене қайталау, ал Rust-та екі рет қайталау",
        "«++» для Python — ревнивое повторение, для Rust — повторение дважды",
        "“++” is possessive in Python and repeats twice in Rust",
    ),
    Reason.SUBTRACTION: _text(
        "«[a-z-[aeiou]]» XPath-та алып тастау, ал Python мен Rust оны басқаша оқиды",
        "«[a-z-[aeiou]]» в XPath — вычитание, Python и Rust читают это иначе",
        "“[a-z-[aeiou]]” subtracts in XPath, and Python and Rust read it in other ways",
    ),
    Reason.NOT_XPATH: _text(
        "онда XPath білмейтін белгі бар; SPARQL-дегі REGEX бойынша бұл қате",
        "в нём есть то, чего нет в XPath; по REGEX из SPARQL это ошибка",
        "it has what XPath does not know, an error by SPARQL's REGEX",
    ),
    Reason.FLAG_IGNORED: _text(
        "pySHACL s, x, q жалаушаларын елемейді",
        "pySHACL не замечает флаги s, x и q",
        "pySHACL ignores the flags s, x, q",
    ),
    Reason.LITERALLY: _text(
        "q жалаушасымен барлық таңба өзін білдіреді, ал pySHACL үлгіні тұрақты өрнек деп оқиды",
        "с флагом q каждый знак значит сам себя, а pySHACL читает регулярное выражение",
        "with the flag q every character means itself, and pySHACL reads a regular expression",
    ),
}
