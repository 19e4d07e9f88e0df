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
