"""What follows from a graph by RDFS or OWL 2 RL, kept apart from what it says.

Run as a program, it closes a file: owlrl changes how rdflib reads literals everywhere in its process.
"""

import json
import subprocess
import sys
from pathlib import Path

from volgraph.errors import LimitError, WorkerError

NONE, RDFS, OWL_RL = REGIMES = ("none", "rdfs", "owlrl")


def infer(regime: str, graph: Path, target: Path, time_limit_s: float | None = None) -> list[str]:
    """Write the triples that follow from a graph and are not in it, and return its contradictions, each a sentence.

    Args:
        regime: RDFS, https://www.w3.org/TR/rdf11-mt/#rdfs-entailment, or OWL 2 RL,
            https://www.w3.org/TR/owl2-profiles/#OWL_2_RL; without axioms, as pySHACL has them.
        graph: a file of N-Triples.
        target: the file to write, of N-Triples, sorted.
        time_limit_s: how long it may take.

    Raises:
        LimitError: it takes longer.
        WorkerError: owlrl fails.
    """
    # Without -P the folder we are in could replace modules.
    command = [sys.executable, "-P", "-m", __name__, regime, str(graph), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=time_limit_s, check=False)
    except subprocess.TimeoutExpired:
        raise LimitError("time", f"inference took longer than {time_limit_s:g} seconds: allow more") from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise WorkerError(f"owlrl cannot infer what follows from the data: {reason}")
    return [str(message) for message in json.loads(done.stdout)]


def main(regime: str, graph: str, target: str) -> None:
    """Close a file, and write the contradictions as JSON."""
    import rdflib
    from owlrl.OWLRL import OWLRL_Semantics
    from owlrl.RDFSClosure import RDFS_Semantics
    from pyoxigraph import RdfFormat, parse

    from volgraph.io.rdflib_terms import line_of, rdflib_triple

    class Rdfs(RDFS_Semantics):  # type: ignore[misc]
        def one_time_rules(self) -> None:
            """Give no literal another datatype than it has."""

    rdflib.NORMALIZE_LITERALS = False
    closed = rdflib.Graph()
    for quad in parse(path=graph, format=RdfFormat.N_TRIPLES):
        closed.add(rdflib_triple(quad.triple))
    before = set(closed)
    core = (Rdfs if regime == RDFS else OWLRL_Semantics)(closed, False, False)
    contradictions: list[str] = []
    core.add_error = contradictions.append  # as nodes of the graph they would be validated too
    core.closure()
    new = (line_of(triple) for triple in closed if triple not in before)
    Path(target).write_bytes(b"".join(sorted(line for line in new if line)))
    print(json.dumps(sorted(set(contradictions))))


if __name__ == "__main__":
    main(*sys.argv[1:])
