passes = Опубликованные данные прошли проверку.
fails = Опубликованные данные нарушают некоторые правила.
not-validated = Это поколение не проверялось.
findings = Что нашла проверка
things = Где
digest = Дайджест
published = Опубликовано
triples = Триплетов
engine = Чем проверено
shapes = Формы (SHACL)
shapes-read = чего они требуют
validate-yours = Проверьте свои данные этими формами
counted-graphs = { $count ->
    [one] граф проверен
    [few] графа проверено
   *[other] графов проверено
}
