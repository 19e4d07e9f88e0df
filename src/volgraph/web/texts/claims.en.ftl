claim-logarithmic = logarithmic scale
claim-chart = Chart over time
claim-chart-about = {$count} claims over time; the table below lists them.
claim-chart-folded = {$claims} claims are too many to draw one by one: those that look alike and are near each other are one mark in their middle, ×n.
claim-other-values =
    { $count ->
        [one] one other value
       *[other] {$count} other values
    }
claim-no-figure-short = no figure
claim-no-time-short = no time
claim-no-figure = no figure given
claim-time-not-stated = time not stated
claim-own-count = the editors’ own count
claim-editors = The volgraph editors
claim-query-result = Result of the query
claim-mark-exact = exact
claim-mark-more-than = more than (open above)
claim-mark-at-least = at least (open above)
claim-mark-less-than = less than (open below)
claim-mark-at-most = at most (open below)
claim-mark-about = about (within 10%)
claim-mark-range = range
claim-mark-planned = planned or proposed
claim-mark-contested = contradicts another
claim-mark-folded = several claims of one origin
claim-mark-near = several claims that are near each other
claim-interval = Interval
claim-interval-figure = The bounds of the figure, beside the other figures of this measure
claim-interval-note = The small strokes are the other figures of this measure.
claim-interval-about-note = “About” is drawn as within 10%.
claim-origins = 
    { $claims ->
        [one] {$claims} claim
       *[other] {$claims} claims
    } of { $origins ->
        [one] one origin
       *[other] at most {$origins} origins
    }
claim-when = When
claim-figure = Figure
claim-as-written = As written
claim-who-says = Who says it
claim-repeats = What it repeats
claim-the-page-itself = The page itself: {$name}
claim-query-behind = The query behind this
claim-ask-it = Change it and ask again
claim-cite = Cite
claim-accessed = Accessed
claim-download-file = Download the file
claim-measure = Measure
claim-claim = Claim
claim-on-measure = 
    { $claims ->
        [one] {$claims} claim
       *[other] {$claims} claims
    } in { $marks ->
        [one] {$marks} mark
       *[other] {$marks} marks
    }: what repeats one origin is one mark.
claim-where-at-odds = Where the sources are at odds
claim-all-claims = All claims
claim-about-measure = About the measure
claim-subject = About
claim-unit = Unit
claim-ratio-of = Growth of
claim-window = Figures of one time
claim-window-days = 
    within { $count ->
        [one] {$count} day
       *[other] {$count} days
    }
claim-words-core = the words of the claim
claim-words-context = the words that give it its subject, place or time
claim-stated-in = Stated in
claim-in-text = Read it in the whole text
claim-page-outside = the page itself
claim-locator = at
claim-text-not-kept = The text of this page is not ours to keep; read the sentence on the page itself.
claim-what-it-says = What it says
claim-qualifier = Qualifier
claim-where-at = Where
claim-not-known = Not known
claim-for-which-time = For which time
claim-resolved = Dates
claim-how-resolved = How they were found
claim-speaker = Speaker
claim-voice = Voice
claim-modality = Said as
claim-publisher = Publisher
claim-origin-unknown = not known
claim-others-say = What others say
claim-compare-all = Compare all {$count} claims
claim-who-decided = Who decided, and why
claim-belongs-to = Belongs to
claim-decided-at-claim = The volgraph editors named the measure in the record of the claim itself.
claim-decided-in-table = In the table measures.csv the volgraph editors assigned to this measure the claims about this subject with the key: {$keys}.
claim-decided-when = Which of them, when and on what grounds is not recorded; what the measure counts is said above.
claim-confidence = Confidence in the record
claim-rests-on = Rests on the judgement
claim-note = Editor’s note
claim-written-down = Where it is written down
claim-row = Row
claim-in-file = File
claim-in-graph = Graph
claim-plain-triple = Plain triple
claim-no-plain-triple = No plain triple is derived from this claim.
claim-suggest-correction = Suggest a correction
claim-side-by-side = Marks that would cover each other stand side by side.
