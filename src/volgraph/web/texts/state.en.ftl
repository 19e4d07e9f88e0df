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
