from collections.abc import Callable
from pathlib import Path

import pytest

from atomos.architecture import check_architecture

Write = Callable[..., Path]


@pytest.mark.parametrize(
    "line",
    [
        "import json, zoneinfo, collections.abc",
        "from annotated_types import Gt",
        "from shop.core.domain.order import Order",
        "from .order import Order",
        "from http import HTTPStatus",
        "from urllib.parse import urlsplit",
    ],
)
def test_the_domain_may_import_the_standard_library_and_itself(write: Write, line: str) -> None:
    assert check_architecture(write({"shop/core/domain/money.py": line})) == []


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("import pydantic", "pydantic"),
        ("from atomos import Repository", "atomos"),
        ("import sqlite3", "sqlite3"),
        ("from urllib import request", "urllib"),
        ("import importlib; importlib.import_module('requests')", "requests"),
        ("__import__('requests')", "requests"),
        ("from ..use_cases import order", "shop.core.use_cases.order"),
        ("from ..ports.outgoing.payments import Payments", "shop.core.ports.outgoing.payments"),
        ("def late():\n    from shop import config", "shop.config"),
        ("import shop", "shop"),
    ],
)
def test_the_domain_may_import_nothing_else(write: Write, line: str, end: str) -> None:
    faults = check_architecture(write({"shop/core/domain/money.py": line}))

    [fault] = [fault for fault in faults if fault.code == "domain-import"]
    assert fault.path[:2] == ("shop.core.domain.money", end)


def test_the_path_is_drawn_to_what_an_import_brings_in(write: Write) -> None:
    project = write(
        {
            "shop/core/domain/order.py": "import shop.clock\nclass Order: ...\nclass PlaceOrder: ...",
            "shop/clock.py": "from shop import tables",
            "shop/tables.py": "import json\nimport sqlite3",
        }
    )

    [fault] = check_architecture(project)

    assert str(fault) == (
        "error[domain-import] shop/core/domain/order.py:1\n"
        "  shop.clock does not belong here: the domain imports the standard library, "
        "itself and annotated_types\n"
        "    shop.core.domain.order\n"
        "    → shop.clock\n"
        "    → shop.tables\n"
        "    → sqlite3\n"
        "  hint: give it as an outgoing port, and let an adapter import it"
    )


@pytest.mark.parametrize(
    "line",
    [
        "from atomos import After, Envelope, NotFound, Page, UnitOfWork",
        "import asyncio",
        "from . import order",
    ],
)
def test_a_use_case_may_import_what_it_works_with(write: Write, line: str) -> None:
    assert check_architecture(write({"shop/core/use_cases/other.py": line})) == []


@pytest.mark.parametrize(
    "line",
    [
        "from atomos import Service",
        "import atomos",
        "from atomos import *",
        "from atomos.core.domain.errors import NotFound",
        "import httpx",
        "import subprocess",
        "from shop.core.ports.incoming import api",
        "from shop.adapters.outgoing import stripe",
        "from shop import main",
    ],
)
def test_a_use_case_may_import_nothing_else(write: Write, line: str) -> None:
    faults = check_architecture(write({"shop/core/use_cases/other.py": line}))

    assert [fault.code for fault in faults] == ["use-case-import"]


@pytest.mark.parametrize("line", ["import httpx", "from shop.core.use_cases import order", "from shop import config"])
def test_a_port_imports_the_domain_and_atomos_only(write: Write, line: str) -> None:
    faults = check_architecture(write({"shop/core/ports/outgoing/mail.py": line}))

    assert [fault.code for fault in faults] == ["port-import"]


def test_a_use_case_may_not_reach_the_offers_through_a_port(write: Write) -> None:
    [fault] = check_architecture(
        write({"shop/core/ports/outgoing/payments.py": "from ..incoming import api\nclass Payments: ..."})
    )

    assert (fault.code, fault.place) == ("use-case-import", "shop/core/use_cases/order.py:5")
    assert fault.path == (
        "shop.core.use_cases.order",
        "shop.core.ports.outgoing.payments",
        "shop.core.ports.incoming.api",
    )


