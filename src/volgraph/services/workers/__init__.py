"""Queries in processes that can be ended: a pool forks workers, each of which answers one query at a time.

The server starts the pool process, executed afresh. The pool opens the store and forks workers, so that they share
the memory of a store in memory. A worker gets a query and the writing end of a pipe; it writes the answer into the
pipe and then, over its own channel, says that the answer is whole. A pipe that ends without that word was cut.
"""
