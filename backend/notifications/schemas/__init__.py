"""What the routes of notifications take and give, a module for each noun."""
