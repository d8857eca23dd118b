"""Decide who hears what, hand it to the channels, and know what became of it; one file for each noun."""
