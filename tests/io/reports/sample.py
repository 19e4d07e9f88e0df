"""Reports to write: one with everything that is hard to write, and ones of any size."""

from dataclasses import replace

from volgraph.domain.validation import (
    Exactness,
    LocatedResult,
    Location,
    Notice,
    Report,
    Result,
    ShapeInfo,
    State,
    ValidatedFile,
)

EX = "https://example.org/"
SH = "http://www.w3.org/ns/shacl#"
HOSTILE = (
    "“кавычка” \"two\" 'one' & <script>alert(1)</script> ]]> --> %0A :: , a=b "
    "[link](https://evil.example/) `code` |bar| *star* @user \\ {0} Қазақстан "
    "🜨 שלום \u202egnp.exe\u202c \x1b[31mred\x00"
)
"""Everything that some format takes for its own."""
LINES = HOSTILE + "\nсекунда\r\n\tthird"
SOURCE = {
    ("data/people.ttl", 12): '<https://example.org/Асель> ex:age "он"@kk ; ex:name "🜨 Асель" .',
    ("data/people.ttl", 30): "\tex:long " + "0123456789" * 60 + " ;",
    ("data/<б>, 1%.ttl", 2): "<https://example.org/b> a ex:Person .",
}


def read_line(file: str, line: int) -> str | None:
    """Return a source line of the sample."""
    return SOURCE.get((file, line))


def component(name: str) -> str:
    """Return the term of a constraint component."""
    return f"<{SH}{name}ConstraintComponent>"


def shape_info(name: str, **more: object) -> ShapeInfo:
    """Return what is said of a shape."""
    texts = {"kk": f"{name} (kk)", "ru": f"{name} (ru)", "en": f"{name} (en)"}
    return ShapeInfo(f"<{EX}{name}>", texts, {}, {}, **more)  # type: ignore[arg-type]


def located(
    number: int,
    *,
    shape: str = f"<{EX}NameShape>",
    severity: str = "Violation",
    file: str = "data/people.ttl",
    state: State = State.NEW,
    message: str = "",
) -> LocatedResult:
    """Return one of many results."""
    result = Result(
        f"<{EX}person/{number}>",
        f"<{EX}name>",
        "",
        component("MinCount"),
        shape,
        severity,
        {"en": message or f"№ {number}"},
    )
    place = Location(file, number + 1, 1, number + 1, 5)
    return LocatedResult(result, f"{number:064x}", (place,), (Location("shapes/person.ttl", 3, 1),), (), state)


def empty() -> Report:
    """Return a report of nothing found."""
    return Report(
        "pyshacl 0.40.1",
        "0.1.0",
        (ValidatedFile("data/people.ttl", "a" * 64, 7),),
        (ValidatedFile("shapes/person.ttl", "b" * 64, 9),),
        "c" * 64,
        "d" * 64,
        shapes=(shape_info("NameShape"),),
    )


def many(number: int) -> Report:
    """Return a report of so many results: the last tenth warnings, the first half unchanged."""
    results = tuple(
        located(
            index,
            severity="Warning" if index >= number * 9 // 10 else "Violation",
            state=State.UNCHANGED if index < number // 2 else State.NEW,
        )
        for index in range(number)
    )
    return replace(empty(), results=results)


def hostile() -> Report:
    """Return a report with one of everything, in texts that every format has to escape."""
    age = LocatedResult(
        Result(
            f"<{EX}Асель>",
            f"<{EX}age>",
            '"он"@kk',
            component("Datatype"),
            f"<{EX}AgeShape>",
            "Violation",
            {
                "kk": f"Жас — бүтін сан. {LINES}",
                "ru": f"Возраст — целое число. {LINES}",
                "en": f"An age is an integer. {LINES}",
            },
        ),
        "1" * 64,
        (
            Location("data/people.ttl", 12, 36, 12, 43),
            Location("data/<б>, 1%.ttl", 2, 1, 2, 24),
        ),
        (Location("shapes/person.ttl", 4, 3, 9, 4),),
    )
    missing = LocatedResult(
        Result(
            "_:d0b3",
            f"(<{EX}knows>/^<{EX}knows>|<{EX}name>+)/<{EX}label>*",
            "",
            component("MinCount"),
            "_:s0b7",
            "Warning",
            {"": "Less than 1 values"},
        ),
        "2" * 64,
        (Location("data/people.ttl", 30, 2, 30, 9, Exactness.FOCUS),),
        (Location("shapes/person.ttl", 12, 5),),
        (Location("data/<б>, 1%.ttl", 2, 1, 2, 37),),
        State.UNCHANGED,
    )
    own = LocatedResult(
        Result(f"<{EX}b>", "", f'"{"=1+1"}"', component("SPARQL"), f"<{EX}AgeShape>", f"<{EX}Fatal>", {}),
        "2" * 64,
        (Location("data/people.ttl", exactness=Exactness.FILE),),
    )
    nowhere = LocatedResult(
        Result(
            f"<{EX}c>", f"<{SH}path>", '"x"', component("Pattern"), f"<{EX}NameShape>", "Info", {"en": "=HYPERLINK(1)"}
        ),
        "3" * 64,
    )
    shapes = (
        shape_info("AgeShape", severity="Violation", places=(Location("shapes/person.ttl", 4, 3),), focus_nodes=3),
        ShapeInfo(f"<{EX}NameShape>", {"": HOSTILE}, {"en": f"About names. {LINES}"}, {"kk": "Аты болсын."}, "Info"),
        shape_info("SilentShape", focus_nodes=0),
        ShapeInfo("_:s0b7", {"": "s0b7"}, {}, {}, "Warning"),
    )
    return Report(
        "pyshacl 0.40.1",
        "0.1.0",
        (ValidatedFile("data/<б>, 1%.ttl", "0" * 64, 2), ValidatedFile("data/people.ttl", "a" * 64, 7)),
        (ValidatedFile("shapes/person.ttl", "b" * 64, 9),),
        "c" * 64,
        "d" * 64,
        (age, missing, own, nowhere),
        (located(77, message=HOSTILE),),
        2,
        (
            Notice(
                "syntax", "error", {"en": f"does not parse. {LINES}", "kk": "оқылмайды"}, Location("data/bad.ttl", 1, 2)
            ),
            Notice("unknown-term", "warning", {"en": "there is no sh:minCout"}, Location("shapes/person.ttl", 5, 7)),
            Notice("slow", "note", {"en": HOSTILE}),
        ),
        shapes,
    )
