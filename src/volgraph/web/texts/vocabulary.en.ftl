terms-Class = Classes
terms-ObjectProperty = Properties that link things
terms-DatatypeProperty = Properties with a value
terms-Concept = Concepts
