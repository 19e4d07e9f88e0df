"""The server: linked data, SPARQL and pages over HTTP; the only place with status codes and templates."""
