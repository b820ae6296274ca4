"""What an adapter can do, so that a contract suite asks for no more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """What a store can do beyond what every store must; what is `False` is not asked for."""

    durable: bool = True
    """What was committed is found by another store over the same place, after this one is closed."""

    shared: bool = True
    """Several stores, in one process or in many, may have the same place open at once."""

    references: bool = True
    """A reference cannot be broken."""

    nested_paths: bool = True
    """Rules, orders and indexes may reach into nested values."""
