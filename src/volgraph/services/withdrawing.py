"""Withdrawing: a text or a thing is taken out of every generation, as the law may demand."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple, parse

from volgraph.domain.iris import Base, is_path
from volgraph.domain.vocabulary import LABEL, SCHEMA, SKOS, SKOSXL, VG
from volgraph.domain.withdrawal import GOES_WITH, Scope
from volgraph.errors import InputError
from volgraph.io.disk import full_disk_named, require_space, size_of, write_json
from volgraph.io.generations import MANIFEST, VERDICT, Generation, Home
from volgraph.io.history import Withdrawal
from volgraph.io.rewriting import Rewritten, counts_without, finish, rewrite, statements
from volgraph.io.stores import open_store
from volgraph.services.description import redescribe
from volgraph.services.indexing import write_index
from volgraph.services.validating import forget_findings, validate_generation

Progress = Callable[[str], None]

_NAMES = (LABEL, SKOS["prefLabel"], SKOS["altLabel"], SKOSXL["literalForm"])
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a withdrawal would do.

    Args:
        iri: what is withdrawn, with all below it.
        generations: how many statements of named graphs each generation that has it would lose, by digest.
        mentions: statements that would stay although a literal of theirs names the thing or quotes the text. No
            program knows whether they mean it: someone has to look, and mend the collection.
    """

    iri: str
    generations: dict[str, int]
    mentions: tuple[str, ...]


def plan(home: Home, name: str, base: Base, progress: Progress = lambda step: None) -> Plan:
    """Return what withdrawing a thing would do; nothing is changed.

    Args:
        home: where generations are kept.
        name: an IRI under the base, or its path: `article/fair/text`, `person/a-b`.
        base: under which the generations are named.
        progress: told of each step.

    Raises:
        InputError: the name is none, or nothing that is kept has it.
    """
    iri = _thing(name, base)
    losses: dict[str, int] = {}
    mentions: set[str] = set()
    for generation in home.generations():
        progress(f"reading {generation.digest[:12]}")
        scope, labels = _scope(open_store(generation.store), iri, base)
        lost = 0
        for statement, graph in statements(generation):
            if _goes(statement, graph, scope, base):
                lost += 1
            elif scope.still_mentions(statement, labels):
                mentions.add(f"{statement.decode()} <{graph}>")
        if lost:
            losses[generation.digest] = lost
    if not losses:
        raise InputError(f"no generation in {home.path} has {iri}: check its spelling, or see volgraph info")
    return Plan(iri, losses, tuple(sorted(mentions)))


def withdraw(
    home: Home,
    name: str,
    reason: str,
    base: Base,
    collection: Path,
    jobs: int = 1,
    progress: Progress = lambda step: None,
) -> Withdrawal:
    """Take a text or a thing out of every generation that is kept, and leave a hash and a reason.

    Each generation that has it is written again beside, under its new digest. When all are there, they take the
    place of the old ones, whose files are removed. A verdict is carried over, together with how many violations
    there are now, if the collection with its shapes is at hand: what the law demands may leave gaps.

    Args:
        home: where generations are kept.
        name: an IRI under the base, or its path.
        reason: why, to be shown to everybody.
        base: under which the generations are named.
        collection: the folder whose `shapes/` hold.
        jobs: how many processes validate.
        progress: told of each step.

    Raises:
        InputError: the name is none, nothing that is kept has it, or the reason is empty.
        DiskSpaceError: the disk has no room for the new generations beside the old ones.
    """
    if not reason.strip():
        raise InputError("a withdrawal needs a reason that everybody may read: give --reason TEXT")
    with home.lock(), full_disk_named(home.path, "a withdrawal"):
        planned = plan(home, name, base, progress)
        affected = [home.find(digest) for digest in planned.generations]
        sizes = [size_of(generation.path) for generation in affected]
        require_space(home.path, sum(sizes) + 3 * max(sizes), "a withdrawal")
        forget_findings(home)
        written: dict[str, Rewritten] = {}
        removed: set[bytes] = set()
        texts: set[str] = set()
        with home.workspace("a withdrawal") as folder:
            for generation in affected:
                progress(f"writing {generation.digest[:12]} again")
                scope, _ = _scope(open_store(generation.store), planned.iri, base)
                made = rewrite(generation, scope, base, folder / generation.digest)
                _finish(made, generation, base)
                _carry_verdict(made, generation, base, home, collection, jobs, progress)
                written[generation.digest] = made
                removed |= made.removed
                texts.update(sha256(text.encode()).hexdigest() for text in scope.texts)
            replaced = {old: home.place(made.folder, made.digest).digest for old, made in written.items()}
        withdrawal = Withdrawal(
            iri=planned.iri,
            reason=reason.strip(),
            withdrawn=datetime.now(UTC).replace(microsecond=0),
            statements=len(removed),
            sha256=sha256(b"".join(sorted(removed))).hexdigest(),
            texts=tuple(sorted(texts)),
            replaced=replaced,
        )
        home.withdraw(withdrawal)
        return withdrawal


