"""The report for programs: JSON as its schema says, CSV as RFC 4180 has it, RDF as SHACL has it."""

import csv
import json
from dataclasses import replace
from io import StringIO

import jsonschema
import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, RdfFormat, Store, parse
from rdflib import RDF, SH, Graph, URIRef
from rdflib.paths import Path as RdflibPath
from rdflib.plugins.sparql import prepareQuery
from tests.io.reports.sample import EX, HOSTILE, LINES, component, empty, hostile, many
from tests.io.reports.writing import written

from volgraph.io.reports.json_document import schema
from volgraph.io.reports.paths import read_path

SYNTAXES = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}


@pytest.mark.parametrize("report", [empty(), many(1), hostile()], ids=["empty", "one", "hostile"])
def test_json_is_what_its_schema_says(report: object) -> None:
    check = jsonschema.Draft202012Validator(schema())
    check.check_schema(schema())
    document = json.loads(written(report, "json"))  # type: ignore[arg-type]
    assert [error.message for error in check.iter_errors(document)] == []


def test_the_schema_of_json_refuses_what_it_does_not_know() -> None:
    document = json.loads(written(hostile(), "json"))
    document["results"][0]["places"][0]["row"] = 3
    assert not jsonschema.Draft202012Validator(schema()).is_valid(document)


def test_json_holds_every_text_exactly() -> None:
    document = json.loads(written(hostile(), "json"))
    assert document["results"][0]["messages"]["en"] == f"An age is an integer. {LINES}"
    assert document["notices"][2]["message"] == HOSTILE
    assert document["results"][0]["value"] == '"он"@kk'
    assert document["leftOut"] == 2
    assert json.loads(written(replace(hostile(), left_out=None), "json"))["leftOut"] is None


def test_csv_is_read_back_row_by_row() -> None:
    text = written(hostile(), "csv")
    assert text.replace("\r\n", "").count("\n") == 2  # lines end as RFC 4180 says; those left are in messages
    rows = list(csv.DictReader(StringIO(text, newline=""), strict=True))
    kinds = ["run", "new", "unchanged", "new", "new", "fixed", "notice", "notice", "notice"]
    assert [row["kind"] for row in rows] == kinds
    assert rows[1]["message"] == f"An age is an integer. {LINES}"
    assert (rows[1]["file"], rows[1]["line"], rows[1]["end_column"]) == ("data/people.ttl", "12", "43")
    assert rows[0]["message"].endswith(f"Data SHA-256 {'c' * 64}; Shapes SHA-256 {'d' * 64}")


