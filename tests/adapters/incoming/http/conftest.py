"""The library, asked over HTTP in this process."""

from collections.abc import AsyncIterator

import pytest

from asgi_client import AsgiClient
from atomos import Application
from library import library


@pytest.fixture
async def app() -> AsyncIterator[Application]:
    async with library() as application:
        yield application


@pytest.fixture
def client(app: Application) -> AsgiClient:
    return AsgiClient(app)
