"""The parts of the validation benchmark: data, processes, checks and tables."""
