shapes-about = { $count ->
    [one] One SHACL shape that everything published here keeps to.
   *[other] The SHACL shapes that everything published here keeps to, { $count } of them. What breaks one is not published.
}
shapes-targetClass = Everything of class
shapes-targetSubjectsOf = Everything that has
shapes-targetObjectsOf = Every value of
shapes-targetNode = The thing
shapes-one-of = one of { $count } properties
shapes-which = Which ones