def test_adapters_do_not_import_each_other(write: Write) -> None:
    [fault] = check_architecture(write({"shop/adapters/incoming/pages.py": "from ..outgoing.stripe import Stripe"}))

    assert (fault.code, fault.place) == ("adapter-import", "shop/adapters/incoming/pages.py:1")
    assert fault.message == "the adapter incoming/pages imports the adapter outgoing/stripe"


def test_all_adapters_in_one_module_are_still_adapters(write: Write) -> None:
    project = write(
        {
            "shop/adapters/outgoing/stripe.py": None,
            "shop/adapters/outgoing.py": "class Stripe: ...",
            "shop/adapters/incoming/pages.py": "from shop.adapters.outgoing import Stripe",
            "shop/main.py": "",
        }
    )

    assert [(fault.code, fault.place) for fault in check_architecture(project)] == [
        ("adapter-import", "shop/adapters/incoming/pages.py:1")
    ]


def test_siblings_of_one_adapter_may_import_each_other(write: Write) -> None:
    project = write(
        {
            "shop/adapters/outgoing/mail/__init__.py": "from shop.adapters.outgoing.mail.smtp import Smtp",
            "shop/adapters/outgoing/mail/smtp.py": "from .text import wrap\nclass Smtp: ...",
            "shop/adapters/outgoing/mail/text.py": "from shop.core.use_cases import order\ndef wrap(): ...",
        }
    )

    assert check_architecture(project) == []


def test_adapters_do_not_reach_each_other_through_main(write: Write) -> None:
    faults = check_architecture(write({"shop/adapters/incoming/cli.py": "from shop.main import service"}))

    [fault] = [fault for fault in faults if fault.code == "adapter-import"]
    assert fault.path == ("shop.adapters.incoming.cli", "shop.main", "shop.adapters.incoming.pages")


@pytest.mark.parametrize("module", ["config", "demo"])
def test_only_main_names_adapters(write: Write, module: str) -> None:
    faults = check_architecture(write({f"shop/{module}.py": "from shop.adapters.outgoing.stripe import Stripe"}))

    assert [(fault.code, fault.place) for fault in faults] == [("adapter-named", f"shop/{module}.py:1")]


def test_an_entry_point_may_start_what_main_made(write: Write) -> None:
    assert check_architecture(write({"shop/demo.py": "from shop.main import service"})) == []


def test_a_part_of_the_standard_library_that_reaches_outside_is_told_as_such(write: Write) -> None:
    [fault] = check_architecture(write({"shop/core/domain/money.py": "from urllib import request"}))

    assert fault.message == "urllib.request reaches outside of the service, which is the work of adapters"


def test_a_package_around_the_rooms_brings_nothing_in(write: Write) -> None:
    faults = check_architecture(write({"shop/core/__init__.py": "import sqlalchemy"}))

    assert [(fault.code, fault.place) for fault in faults] == [("package-import", "shop/core/__init__.py:1")]


@pytest.mark.parametrize("path", ["shop/core/helpers.py", "shop/adapters/mail.py", "shop/shared/text.py"])
def test_a_module_without_a_room_is_a_fault(write: Write, path: str) -> None:
    assert [(fault.code, fault.place) for fault in check_architecture(write({path: ""}))] == [("unplaced-module", path)]


@pytest.mark.parametrize("path", ["shop/migrations/versions/0001_create.py", "shop/tests/test_x.py", "shop/.tmp/x.py"])
def test_what_stands_beside_the_service_is_not_checked(write: Write, path: str) -> None:
    assert check_architecture(write({path: "import anything"})) == []


def test_an_environment_inside_the_service_is_not_checked(write: Write) -> None:
    project = write({"shop/env/pyvenv.cfg": "", "shop/env/lib/module.py": "import anything"})

    assert check_architecture(project) == []


def test_a_service_whose_folder_is_on_the_path_itself_is_checked_alike(write: Write) -> None:
    project = write(
        {
            "shop/__init__.py": None,
            "shop/core/domain/money.py": "from core.use_cases import order",
            "shop/core/domain/price.py": "import core.domain.order",
        }
    )

    assert [(f.code, f.place) for f in check_architecture(project)] == [
        ("domain-import", "shop/core/domain/money.py:1")
    ]
