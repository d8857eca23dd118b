"""What a file would do, and doing it; one file for each kind of table."""
