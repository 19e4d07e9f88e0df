terms-Class = Кластар
terms-ObjectProperty = Нысандарды байланыстыратын қасиеттер
terms-DatatypeProperty = Мән беретін қасиеттер
terms-Concept = Ұғымдар
