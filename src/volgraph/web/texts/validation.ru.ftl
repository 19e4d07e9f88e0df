validate-about = Проверьте данные RDF опубликованными формами или своими. Ничего из этого здесь не сохраняется.
validate-program = Для программ:
your-data = Данные
your-shapes = Формы
your-shapes-hint = Если оставить формы пустыми, будут взяты опубликованные.
at-most = Всего не больше
megabytes = МБ
syntax = Синтаксис
check = Проверить
report = Результат проверки
about-shapes = О формах
conforms = Данные соответствуют формам.
conforms-not = Данные не соответствуют формам.
more-results = Здесь только первые результаты. Все они есть в ответе в JSON или RDF.
severity-Violation = Нарушение
severity-Warning = Предупреждение
severity-Info = Замечание
place = Место
focus = Узел
path = Свойство
value = Значение
shape = Форма
counted-Violation = { $count ->
    [one] нарушение
    [few] нарушения
   *[other] нарушений
}
counted-Warning = { $count ->
    [one] предупреждение
    [few] предупреждения
   *[other] предупреждений
}
counted-Info = { $count ->
    [one] замечание
    [few] замечания
   *[other] замечаний
}
