"""Writing a generation again without what is withdrawn from it, as if it had been built so."""

import csv
import gzip
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, RdfFormat, Store

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import DCT, SKOSXL, TYPE, VG
from volgraph.domain.withdrawal import Scope
from volgraph.io.claims_dump import COLUMNS
from volgraph.io.dumps import compress, write_forms
from volgraph.io.generations import Generation
from volgraph.io.stores import GraphDigest, finish_store, generation_digest, load_store

APART = ("text/", "ontology", "shapes", "dataset")
"""The graphs that are no part of the default graph, by the beginning of their path."""

_SPLIT = re.compile(rb"^(.*) <([^<> ]*)> \.\n$", re.DOTALL)
_CLASSES = (str(TYPE).encode(), str(DCT["type"]).encode())
_WORD_COLUMNS = ("as_written", "time_as_written", "quote", "start", "end")


@dataclass(slots=True)
class Rewritten:
    """A generation without what was withdrawn, in a folder that no reader knows yet.

    Args:
        folder: where it is; its store still wants the description of the dataset.
        store: its store.
        description: the statements of the old description that still hold, but for counts and digests.
        digests: its graphs.
        removed: the N-Quads lines that went.
        things: the subjects that went, by the path of their graph and their class.
    """

    folder: Path
    store: Store
    description: list[bytes]
    digests: dict[NamedNode, GraphDigest] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    things: dict[tuple[str, str], set[bytes]] = field(default_factory=lambda: defaultdict(set))

    @property
    def digest(self) -> str:
        """The digest of its content."""
        return generation_digest(self.digests.values())


def statements(generation: Generation) -> Iterator[tuple[bytes, str]]:
    """Yield every statement of the named graphs, without its full stop, and its graph, in the order of the dumps."""
    for name in ("volgraph.nq.gz", "texts.nq.gz"):
        with gzip.open(generation.dumps / name, "rb") as lines:
            for line in lines:
                yield split(line)


def split(line: bytes) -> tuple[bytes, str]:
    """Return the statement of a line of canonical N-Quads, and its graph."""
    match = _SPLIT.match(line)
    assert match, line
    return match[1], match[2].decode()


def rewrite(generation: Generation, scope: Scope, base: Base, folder: Path) -> Rewritten:
    """Write the graphs, the store and the table of claims of a generation again, without what is withdrawn.

    Args:
        generation: what is on the disk; it stays as it is.
        scope: what is withdrawn.
        base: under which the generation's graphs are named.
        folder: an empty folder.
    """
    dumps = folder / "dumps"
    (dumps / "views").mkdir(parents=True)
    quads, texts, merge = dumps / "volgraph.nq", dumps / "texts.nq", folder / "merge.nt"
    made = Rewritten(folder, Store(), [])
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb")) for path in (quads, texts, merge)]
        for graph, lines in groupby(statements(generation), key=lambda pair: pair[1]):
            _write_graph(made, base, graph, (statement for statement, _ in lines), scope, files)
    _rewrite_claims(generation.dumps / "claims.csv.gz", dumps / "claims.csv", scope)
    for view in sorted((generation.dumps / "views").glob("*.gz")):
        _rewrite_view(view, dumps / "views" / view.stem, scope)
    shutil.copy(generation.context, folder / "context.jsonld")
    # A store of its own: what is deleted inside a store stays in its files until they are merged.
    made.store = load_store(folder / "store", [quads, texts], merge)
    return made


def finish(made: Rewritten, description: Iterable[bytes], base: Base) -> dict[str, dict[str, int | str]]:
    """Add the description of the dataset, write every form of the dumps, and return their checksums and sizes."""
    dumps, merge = made.folder / "dumps", made.folder / "merge.nt"
    graph = base.graph("dataset")
    described = set(description)
    for path, ending in ((dumps / "volgraph.nq", f" {graph} .\n".encode()), (merge, b" .\n")):
        lines = b"".join(sorted(statement + ending for statement in described))
        made.store.load(lines, format=RdfFormat.N_QUADS)
        with path.open("ab") as file:
            file.write(lines)
    write_forms(dumps / "volgraph.nq", merge, dumps)
    merge.unlink()
    finish_store(made.store)
    made.store = Store()  # the store on the disk is let go
    return compress(dumps)


