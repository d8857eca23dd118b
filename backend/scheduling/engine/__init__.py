"""The automatic roster: a problem in neutral terms, a search, and what checks and explains it.

Nothing here reads a database. Only jobs import the search: OR-Tools and HiGHS take a second to load.
"""
