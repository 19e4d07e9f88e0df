terms-Class = Классы
terms-ObjectProperty = Свойства, связывающие сущности
terms-DatatypeProperty = Свойства со значением
terms-Concept = Понятия
