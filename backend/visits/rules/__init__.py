"""Decisions about visits without I/O."""