def counts_without(counts: dict[str, Any], made: Rewritten, base: Base) -> dict[str, Any]:
    """Return the counts of a build without what was removed."""

    def gone(graphs: str, kind: str) -> int:
        return sum(len(things) for (path, of), things in made.things.items() if path.startswith(graphs) and of == kind)

    entities = {
        thing
        for (path, kind), things in made.things.items()
        if path == "entities" and kind not in (SKOSXL["Label"].value, VG["Identification"].value)
        for thing in things
    }
    plain = f"<{base.graph('derived/plain').value}> .\n".encode()
    classes = {name: VG[f"{name.title()}Claim"].value for name in counts["claims_by_kind"]}
    by_kind = {
        name: number - gone("article/", classes[name]) - gone("claims/", classes[name])
        for name, number in counts["claims_by_kind"].items()
    }
    return {
        **counts,
        "digest": made.digest,
        "triples": sum(entry.triples for entry in made.digests.values()),
        "claims": sum(by_kind.values()),
        "claims_by_kind": by_kind,
        "articles": counts["articles"] - gone("article/", VG["Source"].value),
        "sources": counts["sources"] - gone("sources", VG["Source"].value),
        "measures": counts["measures"] - gone("measures", VG["Measure"].value),
        "entities": counts["entities"] - len(entities),
        "plain_triples": counts["plain_triples"] - sum(line.endswith(plain) for line in made.removed),
        "discrepancies": {
            kind: number - gone("derived/discrepancies", VG[kind].value)
            for kind, number in counts["discrepancies"].items()
        },
    }


def _write_graph(
    made: Rewritten, base: Base, graph: str, lines: Iterable[bytes], scope: Scope, files: Sequence[BinaryIO]
) -> None:
    """Write what stays of one graph, sorted as it was, and note its digest."""
    path = graph.removeprefix(base.graph("").value)
    quads, texts, merge = files
    ending = f" <{graph}> .\n".encode()
    seen, total = sha256(), 0
    for statement in lines:
        if scope.takes(statement) or (path == "derived/plain" and statement in scope.unsupported):
            if path != "dataset":
                made.removed.add(statement + ending)
            subject, predicate, term = statement.split(b" ", 2)
            if predicate in _CLASSES:
                made.things[path, term[1:-1].decode()].add(subject)
        elif path == "dataset":
            made.description.append(statement)
        else:
            line = statement + ending
            (texts if path.startswith("text/") else quads).write(line)
            if not path.startswith(APART):
                merge.write(statement + b" .\n")
            seen.update(line)
            total += 1
    if total:
        made.digests[NamedNode(graph)] = GraphDigest(NamedNode(graph), seen.hexdigest(), total)


def _rewrite_claims(old: Path, new: Path, scope: Scope) -> None:
    with (
        gzip.open(old, "rt", encoding="utf-8", newline="") as source,
        new.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in csv.DictReader(source):
            if not scope.has(row["claim"]):
                writer.writerow(_cells(row, scope))


def _cells(row: dict[str, str], scope: Scope) -> dict[str, str]:
    """Return the cells of a claim that stays, without what they say of what goes."""
    of_text = scope.is_of_source(row["claim"])
    return {
        column: ""
        if scope.quotes(cell) or (of_text and column in _WORD_COLUMNS)
        else " ".join(word for word in cell.split(" ") if not scope.has(word))
        for column, cell in row.items()
    }


def _rewrite_view(old: Path, new: Path, scope: Scope) -> None:
    """Write a view again; its nodes are below the claims that they are made from, its words are theirs."""
    with gzip.open(old, "rb") as source, new.open("wb") as target:
        for line in source:
            statement = line.removesuffix(b" .\n")
            if not scope.takes(statement) and not scope.repeats(statement):
                target.write(line)
