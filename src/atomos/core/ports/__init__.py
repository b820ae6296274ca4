"""The interfaces of the core: what calls it, and what it calls."""
