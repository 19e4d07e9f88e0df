"""A build: the same content gives the same digest, and everything that is wrong is reported at once."""

import csv
import gzip
import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, RdfFormat, parse
from tests.services.conftest import Made
from tests.small import ROOT, append, edit, line_of

from volgraph.domain.iris import Base
from volgraph.errors import (
    BuildError,
    BusyError,
    ClaimError,
    InputError,
    LiteralError,
    QuoteError,
    RdfSyntaxError,
    TableError,
    TextError,
    UncoveredNumeralError,
    UnknownNameError,
)
from volgraph.io.generations import Generation, Home
from volgraph.io.stores import generation_digest, graph_lines, open_store, read_digest
from volgraph.services.building import build

T = TypeVar("T", bound=InputError)


def made(root: Path, home: Home, base: Base | None = None) -> Generation:
    return build(root, base or Base(), home)[0]


def refused(root: Path, home: Home) -> list[InputError]:
    with pytest.raises(BuildError) as caught:
        build(root, Base(), home)
    return list(caught.value.errors)


def of_type(errors: list[InputError], kind: type[T]) -> list[T]:
    return [error for error in errors if type(error) is kind]


class TestDigest:
    def test_building_twice_gives_the_same_digest_and_the_same_bytes(self, small: Path, place: Home) -> None:
        first, second = made(small, place), made(small, Home(place.path / "other"))
        assert first.digest == second.digest
        assert first.manifest() == second.manifest()
        dumps = [path.relative_to(first.dumps) for path in sorted(first.dumps.rglob("*.gz"))]
        assert len(dumps) > 6
        assert [(first.dumps / path).read_bytes() for path in dumps] == [
            (second.dumps / path).read_bytes() for path in dumps
        ]

    def test_another_folder_and_another_order_of_files_and_lines_do_not_change_it(
        self, small: Path, place: Home, tmp_path: Path
    ) -> None:
        digest = made(small, place).digest
        moved = small.rename(tmp_path / "elsewhere")
        for table in ("entities/entities", "sources/sources", "claims/fair"):
            path = moved / f"data/{table}.csv"
            header, *lines = path.read_text(encoding="utf-8").splitlines()
            path.unlink()
            path.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
        assert made(moved, place).digest == digest

    def test_the_order_of_statements_in_an_article_does_not_change_it(self, small: Path, place: Home) -> None:
        digest = made(small, place).digest
        path = small / "data/articles/fair/article.ttl"
        head, *blocks = path.read_text(encoding="utf-8").split("\n<article/")
        path.write_text("\n<article/".join([head, *reversed(blocks)]), encoding="utf-8")
        assert made(small, place).digest == digest

    def test_one_letter_of_a_text_changes_it(self, small: Path, place: Home) -> None:
        digest = made(small, place).digest
        edit(small / "data/articles/fair/text.txt", "🎉", "🎊")
        assert made(small, place).digest != digest

    def test_it_is_the_digest_of_the_graphs_that_the_store_holds(self, real: Made) -> None:
        manifest = real.generation.manifest()
        read = [read_digest(real.store, NamedNode(iri)) for iri in manifest["graphs"]]
        assert generation_digest(read) == real.generation.digest == manifest["digest"] == real.report.digest
        assert {d.graph.value: {"sha256": d.sha256, "triples": d.triples} for d in read} == manifest["graphs"]

    def test_another_base_names_everything_anew(self, small: Path, place: Home) -> None:
        generation = made(small, place, Base("https://example.org/news/"))
        lines = graph_lines(open_store(generation.store), DefaultGraph())
        assert lines
        assert [line for line in lines if b"w3id.org/volgraph/id/" in line] == []


