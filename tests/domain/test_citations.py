"""Citations as reference managers read them."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from volgraph.domain.citations import FORMATS, Citation, bibtex, citation_key, csl_json, ris

CITATION = Citation(
    key="volgraph-claim-06e",
    title="Share of 50% & more: {volunteers}_a#1 ~ Қазақстан",
    author="The volgraph editors",
    collection="volgraph: claims",
    version="2026-01",
    url="https://data.example/en/page/x?generation=abc&page=2#{x}",
    iri="https://w3id.org/volgraph/id/article/a/claim/06e",
    issued=date(2026, 11, 25),
    accessed=date(2026, 12, 1),
    language="en",
    note="SELECT *\nWHERE { ?s ?p ?o }",
)


def fields_of(entry: str) -> dict[str, str]:
    """Return the fields of a BibTeX entry, read by counting braces."""
    found, depth, name, value = {}, 0, "", ""
    for sign in entry[entry.index(",") + 1 : entry.rindex("}")]:
        escaped = value.endswith("\\")
        depth += (sign == "{" and not escaped) - (sign == "}" and not escaped)
        if depth == 0 and sign == "}":
            found[name.strip(" ,\n=")] = value[1:]
            name, value = "", ""
        elif depth:
            value += sign
        else:
            name += sign
    return found


def test_bibtex_has_balanced_braces_and_escaped_signs() -> None:
    entry = bibtex(CITATION)
    assert entry.startswith("@misc{volgraph-claim-06e,\n")
    fields = fields_of(entry)
    assert fields["title"] == r"{Share of 50\% \& more: \{volunteers\}\_a\#1 \textasciitilde{} Қазақстан}"
    assert fields["author"] == "{The volgraph editors}"
    assert (fields["year"], fields["date"], fields["urldate"]) == ("2026", "2026-11-25", "2026-12-01")
    assert fields["url"] == "https://data.example/en/page/x?generation=abc&page=2#%7Bx%7D"
    assert "IRI: https://w3id.org/volgraph/id/article/a/claim/06e" in fields["note"]
    assert fields["version"] == "2026-01"


def test_csl_json_is_a_list_of_one_item_with_the_fields_of_its_schema() -> None:
    (item,) = json.loads(csl_json(CITATION))
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "The volgraph editors"}]
    assert item["issued"] == {"date-parts": [[2026, 11, 25]]}
    assert item["accessed"] == {"date-parts": [[2026, 12, 1]]}
    assert item["title"] == CITATION.title
    assert item["URL"] == CITATION.url
    assert CITATION.iri in item["note"]
    known = {"id", "type", "title", "author", "container-title", "version", "URL", "accessed", "language", "issued"}
    assert set(item) == {*known, "note"}


def test_ris_is_one_tag_a_line_from_type_to_end() -> None:
    lines = ris(CITATION).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    tags = dict(line.split("  - ", 1) for line in lines[:-1])
    assert (tags["DA"], tags["Y2"], tags["UR"]) == ("2026/11/25", "2026/12/01", CITATION.url)
    assert tags["N1"].startswith("SELECT * WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_what_is_not_known_is_left_out(form: object) -> None:
    assert "None" not in form.write(replace(CITATION, issued=None, iri="", note=""))  # type: ignore[attr-defined]


def test_keys_are_plain_ascii() -> None:
    assert citation_key("volgraph", "Ünïcode слово", "a/b_c") == "volgraph-unicode-a-b-c"
