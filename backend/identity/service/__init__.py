"""What people do: sign in, found organisations, invite and join, change and leave. One file a noun."""
