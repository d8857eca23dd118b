"""What people do with clients; one file for each noun."""
