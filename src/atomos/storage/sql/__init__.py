"""Rules and orders in SQL."""
