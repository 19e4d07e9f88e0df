"""News as a knowledge graph in which every fact leads to the exact words that state it."""

__version__ = "0.1.0"
