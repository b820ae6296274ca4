"""Technology, on both sides of the core."""
