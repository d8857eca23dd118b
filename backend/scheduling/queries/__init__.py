"""Reads that join, and statements that Piccolo cannot say; one file for each noun."""
