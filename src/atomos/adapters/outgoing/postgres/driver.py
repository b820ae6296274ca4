"""asyncpg, or one sentence that tells how to get it."""

from atomos.core.domain.errors import Misconfigured

try:
    import asyncpg
except ModuleNotFoundError as error:
    raise Misconfigured(
        'PostgreSQL needs asyncpg; install it with `pip install "atomos-framework[postgres]"`'
    ) from error

__all__ = ["asyncpg"]
