"""The process in which an engine runs that could take too much: `python -P -m volgraph.io.engines.process NAME BYTES`.

It limits its memory and imports the engine, while the one who asks may have other things to do. Then it reads an order
a line, the first one to make the engine, and writes the results a line each, then one line that says how it ended.
`volgraph.io.engines.limited` writes these orders.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from volgraph.errors import ShapesError
from volgraph.io.engines.choice import engine_named
from volgraph.io.engines.engine import Selection
from volgraph.io.memory import limit_memory


def main() -> None:
    """Make an engine, and ask it as long as there are orders."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an engine in another language would not see Python's handler
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an engine prints is no answer
    name, memory_bytes = sys.argv[1:]
    limit_memory(int(memory_bytes))
    make_engine = engine_named(name)
    line = sys.stdin.readline()
    if not line:
        return  # nobody has anything to ask
    order = json.loads(line)

    def work(what: Callable[[], dict[str, Any]]) -> None:
        signal.setitimer(signal.ITIMER_REAL, order["time_s"])  # the signal ends the process, whatever it is doing
        _say(answers, _ending(what))
        signal.setitimer(signal.ITIMER_REAL, 0)

    shapes, engine = Path(order["shapes"]), None

    def make() -> dict[str, Any]:
        nonlocal engine
        engine = make_engine(shapes)
        return {"version": engine.version}

    work(make)
    for line in sys.stdin:
        asked = json.loads(line)

        def validate(asked: dict[str, Any] = asked) -> dict[str, Any]:
            assert engine
            data, selection = Path(asked["data"]), _selection(asked)
            if selection.most is None:
                found = engine.validate(data, selection)
            else:
                from volgraph.io.engines import slices  # which reads queries: their grammar takes long to import

                found = slices.validate(make_engine, engine, shapes, data, selection)
            numbers: dict[int, int] = {}  # of messages that were written: results of one shape share them
            for result in found.results:
                fields = result.focus, result.path, result.value, result.component, result.shape, result.severity
                messages = numbers.get(id(result.messages), result.messages)
                numbers.setdefault(id(result.messages), len(numbers))
                answers.write(json.dumps([*fields, messages]) + "\n")
            return {"left_out": found.left_out, "unseen": found.unseen}

        work(validate)


def _ending(what: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return what()
    except ShapesError as error:
        return {"unusable": error.message}
    except MemoryError:
        return {"limit": "memory"}


def _say(answers: IO[str], ending: dict[str, Any]) -> None:
    answers.write(json.dumps(ending) + "\n")
    answers.flush()


def _selection(asked: dict[str, Any]) -> Selection:
    focus, shapes = (None if asked[name] is None else frozenset(asked[name]) for name in ("focus", "shapes"))
    return Selection(focus, shapes, asked["most"], asked["severity"])


if __name__ == "__main__":
    main()
