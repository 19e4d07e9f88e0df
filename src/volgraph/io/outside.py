"""Keeping rdflib's query engine from what a query names: files and other machines."""

from rdflib.plugins import sparql


def load_no_graphs() -> None:
    """Have `FROM` and `FROM NAMED` read nothing: rdflib would open the file or the address."""
    sparql.SPARQL_LOAD_GRAPHS = False
