"""HTTP: the offers of a service as a JSON API, with its OpenAPI document and a page that shows it."""

from .asgi import HttpRenderer
from .routes import derive_routes
from .settings import HttpSettings

__all__ = ["HttpRenderer", "HttpSettings", "derive_routes"]
