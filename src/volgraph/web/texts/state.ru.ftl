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
conformance = Соответствие стандартам
conformance-what = Сколько тестов W3C прошла эта версия volgraph, когда её создавали. Три теста Service Description — наши: W3C даёт их только словами.
conformance-passed = тестов пройдено: { $passed } из { $all }
