"""What docs/conformance.md says of the SHACL engines, from runs of the W3C's suite."""

from pathlib import Path

from tests.conformance.shacl import KNOWN_FAILURES, read_tests, run

from volgraph.io.engines.choice import AUTO, engine_names, resolved, version_of

_PARTS = {"core/": "SHACL Core", "sparql/": "SHACL-SPARQL"}

_INTRODUCTION = """## SHACL engines

The [W3C's SHACL suite](https://w3c.github.io/data-shapes/data-shapes-test-suite/) with every engine as volgraph uses
it. A test passes if the engine finds exactly the results that it must find, as often as it must: focus node, path,
value, constraint component, severity and source shape are all compared, blank nodes by where they are written, paths by
what they mean. A test that expects a failure passes if the engine refuses the shapes."""


def section(folder: Path) -> str:
    """Run the suite with every engine, and return the section."""
    tests = read_tests(folder)
    rows, failed = [], []
    for engine in engine_names():
        outcomes = {test.name: run(test, engine) for test in tests}
        scores = [
            f"{sum(outcomes[name] is None for name in names)}/{len(names)}"
            for part in _PARTS
            if (names := [name for name in outcomes if name.startswith(part)])
        ]
        passed = sum(failure is None for failure in outcomes.values())
        name = f"{engine}{', the default' if engine == resolved(AUTO) else ''}"
        rows.append(f"| {name} | {version_of(engine)} | {' | '.join(scores)} | {passed}/{len(outcomes)} |")
        failed += [
            f"- {engine}, `{name}`: {KNOWN_FAILURES.get((engine, name), failure)}"
            for name, failure in outcomes.items()
            if failure
        ]
    head = f"| engine | version | {' | '.join(_PARTS.values())} | all |"
    table = "\n".join((head, "|---|---|" + "---|" * len(_PARTS) + "---|", *rows))
    return "\n\n".join((_INTRODUCTION, table, *(["Failed:", "\n".join(failed)] if failed else [])))
