"""Saying where triples are written costs a small part of what rdflib's parse of the same file does."""

from benchmarks.positions import main
from click.testing import CliRunner


def test_places_cost_less_than_30_percent_of_rdflibs_parse() -> None:
    ran = CliRunner().invoke(main, ["--articles", "8"], catch_exceptions=False)
    shares = {line.split()[0]: float(line.split()[3].removesuffix("%")) for line in ran.output.splitlines()[2:]}
    assert list(shares) == ["ttl", "trig", "nt", "nq"]
    assert max(shares.values()) < 30
