"""Runs the W3C's protocol tests against a server: `python -m tests.conformance --query URL …`."""

import argparse
import sys

from tests.conformance.manifests import SUITES, Test, read_suite, suites_folder
from tests.conformance.report import Outcome, table
from tests.conformance.running import Server, run


def main() -> int:
    """Run what the command line asks for; return 1 if a test fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--query", required=True, metavar="URL", help="query endpoint")
    parser.add_argument("--update", required=True, metavar="URL", help="update endpoint")
    parser.add_argument("--graph-store", metavar="URL", help="graph store, without a slash at the end")
    parser.add_argument("--token", help="sent as Authorization: Bearer")
    parser.add_argument("--suite", choices=list(SUITES), action="append", help="only this suite")
    given = parser.parse_args()
    server = Server("server", given.query, given.update, given.graph_store, given.token)
    folder = suites_folder()
    if folder is None:
        sys.exit("VOLGRAPH_TEST_SHARED names no folder with w3c/sparql11: get the suites from github.com/w3c/rdf-tests")
    outcomes = outcomes_of(server, [test for suite in given.suite or SUITES for test in read_suite(folder, suite)])
    print(table(outcomes))
    return int(any(outcome.failure for outcome in outcomes))


def outcomes_of(server: Server, tests: list[Test]) -> list[Outcome]:
    """Run some tests one after the other."""
    return [Outcome(test, run(test, server)) for test in tests]


if __name__ == "__main__":
    sys.exit(main())
