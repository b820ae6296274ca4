"""A service as `atomos new` writes it."""

from pathlib import Path

import pytest

from atomos.scaffolding import write_service


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project folder of a new service called `notes`."""
    return write_service("notes", tmp_path)
