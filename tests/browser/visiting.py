"""A visitor with a real browser, who notices every script error, console error and request to another host."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""What axe-core checks: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags."""

HEIGHT = 900
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Debian's Chromium; Playwright brings none of its own."""
    assert CHROMIUM, "there is no chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """A person with a browser.

    Args:
        browser: a running one.
        url: of the server, without a slash at the end.

    Attributes:
        problems: what went wrong in any page; `leave` fails if there is something.
        requests: the addresses that pages asked for.
    """

    browser: Browser
    url: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)

    def open(
        self,
        path: str,
        *,
        status: int = 200,
        width: int = 1024,
        scripts: bool = True,
        dark: bool = False,
        still: bool = True,
        language: str = "en",
    ) -> Page:
        """Open a page in a window of its own.

        Args:
            path: its address on the server.
            status: what the server must answer.
            width: of the window, in CSS pixels.
            scripts: whether scripts run.
            dark: whether the person likes dark pages.
            still: whether the person likes no motion.
            language: which the browser asks for.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            locale=LOCALES[language],
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(f"script error on {page.url}: {error}"))
        page.on("console", self._note)
        page.on("request", self._look)
        if status >= 400:
            self._refused.add(self.url + path)
        response = page.goto(self.url + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return page

    def expect_refusal(self, path: str) -> None:
        """Say that the server may refuse what a script asks at an address: browsers write that into the console."""
        self._refused.add(self.url + path)

    def leave(self) -> None:
        """Close every window.

        Raises:
            AssertionError: something went wrong in one.
        """
        for context in self._contexts:
            context.close()
        assert not self.problems, "\n".join(self.problems)

    def _note(self, message: ConsoleMessage) -> None:
        asked = message.location["url"]
        if message.type in ("error", "warning") and asked not in self._refused:
            self.problems.append(f"console {message.type} on {asked}: {message.text}")

    def _look(self, request: Request) -> None:
        self.requests.append(request.url)
        address, own = urlsplit(request.url), urlsplit(self.url)
        if address.scheme not in ("data", "blob") and (address.scheme, address.netloc) != (own.scheme, own.netloc):
            self.problems.append(f"a request to another host: {request.url}")


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds that keeps people from using a page: the rule, the element and why."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(STANDARDS)
    )
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    """Return axe-core's program, which the page's own policy does not hold off since it comes from the debugger."""
    return AXE.read_text(encoding="utf-8")
