"""Telling what a request may do by its token: https://www.rfc-editor.org/rfc/rfc6750"""

from flask import Response, current_app, request

from volgraph.domain.tokens import Scope, Token
from volgraph.errors import AuthorizationError
from volgraph.io.generations import Home
from volgraph.services.tokens import Tokens
from volgraph.web.problems import problem
from volgraph.web.site import site

_KEY = "volgraph-tokens"


def authorized(scope: Scope) -> Token:
    """Return the token of this request, which must have a scope.

    Raises:
        AuthorizationError: it has none that does.
    """
    tokens = current_app.extensions.setdefault(_KEY, Tokens(Home(site().settings.home)))
    assert isinstance(tokens, Tokens)
    return tokens.check(request.headers.get("Authorization"), scope)


def not_allowed(error: AuthorizationError) -> Response:
    """Answer with 403 if the token is one of ours and may do other things, else with 401."""
    current_app.logger.warning("a token was refused: %s", error.reason)
    challenge = 'Bearer realm="volgraph"'
    if error.reason == "scope":
        challenge += f', error="insufficient_scope", scope="{error.scope}"'
    elif error.reason != "missing":
        challenge += ', error="invalid_token"'
    response = problem(403 if error.reason == "scope" else 401, str(error))
    response.headers["WWW-Authenticate"] = challenge
    return response
