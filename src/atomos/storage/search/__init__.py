"""Search: what all indexes share, from text to terms and from a question to its matches."""