class TestGraphs:
    def test_the_default_graph_is_the_merge_without_repeats(self, real: Made) -> None:
        base = Base()
        prefix = base.graph("").value
        apart = ("text/", "ontology", "shapes")
        named = [graph for graph in real.store.named_graphs() if isinstance(graph, NamedNode)]
        merged: set[bytes] = set()
        for graph in named:
            if not graph.value.removeprefix(prefix).startswith(apart):
                merged.update(graph_lines(real.store, graph))
        default = graph_lines(real.store, DefaultGraph())
        assert len(default) == len(set(default)) == len(merged)
        assert set(default) == merged

    def test_there_is_a_graph_for_each_file_and_for_what_is_derived(self, real: Made) -> None:
        prefix = Base().graph("").value
        graphs = {
            graph.value.removeprefix(prefix) for graph in real.store.named_graphs() if isinstance(graph, NamedNode)
        }
        tables = {f"claims/{path.stem}" for path in (ROOT / "data/claims").glob("*.csv")}
        assert graphs == {
            *("article/baq-forum", "text/baq-forum", "entities", "sources", "measures", "origins"),
            *("derived/plain", "derived/discrepancies", "ontology", "shapes", "dataset"),
            *tables,
        }

    def test_data_graphs_have_no_blank_node(self, real: Made) -> None:
        answer = real.store.query("ASK { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) }")
        assert isinstance(answer, QueryBoolean)
        assert not answer

    def test_schema_org_is_https_everywhere(self, real: Made) -> None:
        lines = graph_lines(real.store, DefaultGraph())
        assert any(b"<https://schema.org/" in line for line in lines)
        assert not any(b"<http://schema.org/" in line for line in lines)

    def test_every_quote_is_at_its_offsets_in_the_stored_text(self, real: Made) -> None:
        text = (ROOT / "data/articles/baq-forum/text.txt").read_bytes().decode("utf-8")
        rows = real.rows(
            """SELECT ?exact ?start ?end ?prefix ?suffix { ?e oa:hasSelector ?q , ?p .
            ?q oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix . ?p oa:start ?start ; oa:end ?end }"""
        )
        assert len(rows) > 100
        for exact, start, end, prefix, suffix in rows:
            assert text[int(start) : int(end)] == exact
            assert text[: int(start)].endswith(prefix)
            assert text[int(end) :].startswith(suffix)


class TestReport:
    def test_every_numeral_of_the_article_is_covered(self, real: Made) -> None:
        report = real.report
        assert (report.numerals, report.numerals_covered, report.numerals_waived) == (20, 20, 0)

    def test_every_row_of_the_claims_tables_becomes_a_claim(self, real: Made) -> None:
        rows = 0
        for path in (ROOT / "data/claims").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                rows += sum(1 for _ in csv.DictReader(file))
        ((from_tables,),) = real.rows(
            'SELECT (COUNT(*) AS ?n) { ?c dct:identifier ?row FILTER (REGEX(?row, "^f[0-9]")) }'
        )
        assert int(from_tables) == rows
        assert sum(real.report.claims_by_kind.values()) == real.report.claims

    def test_the_manifest_has_checksum_and_size_of_every_dump(self, real: Made) -> None:
        dumps = real.generation.manifest()["dumps"]
        files = {p.relative_to(real.generation.dumps).as_posix(): p for p in real.generation.dumps.rglob("*.gz")}
        assert set(dumps) == set(files)
        for name, path in files.items():
            assert dumps[name] == {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}

    def test_the_dumps_hold_what_the_store_holds(self, real: Made) -> None:
        dumps = real.generation.dumps

        def statements(name: str, form: RdfFormat) -> set[str]:
            return {str(quad) for quad in parse(gzip.decompress((dumps / name).read_bytes()), format=form)}

        turtle = statements("volgraph.ttl.gz", RdfFormat.TURTLE)
        default = {line.decode() for line in graph_lines(real.store, DefaultGraph())}
        assert len(turtle) == len(default)
        assert turtle == statements("volgraph.jsonld.gz", RdfFormat.JSON_LD)

    def test_the_text_is_in_no_dump_but_its_own(self, real: Made) -> None:
        # Two sentences and the line end between them: no quote is that long.
        words = "BAQ.KZ тілшісі.\\nФорумға еліміздің әр өңірінен".encode()
        holding = [
            path.name for path in real.generation.dumps.rglob("*.gz") if words in gzip.decompress(path.read_bytes())
        ]
        assert holding == ["texts.nq.gz"]

    def test_the_claims_table_has_a_row_a_claim(self, real: Made) -> None:
        table = gzip.decompress((real.generation.dumps / "claims.csv.gz").read_bytes()).decode()
        rows = list(csv.DictReader(table.splitlines()))
        assert len(rows) == real.report.claims
        growth = next(row for row in rows if row["row"] == "06a")
        assert (growth["quote"], growth["baseline_from"]) == (
            "соңғы 3 жылда волонтерлердің саны 3 есеге көбейген",
            "2020-06-20",
        )

    def test_no_time_of_the_build_enters_the_manifest(self, real: Made) -> None:
        assert "2026-" not in json.dumps(real.generation.manifest()["counts"])


