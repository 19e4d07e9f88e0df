"""The thin ASGI path: SPARQL, graphs and running queries, without Flask in between."""
