"""Entities in the memory of the process."""

from atomos.adapters.outgoing.memory.store import MemoryStore

__all__ = ["MemoryStore"]
