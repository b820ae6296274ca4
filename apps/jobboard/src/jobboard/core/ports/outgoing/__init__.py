"""What the core needs from the outside."""
