"""News as a knowledge graph in which every fact leads to the exact words that state it.

`volgraph.validate` checks RDF against SHACL shapes; `volgraph.api` has it and the types of what it returns.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from volgraph.api import validate

__version__ = "0.1.0"
__all__ = ["__version__", "validate"]


def __getattr__(name: str) -> object:
    """Return `validate`, whose engines are imported when it is first asked for: https://peps.python.org/pep-0562/"""
    if name == "validate":
        from volgraph.api import validate

        return validate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
