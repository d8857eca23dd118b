"""Reading files and cells: decisions without I/O."""
