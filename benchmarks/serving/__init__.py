"""The parts of the serving benchmark: data, servers, queries, load, agreement, report."""