def _thing(name: str, base: Base) -> str:
    path = name.removeprefix(base.things).strip("/")
    if not is_path(path):
        message = f"“{name}” names no text or thing: write an IRI under {base.things}, or its path, as person/a-b"
        raise InputError(message)
    return base.thing(path).value


def _goes(statement: bytes, graph: str, scope: Scope, base: Base) -> bool:
    unsupported = statement in scope.unsupported and graph == base.graph("derived/plain").value
    return graph != base.graph("dataset").value and (unsupported or scope.takes(statement))


def _scope(store: Store, iri: str, base: Base) -> tuple[Scope, tuple[str, ...]]:
    """Return what goes with a thing in one generation, and the names of the thing."""
    scope = Scope({iri})
    while found := {subject for subject in _dependents(store, scope) if not scope.has(subject)}:
        scope.nodes.update(found)
    texts = [
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, SCHEMA["text"], None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and scope.has(quad.subject.value)
    ]
    sources = tuple(sorted({text.rpartition("/")[0] for text, _ in texts}))
    unsupported = set(_unsupported(store, scope, base))
    return Scope(scope.nodes, tuple(words for _, words in texts), sources, unsupported), _names(store, iri)


def _dependents(store: Store, scope: Scope) -> Iterator[str]:
    for predicate in GOES_WITH:
        for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            if (
                isinstance(quad.subject, NamedNode)
                and isinstance(quad.object, NamedNode)
                and scope.has(quad.object.value)
            ):
                yield quad.subject.value


def _names(store: Store, iri: str) -> tuple[str, ...]:
    only = Scope({iri})
    names = {
        str(getattr(quad.object, "value", ""))
        for predicate in _NAMES
        for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and only.has(quad.subject.value)
    }
    return tuple(sorted(name for name in names if len(name) >= _SHORTEST_NAME))


def _unsupported(store: Store, scope: Scope, base: Base) -> Iterator[bytes]:
    """Yield the plain triples that only claims which go have stated."""
    plain = base.graph("derived/plain")
    for quad in store.quads_for_pattern(None, None, None, plain):
        claims = [
            found.subject.value
            for found in store.quads_for_pattern(None, VG["subject"], quad.subject, DefaultGraph())
            if isinstance(found.subject, NamedNode)
            and _has(store, found.subject, VG["predicate"], quad.predicate)
            and _has(store, found.subject, VG["object"], quad.object)
        ]
        if claims and all(map(scope.has, claims)):
            yield str(quad.triple).encode()


def _has(store: Store, subject: NamedNode, predicate: NamedNode, term: object) -> bool:
    return any(quad.object == term for quad in store.quads_for_pattern(subject, predicate, None, DefaultGraph()))


def _finish(made: Rewritten, generation: Generation, base: Base) -> None:
    """Describe the dataset anew, write the search index and the manifest."""
    lines = b"".join(statement + b" .\n" for statement in made.description)
    old = [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    described: list[Triple] = list(redescribe(old, made.digests, made.store, base))
    write_index(made.store, base, Generation(made.folder).index)
    dumps = finish(made, (str(triple).encode() for triple in described), base)
    manifest = generation.manifest()
    graphs = {entry.graph.value: {"sha256": entry.sha256, "triples": entry.triples} for entry in made.digests.values()}
    counts = counts_without(manifest["counts"], made, base)
    write_json(
        made.folder / MANIFEST,
        {**manifest, "digest": made.digest, "counts": counts, "graphs": graphs, "dumps": dumps},
    )


def _carry_verdict(
    made: Rewritten, generation: Generation, base: Base, home: Home, collection: Path, jobs: int, progress: Progress
) -> None:
    """Write the verdict of the old generation beside the new one, without findings that might name what went."""
    verdict = generation.verdict()
    if verdict is None:
        return
    now = None
    if (collection / "shapes").is_dir():
        now = validate_generation(Generation(made.folder), collection, base, home, jobs, (), progress)
    carried = {
        **verdict,
        "findings": [asdict(finding) for finding in now.findings] if now else [],
        "withdrawn_from": generation.digest,
        "violations_after_withdrawal": now.violations if now else None,
    }
    write_json(made.folder / VERDICT, carried)
