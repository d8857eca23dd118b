"""The statements of attendance, by noun."""
