"""Where the core meets the outside."""
