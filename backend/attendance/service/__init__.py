"""What people do with punches, and what the office sees of them."""
