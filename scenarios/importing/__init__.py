"""Bring a case in from another tool: bytes in, a graph and an honest report out.

Nothing here needs a database, fetches anything or runs anything that a file says. One module reads
one format family into a `Story` (the source's own names and expressions); `building` makes a
`Graph` of it, and counts what was carried over and what was not.
"""
