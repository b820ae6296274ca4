"""Write the domain as plain dataclasses and plain functions; atomos derives the rest."""

__all__: list[str] = []
