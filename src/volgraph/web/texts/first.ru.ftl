disagreements = Где источники расходятся
licence-note = права на сохранённые тексты статей принадлежат издателям
counted-claims = { $count ->
    [one] утверждение
    [few] утверждения
   *[other] утверждений
}
counted-articles = { $count ->
    [one] статья слово в слово
    [few] статьи слово в слово
   *[other] статей слово в слово
}
counted-sources = { $count ->
    [one] источник
    [few] источника
   *[other] источников
}
counted-entities = { $count ->
    [one] сущность
    [few] сущности
   *[other] сущностей
}
first-said = На какие вопросы здесь есть ответ
first-question = что говорят источники?
first-compare = { $count ->
    [one] Сравнить { $count } утверждение
    [few] Сравнить все { $count } утверждения
   *[other] Сравнить все { $count } утверждений
}
first-contested = Больше всего говорят, и по-разному, о таком:
first-newest = Самые новые источники
first-query = Написать запрос на SPARQL или начать с примера
