"""Settings: given, else from the environment, else the default; what cannot be used is said."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from volgraph.config import Settings, load_settings, setting_table
from volgraph.errors import InputError


def test_defaults() -> None:
    assert load_settings({}, {}) == Settings()


def test_what_is_given_beats_the_environment_which_beats_the_default() -> None:
    environment = {"VOLGRAPH_HOME": "/env", "VOLGRAPH_PORT": "1234"}
    settings = load_settings({"home": "/given", "port": None}, environment)
    assert (settings.home, settings.port, settings.host) == (Path("/given"), 1234, "127.0.0.1")


def test_nothing_else_of_the_environment_counts() -> None:
    assert load_settings({}, {"HOME": "/root", "PORT": "1", "VOLGRAPH_NO_SUCH": "x"}) == Settings()


@pytest.mark.parametrize("name", ["port", "keep_generations", "jobs", "memory_limit_triples"])
def test_what_is_no_number_names_option_and_variable(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load_settings({name: "many"}, {})
    option = "--" + name.replace("_", "-")
    assert str(caught.value) == f"{option} or VOLGRAPH_{name.upper()} is “many”: write a whole number"


@pytest.mark.parametrize(
    "base", ["https://e.org/x", "e.org/", "", "https://e.org/a b/", "https://", "ftp://e.org/", "https://e.org/#/"]
)
def test_a_base_that_cannot_begin_an_iri_is_refused(base: str) -> None:
    with pytest.raises(InputError, match=r"is not an http\(s\) IRI that ends with a slash"):
        load_settings({"base": base}, {})


@pytest.mark.parametrize("base", ["https://e.org/", "http://localhost:8090/", "https://e.org/a/б/"])
def test_a_base_of_ones_own(base: str) -> None:
    assert load_settings({"base": base}, {}).base == base


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_every_setting_has_an_option_a_variable_and_a_sentence() -> None:
    table = setting_table()
    assert {info.name for info in table} == set(Settings.__dataclass_fields__)
    for info in table:
        assert info.option == "--" + info.name.replace("_", "-")
        assert info.variable == "VOLGRAPH_" + info.name.upper()
        assert info.help.endswith(".")
