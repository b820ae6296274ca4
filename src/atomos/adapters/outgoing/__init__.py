"""Stores and clients: each implements one outgoing port."""
