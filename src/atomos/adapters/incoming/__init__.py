"""Renderers: each turns the offers of a service into one way in."""
