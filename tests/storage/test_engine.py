"""What making tables needs to be installed."""

import subprocess
import sys
from pathlib import Path

import pytest

from atomos.core.domain.errors import Misconfigured
from atomos.storage.engine import transact


def test_tables_in_sqlite_need_no_extra(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules.update(asyncpg=None, greenlet=None)\n"
        "from atomos import migrations\n"
        "from atomos.storage.tables import create_tables\n"
        f"create_tables('sqlite:///{tmp_path}/service.db', [])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_tables_in_postgresql_need_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "greenlet", None)
    with pytest.raises(Misconfigured, match=r'^PostgreSQL needs greenlet: pip install "atomos-framework\[postgres\]"$'):
        transact("postgresql://127.0.0.1/service", lambda connection: None)
