"""The OWL 2 RL closure in a process of its own: owlrl changes how rdflib reads literals everywhere in its process.

Run as a script, it reads N-Triples and writes the inconsistencies as JSON.
"""

import json
import subprocess
import sys

from rdflib import Graph


def inconsistencies(*graphs: Graph) -> list[str]:
    """Return what makes the merge of some graphs inconsistent; owlrl adds each as a node instead of raising."""
    merged = Graph()
    for graph in graphs:
        merged += graph
    ntriples = merged.serialize(format="nt", encoding="utf-8")
    done = subprocess.run([sys.executable, __file__], input=ntriples, stdout=subprocess.PIPE, check=True)
    return [str(message) for message in json.loads(done.stdout)]


def main() -> None:
    """Close the graph on standard input."""
    import owlrl
    from owlrl.Namespaces import ERRNS

    graph = Graph()
    graph.parse(data=sys.stdin.buffer.read(), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    print(json.dumps(sorted(str(message) for message in graph.objects(None, ERRNS.error))))


if __name__ == "__main__":
    main()
