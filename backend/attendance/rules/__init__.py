"""What the server believes of a punch, and what follows from many: decisions without I/O."""
