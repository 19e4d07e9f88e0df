list-claims = Claims
list-measures = Measures
list-sources = Sources
list-events = Events
list-organizations = Organisations
list-people = People
list-places = Places
list-countries = Countries
list-count = { $count ->
    [one] { $count } in this list
   *[other] { $count } in this list
}
list-chosen = What narrows the list
list-without = Without:
list-whole = The whole list
list-narrow = Narrow the list
list-more = { $count } more
list-sort = In order of
list-download = Download:
list-nothing = Nothing in the list has all of these. Take one of them away.
list-page = Page { $page } of { $count }
list-first-page = The first page of this list
list-no-page = There is no page { $page }: this list has { $count ->
    [one] one page.
   *[other] { $count } pages.
}
list-no-sort = This list has no order “{ $sort }”. There are: { $known }.
list-no-value = { $facet }: nothing in this list has “{ $value }”.
sort-time = time, oldest first
sort-down-time = time, newest first
sort-amount = number, smallest first
sort-down-amount = number, largest first
sort-name = name
sort-down-refs = mentions
facet-type = Type
facet-contested = Contested
facet-place = Place
facet-year = Year
facet-outlet = Outlet
facet-language = Language
facet-comparator = Comparator
facet-modality = Modality
facet-measure = Measure
facet-source = Source
facet-subject = Subject
facet-counts = What is counted
uncontested = not contested
column-about = About
column-states = States
column-time = Time
column-source = Source
column-name = Name
column-references = Mentions
