"""What people read: the text on a terminal, and the page in a browser."""

import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.io.reports.sample import LINES, empty, hostile, many
from tests.io.reports.writing import written

from volgraph.domain.validation import Location
from volgraph.io.reports.sources import SourceLines

CHROMIUM = shutil.which("chromium")
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def test_the_caret_stands_under_the_place_whatever_is_before_it() -> None:
    lines = written(hostile(), "text").splitlines()
    source = next(number for number, line in enumerate(lines) if "ex:name" in line and "│" in line)
    start = lines[source].index('"он"@kk')
    assert lines[source + 1] == " " * 7 + "│ " + " " * (start - 9) + "^" * 7


def test_carets_count_columns_of_the_terminal_not_characters() -> None:
    one = replace(hostile().results[0], places=(Location("wide.ttl", 1, 6, 1, 7),))
    text = written(replace(empty(), results=(one,)), "text", read_line=lambda file, line: "\t🜨中文 x")
    source, under = [line for line in text.splitlines() if "│" in line]
    assert cell_len(under[: under.index("^")]) == cell_len(source[: source.index("x")])


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_place_behind_what_is_read_of_a_long_line_has_no_source(form: str) -> None:
    one = replace(hostile().results[0], places=(Location("long.ttl", 1, 20_000, 1, 20_001),))
    text = written(replace(empty(), results=(one,)), form, read_line=lambda file, line: "x" * 10_000)
    assert "long.ttl:1:20000" in text
    assert "xxxx" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_nothing_is_wider_than_the_terminal(width: int, colour: bool) -> None:
    text = written(hostile(), "text", width=width, colour=colour)
    assert bool(ESCAPE.search(text)) == colour
    assert max(cell_len(line) for line in ESCAPE.sub("", text).splitlines()) <= width
    assert "^^^^^^^" in text


def test_no_text_of_the_data_reaches_the_terminal_as_a_command() -> None:
    text = written(hostile(), "text")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\u001B[31mred\\u0000" in text


def test_the_text_says_where_and_what() -> None:
    text = written(hostile(), "text", language="ru")
    for said in (
        "data/people.ttl:12:36 Нарушение [новое] Возраст — целое число.",
        "форма здесь: shapes/person.ttl:4:3",
        "сказано и здесь: data/<б>, 1%.ttl:2:1",
        "следует отсюда: data/<б>, 1%.ttl:2:1",
        "(здесь узел)",
        "shapes/person.ttl:5:7 предупреждение (unknown-term)",
        "Не вошло в этот отчёт: ещё 2 результата.",
        "2 нарушения, 1 предупреждение, 1 сведение (3 новых, 1 прежний, 1 исправленный)",
    ):
        assert said in text


def test_without_a_baseline_nothing_is_called_new() -> None:
    text = written(many(0), "text") + written(replace(hostile(), fixed=(), results=hostile().results[:1]), "text")
    assert "Conforms to the shapes" in text
    assert "new" not in text


def test_the_text_can_be_grouped_by_shape() -> None:
    heads = [line for line in written(hostile(), "text", group_by="shape").splitlines() if line.startswith("AgeShape")]
    assert heads == ["AgeShape (en) (<https://example.org/AgeShape>)"]


def test_source_lines_are_found_in_any_order_and_long_ones_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes("\ufeffone\r\nдва\n".encode() + b"x" * 100_000 + b"\nfour \xff\n")
    lines = SourceLines({"a.ttl": path, "gone.ttl": tmp_path / "gone.ttl"})
    assert [lines("a.ttl", number) for number in (1, 2, 4, 2, 9)] == ["one", "два", "four \ufffd", "два", None]
    assert len(lines("a.ttl", 3) or "") == 10_000
    assert lines("gone.ttl", 1) is lines("other.ttl", 1) is None
    lines.close()


class Page(HTMLParser):
    """The elements of a page, its text, and the names of its groups."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.groups: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if [tag for tag, _ in self.elements[-2:]] == ["h2", "bdi"] and data.strip():
            self.groups.append(data)
        self.text.append(data)

    def count(self, css: str) -> int:
        return sum(css in (attributes.get("class") or "").split() for _, attributes in self.elements)


def test_the_page_loads_nothing_and_no_text_becomes_markup() -> None:
    page = Page(written(hostile(), "html", files_url="https://git.example"))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == 1
    assert not {"link", "img", "iframe", "object", "base"} & set(tags)
    for _, attributes in page.elements:
        assert not {"src", "style", "onclick", "onerror"} & set(attributes)
        assert (attributes.get("href") or "https://git.example/").startswith("https://git.example/")
    assert "<script>alert(1)</script> ]]> -->" in "".join(page.text)


def browse(tmp_path: Path, text: str, *, script: str = "") -> Page:
    """Return a page as a browser has it when its script has run, and then another one."""
    assert CHROMIUM, "the tests need chromium"
    file = tmp_path / "page.html"
    file.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000"]
    command = [CHROMIUM, *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return Page(done.stdout)


def is_shown(page: Page, name: str) -> bool:
    return any(attributes.get("id") == name and "hidden" not in attributes for _, attributes in page.elements)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_the_page_works_with_its_script_and_without(tmp_path: Path) -> None:
    text = written(hostile(), "html")
    still = Page(text)
    assert still.count("result") == 4
    assert still.count("group") == 2
    assert not is_shown(still, "controls")
    live = browse(tmp_path, text)
    assert live.count("result") == 4
    assert is_shown(live, "controls")
    assert "4 / 4" in live.text


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_the_page_is_searched_and_regrouped(tmp_path: Path) -> None:
    text = re.sub(r"<meta http-equiv[^>]*>", "", written(hostile(), "html"))  # which forbids a script of ours
    script = """<script>
      group.value = "shape"; group.dispatchEvent(new Event("change"));
      search.value = "integer асель"; search.dispatchEvent(new Event("input"));
    </script>"""
    page = browse(tmp_path, text, script=script)
    assert page.count("result") == 1
    assert "1 / 4" in page.text
    assert page.groups == ["AgeShape (en)"]
    script = """<script>
      level.value = "Violation"; level.dispatchEvent(new Event("change"));
      group.value = "severity"; group.dispatchEvent(new Event("change"));
    </script>"""
    page = browse(tmp_path, text, script=script)
    assert "2 / 4" in page.text
    assert page.groups == ["Violation"]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_the_policy_of_the_page_stops_any_other_script(tmp_path: Path) -> None:
    page = browse(tmp_path, written(hostile(), "html"), script="<script>document.title = 'broken in'</script>")
    assert "broken in" not in "".join(page.text[:5])
    assert is_shown(page, "controls")


def test_the_page_shows_the_most_useful_results_and_counts_the_others() -> None:
    page = Page(written(many(30_000), "html"))
    assert page.count("result") == 5_000
    assert "Not shown here: 25,000 results; see the full report." in page.text
    assert page.count("new") == 5_000


def test_line_breaks_of_messages_stay_in_the_page() -> None:
    assert len(LINES.splitlines()) == 3
    assert "\nсекунда\nthird" in "".join(Page(written(hostile(), "html")).text)
