"""The settings: one table of name, default and help, from which the command line and the docs are made."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from volgraph.errors import InputError

_PREFIX = "VOLGRAPH_"
LOG_LEVELS = ("info", "warning", "error")
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+/?")


def _setting(default: Any, text: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": text, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose; each has the command-line option and the environment variable of its name."""

    home: Path = _setting(Path("var"), "Folder of all state: generations, dumps, verdicts, logs.")
    collection: Path = _setting(Path(), "Folder of the collection: data/, ontology/ and shapes/.")
    base: str = _setting("https://w3id.org/volgraph/", "IRI under which things and graphs are named.")
    host: str = _setting("127.0.0.1", "Address that the server listens on.")
    port: int = _setting(8090, "TCP port that the server listens on.")
    keep_generations: int = _setting(5, "How many published generations stay for rollback.")
    jobs: int = _setting(os.cpu_count() or 1, "How many processes validate graphs.")
    query_time_limit_s: int = _setting(30, "How many seconds a query may take.")
    query_memory_limit_mb: int = _setting(2048, "How much memory a query may take, in MB, beside the store's.")
    answer_limit_mb: int = _setting(2048, "How large an answer may be, in MB.")
    answer_limit_rows: int = _setting(0, "How many rows an answer may have; 0 for no limit.")
    queries_at_once: int = _setting(
        max(4, 2 * (os.cpu_count() or 1)),
        "How many queries run at once, each in a process; one client has at most all but one.",
    )
    queue_length: int = _setting(256, "How many queries may wait for their turn; one client has at most half.")
    queue_limit_s: int = _setting(10, "How many seconds a query may wait for its turn.")
    workspace: bool = _setting(
        False, "Whether there is a dataset that clients with a token may change, at /workspace/: true or false."
    )
    upload_limit_mb: int = _setting(64, "How large a document or update for the workspace may be, in MB.")
    pace_window_s: int = _setting(30, "For how many seconds a client may take less than 10 kB of an answer a second.")
    kept_queries: int = _setting(10_000, "How many queries are kept for their permalinks; 0 keeps none.")
    cache_mb: int = _setting(256, "How much memory kept answers may take, in MB; 0 keeps none.")
    public_url: str = _setting(
        "", "Address under which the world sees the server, such as https://data.example/; empty: as each client asks."
    )
    corrections_url: str = _setting(
        "",
        "Where readers can suggest a correction of a claim, such as https://forge.example/issues/new?title={iri}; "
        "{iri} becomes the name of the claim; empty: pages name whom the dataset names.",
    )
    trusted_proxies: str = _setting(
        "", "Addresses or networks, with commas between, of proxies whose forwarding headers count."
    )
    trusted_clients: str = _setting(
        "127.0.0.0/8,::1",
        "Addresses or networks, with commas between, of clients that may read /metrics and have no rate limit.",
    )
    requests_per_minute: int = _setting(3000, "How many requests one client may send a minute; 0 for no limit.")
    stop_limit_s: int = _setting(10, "How many seconds running queries get when the server stops.")
    log_format: str = _setting("json", "How log lines are written: json or text.", ("json", "text"))
    log_level: str = _setting(
        "info", "What is logged: info has a line for each request, warning and error have not.", LOG_LEVELS
    )
    slow_query_s: int = _setting(
        5, "Queries that take longer are kept in logs/slow.jsonl with their text; 0 keeps none."
    )
    address_days: int = _setting(
        0, "How many days whole addresses of clients are kept, in logs/addresses-*.jsonl; 0 never writes them."
    )
    memory_limit_triples: int = _setting(
        5_000_000, "A generation with at most so many triples is served from memory, a larger one from disk."
    )
    validation_limit_mb: int = _setting(
        10, "How large what is posted to /shacl may be, data and shapes together, in MB."
    )
    validation_time_limit_s: int = _setting(30, "How many seconds validating it may take.")
    validation_memory_limit_mb: int = _setting(2048, "How much memory a process that validates it may take, in MB.")
    validations_at_once: int = _setting(
        max(2, os.cpu_count() or 1),
        "How many posted graphs are validated at once, each in a process; one client has at most all but one.",
    )
    publication_limit_mb: int = _setting(1024, "How large a build sent to the server may be, in MB.")
    publication_unpacked_limit_mb: int = _setting(32_768, "How large it may be when it is unpacked, in MB.")
    publication_memory_limit_mb: int = _setting(8192, "How much memory a process that checks it may take, in MB.")
    publication_time_limit_s: int = _setting(1800, "How many seconds checking it may take.")


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """A setting as a user meets it."""

    name: str
    option: str
    variable: str
    default: object
    help: str
    choices: tuple[str, ...] = ()


def setting_table() -> list[SettingInfo]:
    """Return every setting, in the order in which the docs list them."""
    return [
        SettingInfo(
            name=entry.name,
            option="--" + entry.name.replace("_", "-"),
            variable=_PREFIX + entry.name.upper(),
            default=entry.default,
            help=entry.metadata["help"],
            choices=entry.metadata["choices"],
        )
        for entry in fields(Settings)
    ]


def load_settings(given: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Return the settings: what was given, else the environment, else the defaults.

    Args:
        given: values by name; None counts as not given.
        environment: variables by name, such as `os.environ`.

    Raises:
        InputError: a value is not of its setting's kind.
    """
    values: dict[str, Any] = {}
    for info in setting_table():
        value = given.get(info.name)
        if value is None:
            value = environment.get(info.variable)
        if value is not None:
            values[info.name] = _convert(value, info)
    settings = Settings(**values)
    if not _BASE.fullmatch(settings.base):
        raise InputError(f"the base “{settings.base}” is not an http(s) IRI that ends with a slash")
    if settings.public_url and not _ORIGIN.fullmatch(settings.public_url):
        raise InputError(
            f"the public URL “{settings.public_url}” is not http(s)://, a host and perhaps a port: write no path"
        )
    return settings


def _convert(value: Any, info: SettingInfo) -> Any:
    kind = type(info.default)
    if kind is bool:
        return _truth(str(value), info)
    wanted: type = Path if isinstance(info.default, Path) else kind
    if info.choices and value not in info.choices:
        raise InputError(f"{info.option} or {info.variable} is “{value}”: write {' or '.join(info.choices)}")
    try:
        return wanted(value)
    except ValueError:
        form = "a whole number" if wanted is int else f"a {wanted.__name__}"
        raise InputError(f"{info.option} or {info.variable} is “{value}”: write {form}") from None


def _truth(value: str, info: SettingInfo) -> bool:
    if value.lower() not in ("true", "false"):
        raise InputError(f"{info.option} or {info.variable} is “{value}”: write true or false")
    return value.lower() == "true"
