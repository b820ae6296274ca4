from collections.abc import Callable
from pathlib import Path

from atomos.architecture import check_architecture

Write = Callable[..., Path]


def test_modules_that_import_each_other_are_a_fault(write: Write) -> None:
    [fault] = check_architecture(
        write(
            {
                "shop/core/domain/a.py": "import json\nfrom shop.core.domain.b import B",
                "shop/core/domain/b.py": "from shop.core.domain import c",
                "shop/core/domain/c.py": "def late():\n    from shop.core.domain.a import A",
            }
        )
    )

    assert str(fault) == (
        "error[import-cycle] shop/core/domain/a.py:2\n"
        "  these modules import each other\n"
        "    shop.core.domain.a\n"
        "    → shop.core.domain.b\n"
        "    → shop.core.domain.c\n"
        "    → shop.core.domain.a\n"
        "  hint: move what they share into a module of its own that imports neither"
    )


def test_a_knot_is_told_once_by_its_shortest_round_trip(write: Write) -> None:
    [fault] = check_architecture(
        write(
            {
                "shop/core/domain/a.py": "from shop.core.domain import b",
                "shop/core/domain/b.py": "from shop.core.domain import c, d",
                "shop/core/domain/c.py": "from shop.core.domain import a",
                "shop/core/domain/d.py": "from shop.core.domain import b",
            }
        )
    )

    assert fault.path == ("shop.core.domain.b", "shop.core.domain.d", "shop.core.domain.b")
    assert fault.message == "these modules import each other, and 2 more hang in the same knot"


def test_a_module_that_imports_itself_is_a_fault(write: Write) -> None:
    [fault] = check_architecture(write({"shop/core/domain/a.py": "from shop.core.domain.a import A"}))

    assert fault.path == ("shop.core.domain.a", "shop.core.domain.a")


def test_a_package_may_gather_its_modules(write: Write) -> None:
    project = write(
        {
            "shop/core/domain/__init__.py": "from shop.core.domain.a import A",
            "shop/core/domain/a.py": "from shop.core.domain import b\nclass A: ...",
            "shop/core/domain/b.py": "",
        }
    )

    assert check_architecture(project) == []
