"""The page of the shapes: each one at its own address, with what it asks for in the reader's language."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from volgraph.domain.iris import Base
from volgraph.services.querying import ask
from volgraph.services.shape_texts import shape_texts
from volgraph.web.site import KEY


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_shape_stands_there_once_with_its_message_in_the_language(client: FlaskClient, lang: str) -> None:
    held = client.application.extensions[KEY].published.snapshot()
    shapes = shape_texts(held.source, Base())
    targeting = {row["shape"].value for row in ask(held.source, "shapes", graph=Base().graph("shapes"))}
    assert {shape.iri for shape in shapes} == targeting
    page = client.get(f"/{lang}/shapes").text
    assert sorted(re.findall(r'<div id="([^"]+)">', page)) == sorted(shape.name for shape in shapes)
    messages = [demand.messages[lang] for shape in shapes for demand in shape.demands if demand.messages]
    assert messages
    for message in messages:
        assert message in unescape(page)


def test_what_a_shape_asks_for_is_shown_shortened(client: FlaskClient) -> None:
    held = client.application.extensions[KEY].published.snapshot()
    (lower,) = (shape for shape in shape_texts(held.source, Base()) if shape.name == "DecimalLower")
    assert [(how, target.value) for how, target in lower.targets] == [
        ("targetClass", "https://w3id.org/volgraph/ns#QuantityClaim")
    ]
    (demand,) = lower.demands
    assert demand.path is not None
    assert demand.path.value.endswith("#lower")
    assert ("sh:datatype", "xsd:decimal") in demand.parameters
