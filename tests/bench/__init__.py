"""What is measured, and how: `make bench`. Every number is a ratio or a time taken in the same run."""
