import re
from collections.abc import Callable
from pathlib import Path

import pytest

from atomos import architecture
from atomos.architecture import check_architecture
from atomos.core.domain.errors import Misconfigured

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "place"),
    [("def (", "shop/core/domain/broken.py:1"), ("x = 1\x00", "shop/core/domain/broken.py")],
)
def test_a_file_that_is_no_python_is_a_fault(write: Write, text: str, place: str) -> None:
    [fault] = check_architecture(write({"shop/core/domain/broken.py": text}))

    assert fault.code == "unreadable-module"
    assert fault.place.startswith(place)


def test_nothing_of_the_service_is_imported(write: Write) -> None:
    assert check_architecture(write({"shop/__init__.py": "raise RuntimeError"})) == []


def test_a_service_in_a_source_folder_is_found(write: Write, tmp_path: Path) -> None:
    project = write()
    (project / "src").mkdir()
    (project / "shop").rename(project / "src" / "shop")

    assert check_architecture(project) == []


def test_a_service_inside_a_larger_package_has_its_full_name(write: Write, tmp_path: Path) -> None:
    project = write()
    (project / "company").mkdir()
    (project / "company" / "__init__.py").touch()
    package = (project / "shop").rename(project / "company" / "shop")
    for file in package.rglob("*.py"):
        file.write_text(file.read_text().replace("from shop", "from company.shop"), encoding="utf-8")
    (package / "core" / "domain" / "money.py").write_text("from company import tax", encoding="utf-8")

    assert [(f.code, f.place) for f in check_architecture(package)] == [
        ("domain-import", "company/shop/core/domain/money.py:1")
    ]


def test_a_folder_without_a_service_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"there is no service in .*: no folder there has a core or a main.py"):
        check_architecture(tmp_path)


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="nothing is neither a folder nor a Python file"):
        check_architecture(tmp_path / "nothing")


def test_a_folder_with_several_services_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "core").mkdir(parents=True)

    with pytest.raises(Misconfigured, match=re.escape("there are several services in ") + ".*: a, b; name one of them"):
        check_architecture(tmp_path)


def test_the_check_is_the_one_public_name() -> None:
    assert architecture.__all__ == ["check_architecture"]
