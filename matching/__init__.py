"""Safe, fair moves through a pot of homes: a pure library.

Nothing here reads a file, a clock, an environment variable or a database, and
nothing logs. A caller builds a `Pool`, asks `solve` for a `Plan`, and has
`verify` check it with code that shares nothing with the solver.
"""
