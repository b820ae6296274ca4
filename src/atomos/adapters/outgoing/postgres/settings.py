"""What may be set about a PostgreSQL database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostgresSettings:
    """How a PostgreSQL store behaves; times are seconds.

    `connections`: as many as are opened, one by one, when they are needed.
    `acquire_timeout`: how long a message waits for a connection before it ends in Unavailable.
    `statement_timeout`, `lock_timeout`: when the server gives up on a statement, or on a lock that it waits for.
    """

    connections: int = 20
    connect_timeout: float = 5.0
    acquire_timeout: float = 10.0
    statement_timeout: float = 30.0
    lock_timeout: float = 5.0
