"""The envelope of a message: who it is, what caused it, and which attempt this is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message on its way.

    `correlation_id` is shared by all that one request set off; `causation_id` is the message whose handling led to
    this one, `None` for the first. `attempt` counts from 1.
    """

    id: UUID
    message: Any
    occurred_at: datetime
    correlation_id: UUID
    causation_id: UUID | None = None
    attempt: int = 1
