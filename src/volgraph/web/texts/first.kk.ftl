disagreements = Дереккөздер қай жерде келіспейді
licence-note = сақталған мақала мәтіндерінің құқығы жариялаушыларында
counted-claims = мәлімдеме
counted-articles = сөзбе-сөз мақала
counted-sources = дереккөз
counted-entities = нысан
