publisher = Жариялаушы
published-on = Жарияланған күні
dated-by-editors = редакторлардың пайымы бойынша
written-in = Тілі
address = Беті
not-known = Белгісіз
editors-note = Редакторлардың ескертпесі
quotes-match = Барлық { $count } дәйексөз сақталған мәтінмен әріп-әрпіне дейін сәйкес келеді.
quotes-differ = { $count } мәлімдеменің дәйексөзі сақталған мәтіннен өзгеше:
digest-matches = Мәтіннің бақылау қосындысы жазып алынғанмен бірдей.
digest-differs = Мәтіннің бақылау қосындысы жазып алынғаннан өзгеше.
numerals-stated = { $count ->
    [0] Мәтінде сан жоқ.
   *[other] Мәтіндегі { $count } санның әрқайсысы мәлімдемеде келтірілген.
}
numerals-without = Ешбір мәлімдемеде келтірілмеген сандар: { $all } санның { $count }.
numeral-uncovered = Бұл сан ешбір мәлімдемеде келтірілмеген.
claims-in = Мәлімдемелерді оқу тілі
the-text = Мәтін
key-core = мәлімдеме сөздері
key-several = бірнеше мәлімдеме
key-context = кім, қайда не қашан
counted-claims-heading = { $count } мәлімдеме
text-not-kept = Бұл мәтін бізде сақталмайды. Әр мәлімдеменің беттегі орны көрсетілген.
locator = беттегі орны:
fell-back = аудармасы жоқ: { $languages }
