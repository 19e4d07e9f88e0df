parts = Бөліктері
references = Осыған сілтейтіндер
