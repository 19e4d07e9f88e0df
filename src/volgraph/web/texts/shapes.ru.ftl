shapes-about = { $count ->
    [one] { $count } форма SHACL, которой соответствует всё опубликованное здесь. Что нарушает её, не публикуется.
    [few] { $count } формы SHACL, которым соответствует всё опубликованное здесь. Что нарушает их, не публикуется.
   *[other] { $count } форм SHACL, которым соответствует всё опубликованное здесь. Что нарушает их, не публикуется.
}
shapes-targetClass = Всё, что относится к классу
shapes-targetSubjectsOf = Всё, у чего есть
shapes-targetObjectsOf = Каждое значение
shapes-targetNode = Сущность
shapes-one-of = одно из { $count } свойств
shapes-which = Какие именно
