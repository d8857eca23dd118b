"""What clients take and give over HTTP; one file for each noun."""
