"""The docs name every command, setting and column, and nothing in them leads nowhere."""

import re
from pathlib import Path

import pytest

from volgraph.cli import every_command
from volgraph.config import setting_table
from volgraph.domain import catalogue, claim_table, coverage

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("data/**/*.md"))]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
DATA = (ROOT / "data/README.md").read_text(encoding="utf-8")
TABLES = {
    "entities/entities.csv": catalogue.ENTITY_COLUMNS,
    "entities/identifiers.csv": catalogue.IDENTIFIER_COLUMNS,
    "sources/sources.csv": catalogue.SOURCE_COLUMNS,
    "sources/origins.csv": catalogue.ORIGIN_COLUMNS,
    "measures/measures.csv": catalogue.MEASURE_COLUMNS,
    "measures/units.csv": catalogue.UNIT_COLUMNS,
    "measures/aliases.csv": catalogue.ALIAS_COLUMNS,
    "claims/*.csv": claim_table.CLAIM_COLUMNS,
    "articles/*/waivers.csv": coverage.WAIVER_COLUMNS,
}


@pytest.mark.parametrize("command", every_command())
def test_every_command_is_documented(command: str) -> None:
    assert f"volgraph {command}" in TEXT


@pytest.mark.parametrize("setting", setting_table(), ids=lambda info: info.name)
def test_every_setting_is_documented_by_option_variable_and_default(setting: object) -> None:
    option, variable = setting.option, setting.variable  # type: ignore[attr-defined]
    assert re.search(rf"`{option}\b", TEXT), f"{option} is in no page"
    assert f"`{variable}`" in TEXT, f"{variable} is in no page"


def section(table: str) -> str:
    """Return what data/README.md says under the heading of a table."""
    parts = re.split(r"^#+ ", DATA, flags=re.MULTILINE)
    found = [part for part in parts if part.partition("\n")[0].strip("` ") == table]
    assert len(found) == 1, f"data/README.md has no section on {table}"
    return found[0]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_under_its_table_and_no_other(table: str) -> None:
    first_cells = re.findall(r"^\| ([^|]*`[^|]*) \|", section(table), flags=re.MULTILINE)
    described = [name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(described) == sorted(TABLES[table])


CODES = {
    *claim_table.COMPARATORS,
    *("reference-period", "as-of", "event", "reported-on", "not-stated"),
    *("forum-days", "same-release", "url-date", "text-date", "page-context"),
    *("attributed", "not-recorded", "editor", "stated", "planned", "proposed", "evaluated"),
    *("one-of", "only", "every", "reached", "day", "month", "year", "period"),
}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_of_the_claims_tables_is_described(code: str) -> None:
    assert f"`{code}`" in section("claims/*.csv")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_of_this_repository_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


NAMED_TESTS = sorted(
    set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
)
THREATS = re.findall(
    r"^\| (?!what |---)(.+)$", (ROOT / "docs/security.md").read_text(encoding="utf-8").partition("## Threats")[2], re.M
)


@pytest.mark.parametrize(("file", "name"), NAMED_TESTS)
def test_every_test_that_the_threat_model_names_exists(file: str, name: str) -> None:
    path = ROOT / "tests" / (file if "/" in file else f"security/{file}")
    assert f"\ndef {name}(" in path.read_text(encoding="utf-8")


def test_every_threat_names_its_test() -> None:
    rows = [row for row in THREATS if not row.startswith("threat |")]
    assert len(rows) > 40
    assert [row for row in rows if "::test_" not in row] == []
