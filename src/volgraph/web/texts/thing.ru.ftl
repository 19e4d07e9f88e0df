parts = Части
references = Что на это ссылается
