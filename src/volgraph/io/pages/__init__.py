"""What HTML pages that need nothing else share: their look, their policy, and how their templates are read."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Assets:
    """What a page holds beside its content: a style, a script, and a policy that allows these two and nothing else."""

    style: Markup
    script: Markup
    policy: str


def assets(package: str, name: str) -> Assets:
    """Return the assets of a page: the shared style before its own, and its script.

    Args:
        package: whose `templates/` has them.
        name: of the page: `<name>.css`, `<name>.js`.
    """
    folder = files(package).joinpath("templates")
    style = "\n".join(
        file.read_text(encoding="utf-8") for file in (files(__package__).joinpath("base.css"), folder / f"{name}.css")
    )
    script = folder.joinpath(f"{name}.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return Assets(Markup(style), Markup(script), policy)


def environment(package: str) -> Environment:
    """Return the reader of a package's `templates/`, which escapes everything."""
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _hash(content: str) -> str:
    """Return how a policy allows just this content: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
