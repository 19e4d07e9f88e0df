"""The digest of a generation, computed anew from its N-Quads dumps by nothing but the standard library."""

import gzip
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

from tests.services.conftest import Made
from tests.small import edit

from volgraph.domain.iris import Base
from volgraph.io.generations import Generation, Home
from volgraph.services.building import build

DESCRIPTION = "https://w3id.org/volgraph/graph/dataset"


def pairs(generation: Generation) -> dict[str, str]:
    """Return SHA-256 of the sorted N-Quads lines of each named graph, but for the description of the dataset."""
    lines: dict[str, list[bytes]] = defaultdict(list)
    for name in ("volgraph.nq.gz", "texts.nq.gz"):
        with gzip.open(generation.dumps / name) as dump:
            for line in dump:
                graph = line.removesuffix(b"> .\n").rpartition(b"<")[2].decode()
                lines[graph].append(line)
    return {graph: sha256(b"".join(sorted(held))).hexdigest() for graph, held in lines.items() if graph != DESCRIPTION}


def digest(found: dict[str, str]) -> str:
    """Return SHA-256 over the sorted pairs, each a line of graph IRI, space and graph digest."""
    return sha256("".join(sorted(f"{graph} {sha}\n" for graph, sha in found.items())).encode()).hexdigest()


def test_the_digest_is_what_the_dumps_say(real: Made) -> None:
    found = pairs(real.generation)
    assert len(found) > 10
    assert found == {iri: graph["sha256"] for iri, graph in real.generation.manifest()["graphs"].items()}
    assert digest(found) == real.generation.digest


def test_a_change_of_one_graph_changes_its_pair_alone(small: Path, place: Home) -> None:
    before = pairs(build(small, Base(), place)[0])
    edit(small / "data/sources/origins.csv", "Пресс-релиз", "Пресс-релизы")
    generation, _ = build(small, Base(), place)
    after = pairs(generation)
    assert {graph for graph in before | after if before.get(graph) != after.get(graph)} == {
        Base().graph("origins").value
    }
    assert digest(after) == generation.digest != digest(before)
