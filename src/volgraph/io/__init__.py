"""Files, stores, SHACL engines and remote endpoints: the only rooms that touch them."""
