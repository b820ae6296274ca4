"""The core: what a service is and how a message becomes an effect, on the standard library alone."""
