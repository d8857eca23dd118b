"""What people do at visits; one file for each noun."""
