"""From signatures to plans: read, resolve, check, compile."""
