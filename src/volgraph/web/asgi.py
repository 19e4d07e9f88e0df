"""The ASGI application that the server's worker process runs."""

import atexit
import gc
import logging
import os
from functools import partial
from typing import Any

from a2wsgi import WSGIMiddleware

from volgraph.config import load_settings
from volgraph.io.generations import Home
from volgraph.services.answering import Answering
from volgraph.services.published import Published
from volgraph.services.tokens import Tokens
from volgraph.services.workers.sandbox import end_with_parent
from volgraph.services.workspace import Workspace
from volgraph.web.app import create_app
from volgraph.web.front.application import PAGES_AT_ONCE, Application, Front
from volgraph.web.front.site import FrontSite
from volgraph.web.logs import Log
from volgraph.web.pages.validation import report_page
from volgraph.web.problems import page_of


def create() -> Application:
    """Return the application for the settings that the environment holds."""
    end_with_parent()
    settings = load_settings({}, os.environ)
    log = Log(settings)
    logging.basicConfig(handlers=[log.handler()], level=settings.log_level.upper())
    log.start()
    atexit.register(log.stop)
    published, answering, tokens = Published(settings), Answering(settings), Tokens(Home(settings.home))
    app: Any = create_app(settings, published, answering, tokens)  # a2wsgi has its own type of WSGI applications
    bridge: Any = WSGIMiddleware(app, workers=PAGES_AT_ONCE)
    workspace = Workspace(settings) if settings.workspace else None
    site = FrontSite(settings, published, answering, tokens, workspace, log)
    gc.collect()
    gc.freeze()  # what is here stays: to look through it again and again would take a twentieth of all time
    gc.set_threshold(10_000, 20, 50)
    return Front(site, bridge, partial(page_of, app), partial(report_page, app))
