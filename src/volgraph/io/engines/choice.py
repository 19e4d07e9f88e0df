"""Which SHACL engines are installed, and which one is used when none is named."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import cast

from volgraph.errors import InputError, UnknownNameError
from volgraph.io.engines.engine import Engine

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class _Source:
    """Where an engine comes from.

    Args:
        module: of this package.
        kind: its class.
        package: that has to be installed.
        pinned: the version that was tested, if no other one will do.
    """

    module: str
    kind: str
    package: str
    pinned: str | None = None


_SOURCES = {
    "turbo": _Source("turbo", "Turbo", "pyshacl-turbo", "0.6.5"),
    "shifty": _Source("shifty", "Shifty", "pyshifty", "0.5.1"),
    "pyshacl": _Source("pyshacl", "PyShacl", "pyshacl"),
}

PREFERRED = ("turbo", "pyshacl")
"""What `auto` takes, the first one that is installed.

The fastest engine that passes every test of the W3C and that agrees with pySHACL on our own collection, else pySHACL.
pyshifty is fast and passes the tests too, but it does not order years (xsd:gYear), and takes ill-formed values of seven
datatypes for good ones.
"""


def engine_names() -> tuple[str, ...]:
    """Return the names of every engine, installed or not."""
    return tuple(_SOURCES)


def installed() -> tuple[str, ...]:
    """Return the names of the engines that can be used here."""
    return tuple(name for name, source in _SOURCES.items() if _problem(source) is None)


def resolved(name: str) -> str:
    """Return the name of the engine that is meant: that of a name, or the default one.

    Raises:
        UnknownNameError: there is no such engine.
        InputError: it is not installed.
    """
    if name == AUTO:
        return next(one for one in PREFERRED if one in installed())
    if name not in _SOURCES:
        raise UnknownNameError("SHACL engine", name, (AUTO, *_SOURCES))
    problem = _problem(_SOURCES[name])
    if problem:
        raise InputError(f"the SHACL engine {name} {problem}: pip install 'volgraph[{name}]'")
    return name


def version_of(name: str) -> str:
    """Return the version of an engine that is installed, by its name."""
    return version(_SOURCES[name].package)


def engine_named(name: str) -> Callable[..., Engine]:
    """Return what makes an engine from a file of shapes.

    Raises:
        UnknownNameError: there is no such engine.
        InputError: it is not installed.
    """
    source = _SOURCES[resolved(name)]
    return cast(Callable[..., Engine], getattr(import_module(f"{__package__}.{source.module}"), source.kind))


def _problem(source: _Source) -> str | None:
    try:
        found = version(source.package)
    except PackageNotFoundError:
        return "is not installed"
    if source.pinned not in (None, found):
        return f"is installed as {found}, and {source.pinned} is the one that was tested"
    return None
