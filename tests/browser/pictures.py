"""Make pictures of pages: `python -m tests.browser.pictures FOLDER [--page NAME] [--url URL | --home HOME]`.

Every page of `page_kinds` in three widths, three languages, light and dark, for people who look at them. Without an
address, a server of its own is started on the home.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import click
from playwright.sync_api import Browser
from tests.browser.page_kinds import ABSENT, PAGES
from tests.browser.visiting import HEIGHT, LOCALES, browsing
from tests.web.serving import serving

WIDTHS = (390, 1024, 1600)
SCHEMES = ("light", "dark")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--page", "names", multiple=True, type=click.Choice([*PAGES, "absent"]), help="only this one; again")
@click.option("--path", "paths", multiple=True, help="another page, by its address without the language; again")
@click.option("--language", "languages", multiple=True, type=click.Choice(list(LOCALES)), default=list(LOCALES))
@click.option("--width", "widths", multiple=True, type=int, default=WIDTHS)
@click.option("--scheme", "schemes", multiple=True, type=click.Choice(SCHEMES), default=SCHEMES)
@click.option("--no-scripts", is_flag=True, help="as a browser without scripts shows it")
@click.option("--url", help="of a running server, without a slash at the end")
@click.option("--home", type=click.Path(path_type=Path, exists=True), default=Path("var"), show_default=True)
def main(
    folder: Path,
    names: tuple[str, ...],
    paths: tuple[str, ...],
    languages: tuple[str, ...],
    widths: tuple[int, ...],
    schemes: tuple[str, ...],
    no_scripts: bool,
    url: str | None,
    home: Path,
) -> None:
    """Make the pictures, each named after its page, language, width and scheme."""
    known = {**PAGES, "absent": ABSENT}
    wanted = {name: known[name] for name in names or (() if paths else known)}
    wanted |= {path.strip("/").replace("/", "-"): path for path in paths}
    folder.mkdir(parents=True, exist_ok=True)
    with _server(url, home) as address, browsing() as browser:
        for language, width, scheme in product(languages, widths, schemes):
            views = {name: f"{address}/{language}{path}" for name, path in wanted.items()}
            for name in _take(browser, views, folder, f"{language}-{width}-{scheme}", width, scheme, not no_scripts):
                click.echo(name)


def _take(
    browser: Browser, views: dict[str, str], folder: Path, ending: str, width: int, scheme: str, scripts: bool
) -> Iterator[str]:
    """Yield the file of each page, once it is written."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    page = context.new_page()
    for name, address in views.items():
        page.goto(address)
        file = folder / f"{name}-{ending}.png"
        page.screenshot(path=file, full_page=True)
        yield str(file)
    context.close()


@contextmanager
def _server(url: str | None, home: Path) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with serving(home) as server:
        yield server.url


if __name__ == "__main__":
    main()
