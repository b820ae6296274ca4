"""The settings of a service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service runs, as far as it differs from machine to machine. Each field is a variable of the same name.

    `database_url`: `sqlite:///file.db`, `postgresql://user@host/name`, `csv:///folder` or `memory://`; `None` is a
    SQLite file called after the service, in the working directory.
    `pool_size`: connections to PostgreSQL at most. `lock_timeout`, `statement_timeout`: seconds that a statement on
    PostgreSQL waits for a lock, or runs, at most.
    `cors_origins`: origins whose pages may call the HTTP API from a browser, `*` for any.
    `log_level`: `debug`, `info`, `warning` or `error`.
    """

    database_url: str | None = None
    pool_size: int = 10
    lock_timeout: float = 5.0
    statement_timeout: float = 30.0
    cors_origins: tuple[str, ...] = ()
    log_level: str = "info"

    def __post_init__(self) -> None:
        faults = []
        if self.pool_size < 1:
            faults.append("pool_size must be at least 1")
        if self.lock_timeout <= 0 or self.statement_timeout <= 0:
            faults.append("lock_timeout and statement_timeout are seconds, more than 0")
        if self.log_level not in ("debug", "info", "warning", "error"):
            faults.append(f"log_level is debug, info, warning or error, not {self.log_level!r}")
        if faults:
            raise ValueError("; ".join(faults))
