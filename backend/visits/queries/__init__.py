"""What visits read; one file for each noun."""
