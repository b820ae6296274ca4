from pathlib import Path

import pytest

from migrating import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tasks.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "migrations"


@pytest.fixture
def database(url: str) -> Database:
    return Database(url)
