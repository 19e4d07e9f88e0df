parts = Parts
references = What refers to this
