"""What comes in: pages and the command line."""
