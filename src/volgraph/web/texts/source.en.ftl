publisher = Published by
published-on = Published
dated-by-editors = by the editors' judgement
written-in = Language
address = Page
not-known = Not known
editors-note = Editors' note
quotes-match = { $count ->
    [one] The { $count } quote matches the stored text letter by letter.
   *[other] All { $count } quotes match the stored text letter by letter.
}
quotes-differ = { $count ->
    [one] The quote of { $count } claim differs from the stored text:
   *[other] Quotes of { $count } claims differ from the stored text:
}
digest-matches = The text has the checksum that was recorded for it.
digest-differs = The text does not have the checksum that was recorded for it.
numerals-stated = { $count ->
    [0] The text has no numeral.
    [one] Its { $count } numeral is stated by a claim.
   *[other] Each of its { $count } numerals is stated by a claim.
}
numerals-without = Numerals that no claim states: { $count } of { $all }.
numeral-uncovered = No claim states this numeral.
claims-in = Read the claims in
the-text = The text
key-core = words that state a claim
key-several = several claims
key-context = who, where or when
counted-claims-heading = { $count ->
    [one] { $count } claim
   *[other] { $count } claims
}
text-not-kept = We do not keep this text. Each claim gives its place on the page.
locator = place on the page:
fell-back = not translated: { $languages }
