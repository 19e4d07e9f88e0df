passes = The published data passed validation.
fails = The published data break some rules.
not-validated = This generation was not validated.
findings = What validation found
things = Where
digest = Digest
published = Published
triples = Triples
engine = Engine
shapes = Shapes (SHACL)
shapes-read = what they ask for
validate-yours = Validate your own data with these shapes
counted-graphs = { $count ->
    [one] graph checked
   *[other] graphs checked
}
conformance = Conformance
conformance-what = What this version of volgraph passed of the test suites of the W3C when it was made. The three tests of Service Description are ours, since the W3C gives them in words only.
conformance-passed = { $passed } of { $all } tests
