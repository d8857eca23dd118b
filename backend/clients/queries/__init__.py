"""What clients read; one file for each noun."""
