"""Decisions without I/O; one file for each noun."""
