also-called = Also called
codes = Code
elsewhere = Elsewhere
said-of-it = What sources say of it
said-with-it = Where sources name it
nothing-said = No claim names it yet.
and-more = { $count } more
timeline = When
timeline-more = { $count ->
    [one] { $count } more statement has a date.
   *[other] { $count } more statements have a date.
}
neighbours = What it is linked with
neighbours-of = What sources link with { $name }
neighbours-more = { $count } more are in the lists above.
speak-of-it = { $count ->
    [one] { $count } source speaks of it
   *[other] { $count } sources speak of it
}
published-by-it = { $count ->
    [one] { $count } source published by it
   *[other] { $count } sources published by it
}
undated = undated
map-of = Map: { $countries }
map-source = Outlines: Natural Earth.
