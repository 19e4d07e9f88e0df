shapes-about = Мұнда жарияланғанның бәрі сай келетін SHACL пішіндері, барлығы { $count }. Пішінді бұзатын нәрсе жарияланбайды.
shapes-targetClass = Мына кластың бәрі
shapes-targetSubjectsOf = Мына қасиеті бардың бәрі
shapes-targetObjectsOf = Мына қасиеттің әр мәні
shapes-targetNode = Нысан
shapes-one-of = { $count } қасиеттің бірі
shapes-which = Қайсысы екенін көру
