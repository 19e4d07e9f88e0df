"""What is validated: the graphs of synthetic collections as Turtle, with defects in them, and the project's shapes.

Building takes minutes, so that the files are kept below `var/bench/validate` and made once; `--fresh` makes them again.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import ROOT, generate
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import DCT, VG, XSD
from volgraph.io.generations import Home
from volgraph.services.validating import VALIDATED

KEPT = ROOT / "var" / "bench" / "validate"
VOLGRAPH = Path(sys.executable).with_name("volgraph")
SIZES = {"10k": 6, "100k": 111, "1M": 1_155}
"""How many synthetic articles data have. One has about 850 triples, with what is said of its things; the ontology and
what all articles share has 5,000 more."""

_DEFECT_EVERY = 10
_GRAPHS = (*VALIDATED, "ontology")
_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vg": VG.iri,
    "xsd": XSD.iri,
}


@dataclass(frozen=True, slots=True)
class Data:
    """Data to validate.

    Attributes:
        name: one of `SIZES`.
        collection: a folder with a Turtle file for each graph.
        one: the same triples in one Turtle file.
        shapes: the project's shapes in one Turtle file.
        triples: how many there are.
    """

    name: str
    collection: Path
    one: Path
    shapes: Path
    triples: int

    @property
    def changing(self) -> Path:
        """A file of the collection, of which a line will change."""
        return next(path for path in sorted(self.collection.glob("article/*.ttl")))


def prepare(name: str, *, fresh: bool) -> Data:
    """Return data that are ready, making them if they are not kept from an earlier run."""
    folder = KEPT / name
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    data = Data(name, folder / "data", folder / "data.ttl", folder / "shapes.ttl", 0)
    if not data.shapes.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _make(data, SIZES[name])
    return Data(name, data.collection, data.one, data.shapes, sum(1 for _ in parse(path=data.one)))


def _make(data: Data, articles: int) -> None:
    with TemporaryDirectory(prefix="volgraph-bench-") as temporary:
        root, home = Path(temporary, "collection"), Path(temporary, "home")
        generate(root, articles, seed=1)
        command: list[str | Path] = [VOLGRAPH, "build", "--home", home, "--collection", root]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        built = Home(home).built()
        assert built
        store = Store.read_only(str(built.store))
        everything: set[Triple] = set()
        for number, (path, triples) in enumerate(_graphs(store)):
            file = (data.collection / path).with_suffix(".ttl")
            file.parent.mkdir(parents=True, exist_ok=True)
            said = list(_damaged(triples)) if number % _DEFECT_EVERY == 0 else list(triples)
            _write(file, said)
            everything.update(said)
    _write(data.one, sorted(everything, key=str))
    shapes = [triple for path in sorted((ROOT / "shapes").glob("*.ttl")) for triple in parse(path=path)]
    serialize((quad.triple for quad in shapes), output=data.shapes, format=RdfFormat.TURTLE)


def _graphs(store: Store) -> Iterator[tuple[str, Iterator[Triple]]]:
    """Yield the path and the triples of each graph that shapes look at, and of the ontology that they need."""
    prefix = Base().graph("").value
    for graph in sorted(store.named_graphs(), key=str):
        path = graph.value.removeprefix(prefix)
        if path.startswith(_GRAPHS):
            yield path, (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _damaged(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples with defects that every engine finds: something is missing, said twice, or not on a list."""
    seen: set[NamedNode] = set()
    for triple in sorted(triples, key=str):
        first = triple.predicate not in seen
        seen.add(triple.predicate)
        if first and triple.predicate == VG["modality"]:
            continue
        yield triple
        if first and triple.predicate == VG["comparator"]:
            yield Triple(triple.subject, triple.predicate, VG["Whatever"])
        if first and triple.predicate == DCT["identifier"]:
            yield Triple(triple.subject, triple.predicate, Literal("another"))


def _write(file: Path, triples: Iterable[Triple]) -> None:
    serialize(triples, output=file, format=RdfFormat.TURTLE, prefixes=_PREFIXES)
