"""Measures what it costs to say where triples are written, beside rdflib's parse of the same file.

python -m benchmarks.positions --articles 100
"""

import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from benchmarks.generate import Article
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Dataset

from volgraph.io.positions import Part, locate

_BASE = "https://example.org/id/"
_RDFLIB = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads"}


def write_files(folder: Path, articles: int, seed: int) -> int:
    """Write the same triples in the four syntaxes, Turtle as an author writes it; return how many there are."""
    turtle = folder / "file.ttl"
    turtle.write_text("\n".join(Article(seed, number).turtle for number in range(articles)), encoding="utf-8")
    triples = [quad.triple for quad in parse(path=turtle, base_iri=_BASE)]
    serialize(triples, output=folder / "file.nt", format=RdfFormat.N_TRIPLES)
    # Graph after graph, as stores write them.
    quads = [
        Quad(one.subject, one.predicate, one.object, NamedNode(f"{_BASE}graph/{number // 1000}"))
        for number, one in enumerate(triples)
    ]
    serialize(quads, output=folder / "file.nq", format=RdfFormat.N_QUADS)
    prefixes = {"": _BASE, "vg": "https://w3id.org/volgraph/ns#"}
    serialize(quads, output=folder / "file.trig", format=RdfFormat.TRIG, prefixes=prefixes)
    return len(triples)


def _cpu_s(what: Callable[[], object], rounds: int) -> float:
    """Return the processor seconds of the fastest round."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        what()
        taken.append(time.process_time() - start)
    return min(taken)


@click.command()
@click.option("--articles", default=100, show_default=True, help="Synthetic articles, of about 270 triples each.")
@click.option("--seed", default=1, show_default=True)
@click.option("--rounds", default=3, show_default=True, help="The fastest counts.")
def main(articles: int, seed: int, rounds: int) -> None:
    """Print the processor seconds of both, for a thousand places spread over the file up to its last triple."""
    warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, in its datasets
    with TemporaryDirectory(prefix="volgraph-bench-") as name:
        folder = Path(name)
        triples = write_files(folder, articles, seed)
        wanted = {(round(place * (triples - 1) / 999), Part.WHOLE) for place in range(1000)}
        click.echo(f"{triples:,} triples\n{'syntax':8}{'rdflib, s':>12}{'places, s':>12}{'share':>10}")
        for suffix, rdflib_format in _RDFLIB.items():
            path = folder / f"file.{suffix}"
            assert len(locate(path, wanted)) == len(wanted)
            parsed = _cpu_s(partial(Dataset().parse, path, format=rdflib_format, publicID=_BASE), rounds)
            located = _cpu_s(partial(locate, path, wanted), rounds)
            click.echo(f"{suffix:8}{parsed:12.2f}{located:12.3f}{located / parsed:10.1%}")


if __name__ == "__main__":
    main()
