"""Reading whole numbers from an address."""

from collections.abc import Sequence

from flask import request

from volgraph.web.refusing import Way, refuse


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