class TestErrors:
    def test_many_faults_are_all_reported_in_one_run_with_their_places(self, small: Path, place: Home) -> None:
        data = small / "data"
        fair, totals = data / "claims/fair.csv", data / "claims/totals.csv"
        article = data / "articles/fair/article.ttl"
        edit(fair, "eq,place/astana", "eq,place/astaan")
        edit(fair, "start_date,eq,2023-07-20", "strat_date,eq,2023-07-20")
        edit(totals, "eq,12000", "eq,12 000")
        edit(article, "30-дан аса қатысушы бар", "30-дан аса кaтысушы бар")
        edit(article, '"қазір 25 мыңнан асып отыр"', '"қ"')
        edit(article, "<measure/fair-2023-city>", "<measure/fair-2023-sity>")
        edit(
            article,
            'schema:description "A made-up',
            'schema:position "03"^^xsd:integer ;\n    schema:description "A made-up',
        )
        for name, turtle, text in (
            ("broken", "<article/broken> a vg:Source .", "Мәтін."),
            ("composed", "", "Абаи\u0306 облысы."),
            ("counted", "", "Бірінші сөйлем. Мұнда 7 адам бар."),
        ):
            folder = data / "articles" / name
            folder.mkdir()
            (folder / "article.ttl").write_text(turtle, encoding="utf-8")
            (folder / "text.txt").write_text(text, encoding="utf-8")

        errors = refused(small, place)

        (unknown,) = [e for e in of_type(errors, UnknownNameError) if e.kind == "place"]
        assert (unknown.name, unknown.nearest[0]) == ("place/astaan", "place/astana")
        assert str(unknown.place) == "data/claims/fair.csv, source/paper-1/claim/f001"
        (pair,) = [e for e in of_type(errors, UnknownNameError) if e.kind == "measure of the pair"]
        assert (pair.name, pair.nearest) == ("event/fair-2023 strat_date", ("start_date",))
        assert (pair.place.line, pair.place.column) == (line_of(fair, "strat_date"), "property")
        (measure,) = [e for e in of_type(errors, UnknownNameError) if e.kind == "measure"]
        assert measure.nearest[0] == "measure/fair-2023-city"
        assert str(measure.place) == "data/articles/fair/article.ttl, claim article/fair/claim/1-city"
        (number,) = of_type(errors, TableError)
        assert str(number.place) == f"data/claims/totals.csv, line {line_of(totals, '12 000')}, column value"
        absent, twice = sorted(of_type(errors, QuoteError), key=lambda error: len(error.offsets))
        assert (absent.offsets, absent.place.subject) == ((), "claim article/fair/claim/2")
        text = (data / "articles/fair/text.txt").read_text(encoding="utf-8")
        assert twice.offsets == tuple(i for i, letter in enumerate(text) if letter == "қ")
        assert twice.place.subject == "claim article/fair/claim/4"
        (syntax,) = of_type(errors, RdfSyntaxError)
        assert (syntax.place.file, syntax.place.line) == ("data/articles/broken/article.ttl", 1)
        assert syntax.place.column is not None
        (composed,) = of_type(errors, TextError)
        assert (composed.place.file, composed.offset) == ("data/articles/composed/text.txt", 3)
        (numeral,) = of_type(errors, UncoveredNumeralError)
        assert (numeral.numeral, numeral.sentence) == ("7", "Мұнда 7 адам бар.")
        assert numeral.place.file == "data/articles/counted/text.txt"
        (literal,) = of_type(errors, LiteralError)
        assert literal.written.endswith('"03"^^<http://www.w3.org/2001/XMLSchema#integer>')
        assert literal.stored.endswith('"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
        assert literal.place.file == "data/articles/fair/article.ttl"
        assert len(errors) == 10

    def test_a_build_that_fails_leaves_the_home_as_it_was(self, small: Path, place: Home) -> None:
        generation = made(small, place)
        place.publish(generation, 5)
        before = sorted(path.relative_to(place.path) for path in place.path.rglob("*"))
        edit(small / "data/claims/totals.csv", "eq,12000", "eq,twelve")
        assert len(refused(small, place)) == 1
        assert place.current() == place.built() == generation
        assert sorted(path.relative_to(place.path) for path in place.path.rglob("*")) == before
        assert generation.manifest()["digest"] == generation.digest

    def test_a_claim_that_stands_in_two_tables_is_refused(self, small: Path, place: Home) -> None:
        # Both used to be merged into one claim with two values, which no shape saw: shapes look at one graph.
        shutil.copy(small / "data/claims/totals.csv", small / "data/claims/more.csv")
        errors = refused(small, place)
        assert [type(error) for error in errors] == [ClaimError, ClaimError]
        assert {str(error.place) for error in errors} == {
            "data/claims/totals.csv, claim source/paper-1/claim/f004",
            "data/claims/totals.csv, claim source/wire-1/claim/f005",
        }

    @pytest.mark.parametrize("name", ["my claims.csv", "талаптар.csv", "a_b.csv"])
    def test_a_table_whose_name_cannot_name_a_graph_is_refused(self, small: Path, place: Home, name: str) -> None:
        # A space used to end the build with an internal error.
        (small / "data/claims/totals.csv").rename(small / "data/claims" / name)
        (error,) = refused(small, place)
        assert error.place.file == f"data/claims/{name}"
        assert "rename it with ASCII letters" in error.message

    def test_an_article_without_its_text_is_refused(self, small: Path, place: Home) -> None:
        (small / "data/articles/fair/text.txt").unlink()
        (error, *_) = refused(small, place)
        assert str(error) == "data/articles/fair/text.txt: cannot be read: No such file or directory"

    def test_turtle_and_text_of_one_article_are_both_looked_at(self, small: Path, place: Home) -> None:
        append(small / "data/articles/fair/article.ttl", "<x")
        edit(small / "data/articles/fair/text.txt", "жатыр", "жаи\u0306тыр")
        assert {type(error) for error in refused(small, place)} == {RdfSyntaxError, TextError}

    def test_text_that_is_not_composed_is_refused_in_a_table_too(self, small: Path, place: Home) -> None:
        edit(small / "data/claims/totals.csv", "some 24 000", "е\u0308 24 000")
        assert len(of_type(refused(small, place), TextError)) == 1

    def test_a_home_that_is_held_is_busy(self, small: Path, place: Home) -> None:
        with place.lock(), pytest.raises(BusyError):
            made(small, place)

    def test_a_waiver_lets_a_numeral_stand(self, small: Path, place: Home) -> None:
        text = small / "data/articles/fair/text.txt"
        append(text, "Ескерту: 7 бет.")
        assert len(of_type(refused(small, place), UncoveredNumeralError)) == 1
        (text.parent / "waivers.csv").write_text('quote,reason\n"Ескерту: 7",a page number\n', encoding="utf-8")
        _, report = build(small, Base(), place)
        assert (report.numerals, report.numerals_covered, report.numerals_waived) == (5, 4, 1)
