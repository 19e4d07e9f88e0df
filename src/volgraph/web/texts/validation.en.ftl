validate-about = Check RDF data with the published shapes, or with shapes of your own. Nothing of it is kept here.
validate-program = For programs:
your-data = Data
your-shapes = Shapes
your-shapes-hint = Leave the shapes empty to use the published ones.
at-most = Together at most
megabytes = MB
syntax = Syntax
check = Validate
report = Validation report
about-shapes = About the shapes
conforms = The data conform to the shapes.
conforms-not = The data do not conform to the shapes.
more-results = Only the first results are shown here. Ask for JSON or RDF to have them all.
severity-Violation = Violation
severity-Warning = Warning
severity-Info = Note
place = Place
focus = Focus node
path = Path
value = Value
shape = Shape
counted-Violation = { $count ->
    [one] violation
   *[other] violations
}
counted-Warning = { $count ->
    [one] warning
   *[other] warnings
}
counted-Info = { $count ->
    [one] note
   *[other] notes
}
