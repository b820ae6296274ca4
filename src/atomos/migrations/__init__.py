"""Tables that follow the entities: by files that Alembic applies, or directly while a service is a sketch.

Imports SQLAlchemy and Alembic; a running service never imports this.
"""

from atomos.migrations.applying import Applied, apply
from atomos.migrations.data_loss import WouldLoseData
from atomos.migrations.making import make, make_empty
from atomos.migrations.overview import Listed, Overview, show
from atomos.migrations.patience import Patience
from atomos.migrations.sketch import sync

__all__ = ["Applied", "Listed", "Overview", "Patience", "WouldLoseData", "apply", "make", "make_empty", "show", "sync"]
