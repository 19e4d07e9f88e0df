"""Reading whole numbers from an address: how many, and which page."""

from collections.abc import Sequence

from flask import request

from volgraph.domain.paging import Pages
from volgraph.web.refusing import Way, refuse
from volgraph.web.site import language, local
from volgraph.web.texts import text

MOST_PAGE = 10**9


def whole_number(name: str, default: int, most: int, ways: Sequence[Way] = ()) -> int:
    """Return what a parameter of the address says: a whole number from 1, or the address is refused.

    Args:
        name: of the parameter.
        default: what it is if the address has none.
        most: how large it may be.
        ways: that lead on from an address that is refused.
    """
    written = request.args.get(name, str(default))
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:12]) <= most):
        refuse(400, "no-such-number", ways, name=name, most=most, written=written[:20])
    return int(written)


def asked_page(path: str, parameter: str = "page") -> int:
    """Return which page of a list the address asks for; the address is refused if that is no such number.

    Args:
        path: of the page of the site, without a language.
        parameter: its name in the address.
    """
    return whole_number(parameter, 1, MOST_PAGE, [_first_page(path)])


def refuse_beyond(pages: Pages, path: str) -> None:
    """Refuse the address if it asks for a page after the last one; see `asked_page`."""
    if pages.page > pages.pages:
        refuse(404, "list-no-page", [_first_page(path)], page=str(pages.page), count=pages.pages)


def _first_page(path: str) -> Way:
    return local(path), text("list-first-page", language())