def test_no_cell_of_csv_is_a_formula() -> None:
    rows = list(csv.reader(StringIO(written(hostile(), "csv"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_the_same_graph_is_written_in_every_syntax() -> None:
    graphs = []
    for form, syntax in SYNTAXES.items():
        graph = Dataset(parse(input=written(hostile(), form).encode(), format=syntax))
        graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    assert len(graphs[0]) > 100
    assert all(graph == graphs[0] for graph in graphs)


def test_the_rdf_report_says_what_shacl_asks() -> None:
    graph = Graph().parse(data=written(hostile(), "ttl"), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    results = list(graph.objects(report, SH.result))
    assert len(results) == 4
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in graph
        for required in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert graph.value(result, required) is not None
        assert graph.value(result, SH.resultMessage) is not None
    severities = {str(severity) for severity in graph.objects(None, SH.resultSeverity)}
    assert severities == {*(str(SH[name]) for name in ("Violation", "Warning", "Info")), f"{EX}Fatal"}
    age = next(graph.subjects(SH.focusNode, URIRef(f"{EX}Асель")))
    assert {message.language for message in graph.objects(age, SH.resultMessage)} == {"kk", "ru", "en"}  # type: ignore[attr-defined]
    nothing = Graph().parse(data=written(empty(), "ttl"), format="turtle")
    assert [str(value) for value in nothing.objects(None, SH.conforms)] == ["true"]


PLACES = """
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX ptr: <http://www.w3.org/2009/pointers#> PREFIX schema: <https://schema.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?file ?line ?column ?fragment WHERE {
  ?result sh:focusNode <https://example.org/Асель> ; oa:hasTarget ?target .
  ?target oa:hasSource/schema:name ?file ; oa:hasSelector ?selector .
  ?selector ptr:lineNumber ?line ; ptr:charNumber ?column ; rdf:value ?fragment .
} ORDER BY DESC(?file)
"""


def test_the_rdf_report_says_where() -> None:
    graph = Graph().parse(data=written(hostile(), "nt"), format="nt")
    rows = [tuple(str(cell) for cell in row) for row in graph.query(PLACES)]  # type: ignore[union-attr]
    assert rows == [("data/people.ttl", "12", "36", "line=11,12"), ("data/<б>, 1%.ttl", "2", "1", "line=1,2")]


def rdf_of(path: str) -> list[tuple[str, ...]]:
    one = hostile().results[1]
    text = written(replace(empty(), results=(replace(one, result=replace(one.result, path=path)),)), "nt")
    store = Store()
    store.load(input=text.encode(), format=RdfFormat.N_TRIPLES)
    (start,) = [quad.object for quad in store.quads_for_pattern(None, NamedNode(str(SH.resultPath)), None, None)]
    return list(structure(store, start))


def structure(store: Store, node: object) -> list[tuple[str, ...]]:
    """Return the statements of a path, each with the way that leads to its subject."""
    found: list[tuple[str, ...]] = []
    waiting = [("", node)]
    while waiting:
        way, subject = waiting.pop(0)
        if not isinstance(subject, BlankNode):
            found.append((way, str(subject)))
            continue
        for quad in sorted(store.quads_for_pattern(subject, None, None, None), key=lambda quad: quad.predicate.value):
            assert not isinstance(quad.object, Literal)
            name = quad.predicate.value.rpartition("#")[2]
            waiting.append((f"{way}/{name}", quad.object))
    return found


NIL = f"<{RDF.nil}>"


def test_paths_become_the_structures_of_shacl() -> None:
    a, b = f"<{EX}a>", f"<{EX}b>"
    assert rdf_of(a) == [("", a)]
    assert rdf_of(f"^{a}") == [("/inversePath", a)]
    assert rdf_of(f"{a}*") == [("/zeroOrMorePath", a)]
    assert rdf_of(f"({a})+") == [("/oneOrMorePath", a)]
    assert rdf_of(f"{a}/{b}") == [("/first", a), ("/rest/first", b), ("/rest/rest", NIL)]
    assert rdf_of(f"^({a}|{b}?)") == [
        ("/inversePath/alternativePath/first", a),
        ("/inversePath/alternativePath/rest/rest", NIL),
        ("/inversePath/alternativePath/rest/first/zeroOrOnePath", b),
    ]


@pytest.mark.parametrize("text", ["", "<a", "<a>/", "(<a>", "<a>)", "<a> <b>", "!<a>", "ex:a", "<a>**", "<a>|*"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no property path"):
        read_path(text)


@pytest.mark.parametrize(
    "text", ["<http://e/a>", "^<http://e/a>/<http://e/b>*", "(<http://e/a>|^<http://e/b>)+/<http://e/c>?"]
)
def test_paths_are_read_as_sparql_reads_them(text: str) -> None:
    # rdflib's own parser of queries is the judge of how operators bind.
    query = prepareQuery(f"SELECT * {{ ?s {text} ?o }}")
    ((_, theirs, _),) = query.algebra.p.p.triples
    assert shape_of(theirs) == ours(text)


def shape_of(path: object) -> object:
    if not isinstance(path, RdflibPath):
        return f"<{path}>"
    name = type(path).__name__
    if name == "MulPath":
        return path.mod, shape_of(path.path)  # type: ignore[attr-defined]
    if name == "InvPath":
        return "^", shape_of(path.arg)  # type: ignore[attr-defined]
    return ("/" if name == "SequencePath" else "|"), *map(shape_of, path.args)  # type: ignore[attr-defined]


SIGNS = {
    "zeroOrMorePath": "*",
    "oneOrMorePath": "+",
    "zeroOrOnePath": "?",
    "inversePath": "^",
    "sequence": "/",
    "alternativePath": "|",
}


def ours(text: str) -> object:
    def shown(path: object) -> object:
        if path.kind == "predicate":  # type: ignore[attr-defined]
            return path.iri  # type: ignore[attr-defined]
        return SIGNS[path.kind], *map(shown, path.parts)  # type: ignore[attr-defined]

    return shown(read_path(text))


def test_thirty_thousand_results_all_come_through() -> None:
    report = many(30_000)
    assert len(json.loads(written(report, "json"))["results"]) == 30_000
    assert written(report, "csv").count("\r\n") == 30_002
    assert component("MinCount") in written(replace(report, results=report.results[:1]), "csv")
