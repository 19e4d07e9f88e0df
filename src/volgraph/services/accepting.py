"""The process that checks a build that was sent, and publishes it if it is sound.

What comes from outside is parsed here and not in the server: a file that ends the parser ends this process only. It is
run as `python -m volgraph.services.accepting`, reads an order from standard input, answers on standard output, and
ends with the server.
"""

import ctypes
import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from volgraph.config import Settings, load_settings
from volgraph.domain.iris import Base
from volgraph.errors import ArchiveError, BusyError, GenerationError, InputError
from volgraph.io.generations import Generation, Home
from volgraph.io.memory import limit_memory
from volgraph.services.assembling import assemble
from volgraph.services.information import verdict_summary
from volgraph.services.receiving import Outcome
from volgraph.services.validating import validate_generation

_PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html


def accept(archive: Path, digest: str, settings: Settings) -> Outcome:
    """Publish the build of an archive, if its content has this digest and breaks no rule of this server.

    Nothing of it shows before, and nothing of it stays if it is refused.
    """
    root, base, home = settings.collection.resolve(), Base(settings.base), Home(settings.home)
    if not any(root.glob("shapes/*.ttl")) or not (root / "ontology/context.jsonld").is_file():
        return Outcome("unready", "the server has no shapes to check a build with: start it with --collection")
    with home.lock(), home.workspace() as folder:
        limit_bytes = settings.publication_unpacked_limit_mb * 1_000_000
        report = assemble(archive, folder, root, base, limit_bytes, home.withdrawals())
        if report.digest != digest:
            raise ArchiveError(f"its content has the digest {report.digest}, not {digest}: build again")
        draft = Generation(folder)
        verdict = validate_generation(draft, root, base, home, settings.jobs)
        if not verdict.conforms:
            count = f"{verdict.violations} violation{'' if verdict.violations == 1 else 's'}"
            return Outcome("refused", f"{count}: mend them and build again", verdict_summary(verdict))
        before = home.current()
        changed = changed_graphs(before.manifest() if before else {"graphs": {}}, draft.manifest())
        generation = home.adopt(folder, digest)
        if generation != before:
            home.publish(generation, settings.keep_generations)
    return Outcome("published", "", {"digest": digest, "counts": asdict(report), "graphs": changed})


def changed_graphs(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """Return which graphs of a manifest are new, changed or gone."""
    old, new = before["graphs"], after["graphs"]
    return {
        "added": sorted(new.keys() - old.keys()),
        "changed": sorted(graph for graph in new.keys() & old.keys() if new[graph] != old[graph]),
        "removed": sorted(old.keys() - new.keys()),
    }


def main() -> None:
    """Carry out the order on standard input: archive, digest and settings."""
    order = json.load(sys.stdin)
    settings = load_settings(order["settings"], {})
    _end_with_server(order["server"])
    limit_memory(settings.publication_memory_limit_mb * 1_000_000)
    try:
        outcome = accept(Path(order["archive"]), order["digest"], settings)
    except InputError as error:
        outcome = Outcome("unusable", str(error))
    except BusyError:
        outcome = Outcome("busy")
    except GenerationError as error:
        print(error, file=sys.stderr)
        outcome = Outcome("unready", "the server cannot keep a generation at the moment")
    json.dump(asdict(outcome), sys.stdout)


def _end_with_server(server: int) -> None:
    """End, with the processes that validate, as soon as the server does."""

    def end(number: int, frame: object) -> None:
        os.killpg(os.getpgid(0), signal.SIGKILL)

    signal.signal(signal.SIGTERM, end)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != server:
        sys.exit("the server has ended")


if __name__ == "__main__":
    main()
