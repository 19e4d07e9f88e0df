also-called = Другие названия
codes = Код
elsewhere = В других базах
said-of-it = Что об этом говорят источники
said-with-it = Где это упоминают источники
nothing-said = Ни одно утверждение пока об этом не говорит.
and-more = ещё { $count }
timeline = Когда
timeline-more = Утверждений с датой сверх показанных: { $count }.
neighbours = С чем это связано
neighbours-of = С чем источники связывают: { $name }
neighbours-more = Ещё { $count } — в списках выше.
speak-of-it = { $count ->
    [one] Об этом говорит { $count } источник
    [few] Об этом говорят { $count } источника
   *[other] Об этом говорят { $count } источников
}
published-by-it = { $count ->
    [one] { $count } источник этого издателя
    [few] { $count } источника этого издателя
   *[other] { $count } источников этого издателя
}
undated = без даты
map-of = Карта: { $countries }
map-source = Контуры: Natural Earth.
