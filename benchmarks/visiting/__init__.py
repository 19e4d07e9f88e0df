"""The parts of the benchmark of pages: addresses, visits and tables."""
