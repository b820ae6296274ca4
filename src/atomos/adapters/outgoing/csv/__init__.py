"""Entities in a folder of CSV files, which people can read and edit."""

from atomos.adapters.outgoing.csv.store import CsvStore

__all__ = ["CsvStore"]
