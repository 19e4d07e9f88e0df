"""One page of each kind, by the name that tests and pictures call it."""

PAGES = {
    "first": "/",
    "article": "/page/article/baq-forum",
    "source": "/page/source/kazinform-2023-06-20-forum",
    "event": "/page/event/international-volunteers-forum-2023",
    "country": "/page/country/kazakhstan",
    "person": "/page/person/kassym-jomart-tokayev",
    "outlet": "/page/organisation/kazinform",
    "place": "/page/place/astana",
    "claim": "/page/article/baq-forum/claim/06e",
    "claim-elsewhere": "/page/source/kazinform-2023-06-20-forum/claim/f025",
    "measure": "/page/measure/kazakhstan-volunteers-total",
    "measure-of-dates": "/page/measure/forum-2023-start",
    "citation": "/cite/page/article/baq-forum/claim/06e",
    "identification": "/page/identification/baq-forum-publication-date",
    "text": "/page/article/baq-forum/text",
    "query": "/query",
    "results": "/query?query=SELECT+%2A+WHERE+%7B+%3Fs+a+%3Ft+%7D+LIMIT+20",
    "search": "/search?q=%D0%B2%D0%BE%D0%BB%D0%BE%D0%BD%D1%82%D0%B5%D1%80%D0%BB%D0%B5%D1%80%D0%B4%D1%96%D2%A3",
    "list-of-claims": "/claims?year=2023",
    "list-of-measures": "/measures",
    "list-of-sources": "/sources",
    "vocabulary": "/ns",
    "shapes": "/shapes",
    "dumps": "/data/dumps/",
    "status": "/status",
    "about": "/about",
    "graph": "/page/graph/entities",
    "list-of-events": "/events",
    "validate": "/shacl",
}
"""Addresses without their language."""

ABSENT = "/page/event/international-volunteers-forum-2024"
"""What is not there: 404."""
