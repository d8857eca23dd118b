"""The statements, by noun."""
