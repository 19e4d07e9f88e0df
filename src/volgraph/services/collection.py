"""The collection as it stands in its folder: the tables that every claim refers to, and where the rest is."""

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from volgraph.domain import catalogue
from volgraph.domain.catalogue import Unit
from volgraph.domain.claim_table import CLAIM_COLUMNS, ClaimTables
from volgraph.domain.iris import Base
from volgraph.domain.measures import Measure, Pair
from volgraph.domain.names import nearest
from volgraph.domain.rows import Row
from volgraph.errors import InputError, TableError, UnknownNameError
from volgraph.io.csv_files import read_rows


@dataclass(slots=True)
class Collection:
    """What the claims of a collection refer to.

    `graphs` are the triples of the entities, sources, measures and origins, `files` what they come from; `labels`
    the names of entities by
    language; `errors` what was wrong in the tables.
    """

    root: Path
    base: Base
    graphs: dict[str, list[Triple]] = field(default_factory=dict)
    files: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    measures: dict[NamedNode, Measure] = field(default_factory=dict)
    pairs: dict[tuple[NamedNode, str], Pair] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    sources: dict[str, NamedNode] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: list[InputError] = field(default_factory=list)

    @property
    def tables(self) -> ClaimTables:
        """What the rows of a claims table refer to."""
        return ClaimTables(self.base, self.pairs, self.units, self.sources)

    def forget(self) -> None:
        """Let go of the tables, when every claim has been read."""
        for table in (self.graphs, self.measures, self.pairs, self.units, self.sources, self.labels):
            table.clear()

    def shown(self, path: Path) -> str:
        """Return a path as errors and the dataset description show it: from the collection's folder."""
        return path.relative_to(self.root).as_posix()

    def articles(self) -> list[Path]:
        """Return the Turtle file of every article, by the name of its folder."""
        return sorted(self.root.glob("data/articles/*/article.ttl"))

    def claim_tables(self) -> list[Path]:
        """Return every claims table."""
        return sorted(self.root.glob("data/claims/*.csv"))

    def name_of(self, iri: str, language: str) -> str:
        """Return the label of an entity, or the end of its IRI."""
        return self.labels.get(iri, {}).get(language) or iri.rsplit("/", 1)[-1]


def load_collection(root: Path, base: Base) -> Collection:
    """Read the tables of the collection in `root`.

    Raises:
        InputError: there is no collection.
    """
    if not (root / "ontology/volgraph.ttl").is_file() or not (root / "data").is_dir():
        raise InputError(f"there is no collection in {root}: name the folder that holds data/ and ontology/")
    collection = Collection(root, base)
    _entities(collection)
    _sources(collection)
    _measures(collection)
    return collection


def _each(
    collection: Collection,
    graph: str,
    pattern: str,
    columns: Sequence[str],
    key: Sequence[str],
    take: Callable[[Row], None],
) -> None:
    """Give every row of the files of a pattern to `take`, and keep what it raises."""
    for path in sorted(collection.root.glob(pattern)):
        collection.files[graph].append(path)
        rows, errors = read_rows(path, columns, collection.shown(path), key)
        collection.errors.extend(errors)
        for row in rows:
            try:
                take(row)
            except InputError as error:
                collection.errors.append(error)


def _new(iri: object, known: Container[object], row: Row, column: str) -> None:
    """Refuse a name that another row, in another file or in other letter case, bears already."""
    if iri in known:
        raise TableError(f"“{row[column]}” is described already: rename one", row.place(column))


def _entities(collection: Collection) -> None:
    base = collection.base
    graph = collection.graphs.setdefault("entities", [])

    def entity(row: Row) -> None:
        described = list(catalogue.entity_triples(row, base))
        iri = base.thing(row["entity"]).value
        _new(iri, collection.labels, row, "entity")
        graph.extend(described)
        collection.labels[iri] = {k: row[k] for k in ("kk", "ru", "en")}

    def known(row: Row) -> None:
        iri = catalogue.named_thing(row.required("entity"), row, "entity", base)
        if iri.value not in collection.labels:
            alike = nearest(row["entity"], (name.removeprefix(base.things) for name in collection.labels))
            raise UnknownNameError("entity", row["entity"], alike, row.place("entity"))

    def alias(row: Row) -> None:
        known(row)
        graph.extend(catalogue.alias_triples(row, base))

    def identifier(row: Row) -> None:
        known(row)
        graph.extend(catalogue.identifier_triples(row, base))

    _each(collection, "entities", "data/entities/entities*.csv", catalogue.ENTITY_COLUMNS, ["entity"], entity)
    _each(collection, "entities", "data/measures/aliases.csv", catalogue.ALIAS_COLUMNS, ["alias", "lang"], alias)
    key = ["entity", "scheme"]
    _each(collection, "entities", "data/entities/identifiers.csv", catalogue.IDENTIFIER_COLUMNS, key, identifier)


def _sources(collection: Collection) -> None:
    base = collection.base
    sources = collection.graphs.setdefault("sources", [])
    origins = collection.graphs.setdefault("origins", [])

    def source(row: Row) -> None:
        described = list(catalogue.source_triples(row, base))
        _new(catalogue.source_iri(row["source"], base), collection.sources.values(), row, "source")
        sources.extend(described)
        collection.sources[row["source"]] = catalogue.source_iri(row["source"], base)

    def origin(row: Row) -> None:
        origins.extend(catalogue.origin_triples(row, base))

    _each(collection, "sources", "data/sources/sources*.csv", catalogue.SOURCE_COLUMNS, ["source"], source)
    _each(collection, "origins", "data/sources/origins.csv", catalogue.ORIGIN_COLUMNS, ["origin"], origin)


def _measures(collection: Collection) -> None:
    base = collection.base
    graph = collection.graphs.setdefault("measures", [])

    def unit(row: Row) -> None:
        code, found = catalogue.unit_of(row, base)
        collection.units[code] = found
        graph.extend(catalogue.unit_triples(row, base))

    def measure(row: Row) -> None:
        if row["measure"]:
            _new(base.thing(f"measure/{row.slug('measure')}"), collection.measures, row, "measure")
        for key, pair in catalogue.pairs_of(row, base, collection.units):
            if key in collection.pairs:
                raise TableError(f"{key[1]} of this subject is mapped already", row.place("properties"))
            collection.pairs[key] = pair
            if pair.measure and pair.measure.iri not in collection.measures:
                collection.measures[pair.measure.iri] = pair.measure
                graph.extend(catalogue.measure_triples(pair.measure))

    _each(collection, "measures", "data/measures/units.csv", catalogue.UNIT_COLUMNS, ["code"], unit)
    _each(
        collection,
        "measures",
        "data/measures/measures*.csv",
        catalogue.MEASURE_COLUMNS,
        ["subject", "properties"],
        measure,
    )


def claim_rows(collection: Collection, path: Path) -> tuple[list[Row], list[InputError]]:
    """Return the rows of a claims table."""
    return read_rows(path, CLAIM_COLUMNS, collection.shown(path), ["row", "part"])
