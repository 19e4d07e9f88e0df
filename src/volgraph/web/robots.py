"""What robots should leave alone: https://www.rfc-editor.org/rfc/rfc9309."""

from flask import Blueprint, Response

from volgraph.web.links import absolute

blueprint = Blueprint("robots", __name__)

TEXT = """\
User-agent: *
Disallow: /sparql
Disallow: /query
Disallow: /*/query
Disallow: /search
Disallow: /*/search
Disallow: /lists/
Disallow: /reconcile
Disallow: /queries
Disallow: /q/
Disallow: /cite/
Disallow: /*/cite/
Disallow: /rdf-graph-store
Disallow: /shacl
Disallow: /workspace
Disallow: /*?generation=
Disallow: /*&generation=
Allow: /

Sitemap: {sitemap}
"""
"""Pages and documents are for everybody; queries and searches have no end, and nobody seeks earlier generations."""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Say so."""
    return Response(TEXT.format(sitemap=absolute("/sitemap.xml")), mimetype="text/plain")
