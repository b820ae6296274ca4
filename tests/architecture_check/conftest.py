"""Services to check, written as files."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

CLEAN = {
    "pyproject.toml": "",
    "shop/__init__.py": "",
    "shop/core/__init__.py": "",
    "shop/core/domain/__init__.py": "",
    "shop/core/domain/order.py": """
        from dataclasses import dataclass
        from uuid import UUID

        @dataclass
        class Order:
            id: UUID

        @dataclass(frozen=True)
        class PlaceOrder:
            amount: int
        """,
    "shop/core/use_cases/__init__.py": "",
    "shop/core/use_cases/order.py": """
        from uuid import UUID

        from atomos import Conflict, Repository
        from shop.core.domain.order import Order, PlaceOrder
        from shop.core.ports.outgoing.payments import Payments

        async def place_order(command: PlaceOrder, payments: Payments, new_id: UUID) -> Order:
            return Order(new_id)
        """,
    "shop/core/ports/incoming/api.py": """
        from atomos import Service, anyone
        from shop.core.domain.order import Order, PlaceOrder

        def offers(service: Service) -> None:
            service.offer(PlaceOrder, Order, to=anyone)
        """,
    "shop/core/ports/outgoing/payments.py": """
        from typing import Protocol

        class Payments(Protocol):
            async def charge(self, amount: int) -> None: ...
        """,
    "shop/adapters/incoming/pages.py": "import starlette",
    "shop/adapters/outgoing/stripe.py": """
        import http.client

        class Stripe:
            async def charge(self, amount: int) -> None: ...
        """,
    "shop/config.py": "import os",
    "shop/main.py": """
        from atomos import Service
        from shop import config
        from shop.adapters.incoming import pages
        from shop.adapters.outgoing.stripe import Stripe
        from shop.core.ports.incoming.api import offers
        from shop.core.ports.outgoing.payments import Payments

        service = Service("shop")
        service.include("shop.core.use_cases")
        service.provide(Payments, Stripe)
        service.mount("/", pages)
        offers(service)
        """,
    "Dockerfile": "",
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a clean service, some of its files replaced, added or (`None`) left out; returns its project."""

    def write_service(changes: dict[str, str | None] | None = None) -> Path:
        for path, text in (CLEAN | (changes or {})).items():
            if text is not None:
                file = tmp_path / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return tmp_path

    return write_service
