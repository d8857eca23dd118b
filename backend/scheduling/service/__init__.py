"""What people do with sites and shifts; one file for each noun."""
