disagreements = Where sources disagree
licence-note = the stored texts of articles belong to their publishers
counted-claims = { $count ->
    [one] claim
   *[other] claims
}
counted-articles = { $count ->
    [one] article word by word
   *[other] articles word by word
}
counted-sources = { $count ->
    [one] source
   *[other] sources
}
counted-entities = { $count ->
    [one] entity
   *[other] entities
}
first-said = Questions that it answers
first-question = what do the sources say?
first-compare = { $count ->
    [one] The one claim on this
   *[other] Compare all { $count } claims
}
first-contested = Most is said, and not the same, of:
first-newest = The latest sources
first-query = Write a SPARQL query, or begin with an example
