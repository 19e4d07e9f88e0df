"""Every case form of every Kazakh name in the collection finds the thing, whichever library made the form."""

import pytest
from qazaq_inflector import QazaqNameInflector
from tests.search.conftest import Found

from volgraph.io.search_index import SearchIndex

CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental")


@pytest.mark.parametrize("case", CASES)
def test_a_case_form_of_a_kazakh_name_finds_what_bears_it(index: SearchIndex, found: Found, case: str) -> None:
    inflector = QazaqNameInflector()
    named = index.rows(
        "SELECT text, iri FROM name JOIN thing USING (row) WHERE role = 0 AND language = 'kk' "
        "AND kind IN ('country', 'place', 'person') ORDER BY row"
    )
    missed = []
    for name, iri in named:
        first, _, last = str(name).rpartition(" ")
        form = f"{first} {inflector.inflect(last, case)}".strip()
        if not any(str(iri).endswith(path) for path in found(form, most=5)):
            missed.append(form)
    assert len(named) > 40
    assert missed == []
