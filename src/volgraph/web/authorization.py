"""Telling what a request may do by its token: https://www.rfc-editor.org/rfc/rfc6750"""

from flask import request

from volgraph.domain.tokens import Scope, Token
from volgraph.web.site import site


def authorized(scope: Scope) -> Token:
    """Return the token of this request, which must have a scope.

    Raises:
        AuthorizationError: it has none that does.
    """
    return site().tokens.check(request.headers.get("Authorization"), scope)
