"""Draw what is shown where a page is shared: `python -m tools.card`, with Playwright and Debian's Chromium.

It writes `card.png`, in the size that https://developers.facebook.com/docs/sharing/webmasters/images asks for.
"""

from base64 import b64encode
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[1] / "src" / "volgraph" / "web" / "static"
WIDTH, HEIGHT = 1200, 630
_LINES = {
    "kk": "Әр факт оны білдіретін сөздерге апарады",
    "ru": "Каждый факт ведёт к словам, которые его выражают",
    "en": "Every fact leads to the words that state it",
}
"""As `services/description.py` describes the dataset."""


def main() -> None:
    """Write the picture."""
    mark = b64encode((STATIC / "mark.svg").read_bytes()).decode()
    lines = "".join(f'<p lang="{code}">{line}</p>' for code, line in _LINES.items())
    page = (
        "<style>body{margin:0;padding:90px 100px;background:#fbfaf7;color:#1d2427;font:37px/1.6 'DejaVu Sans'}"
        "h1{display:flex;gap:40px;align-items:center;margin:0 0 50px;font-size:104px;line-height:1}p{margin:0}</style>"
        f'<h1><img src="data:image/svg+xml;base64,{mark}" width="150" height="150">volgraph</h1>{lines}'
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        window.set_content(page)
        window.screenshot(path=STATIC / "card.png")
        browser.close()


if __name__ == "__main__":
    main()
