"""What the dataset says of itself: its title, sentence and licence."""

from pyoxigraph import Literal, NamedNode

from volgraph.services.querying import Source, ask


def about_dataset(source: Source, language: str) -> dict[str, str]:
    """Return title, description and license, as far as they are there in a language or in none."""
    about: dict[str, str] = {}
    for solution in ask(source, "dataset"):
        property, found = solution["property"], solution["value"]
        assert isinstance(property, NamedNode)
        if isinstance(found, NamedNode) or (isinstance(found, Literal) and found.language == language):
            about[property.value.rpartition("/")[2]] = found.value
    return about
