"""The two sides of the core: renderers come in, stores and clients go out."""
