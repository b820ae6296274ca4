from collections.abc import Callable
from pathlib import Path

import pytest

from atomos.architecture import check_architecture
from atomos.architecture.gherkin import Sentence, read_sentences
from atomos.architecture.layout import layout_sentences
from atomos.architecture.steps import STEPS

Write = Callable[..., Path]


def codes_and_places(project: Path) -> list[tuple[str, str]]:
    return [(fault.code, fault.place) for fault in check_architecture(project)]


def test_every_sentence_of_the_layout_has_exactly_one_definition() -> None:
    assert [sentence.text for sentence in layout_sentences()] == list(STEPS)


def test_a_line_that_is_no_gherkin_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2 is no Gherkin: Perhaps a sentence"):
        list(read_sentences("Feature: X\nPerhaps a sentence"))


def test_a_step_knows_its_scenario() -> None:
    feature = "Feature: X\n\n  # why\n  Scenario: One\n    Given a,\n    And b\n  Scenario: Two\n    Then c"

    assert list(read_sentences(feature)) == [Sentence("One", "a"), Sentence("One", "b"), Sentence("Two", "c")]


def test_a_service_in_the_layout_is_clean(write: Write) -> None:
    assert check_architecture(write()) == []


def test_a_service_is_found_by_its_package_as_by_its_project(write: Write) -> None:
    assert check_architecture(write() / "shop") == []


def test_a_fault_names_the_sentence_the_place_and_a_hint(write: Write) -> None:
    [fault] = check_architecture(write({"shop/adapters/incoming/pages.py": None, "shop/main.py": "import atomos"}))

    assert str(fault) == (
        "error[missing-room] shop/adapters/incoming\n"
        '  there is no adapters/incoming – Adapters: "adapters/incoming" has controllers, pages '
        'and consumers, "adapters/outgoing" repositories and clients\n'
        "  hint: keep controllers, pages and consumers there"
    )


@pytest.mark.parametrize(
    ("left_out", "place"),
    [
        ("shop/core/domain", "shop/core/domain"),
        ("shop/core/use_cases", "shop/core/use_cases"),
        ("shop/core/ports/incoming", "shop/core/ports/incoming"),
        ("shop/core/ports/outgoing", "shop/core/ports/outgoing"),
        ("shop/adapters/outgoing", "shop/adapters/outgoing"),
    ],
)
def test_a_room_that_is_not_there_is_a_fault(write: Write, left_out: str, place: str) -> None:
    project = write()
    for file in (project / left_out).iterdir():
        file.unlink()
    (project / left_out).rmdir()

    assert ("missing-room", place) in codes_and_places(project)


@pytest.mark.parametrize("left_out", ["shop/config.py", "shop/main.py", "Dockerfile"])
def test_an_entry_point_that_is_not_there_is_a_fault(write: Write, left_out: str) -> None:
    [fault] = [f for f in check_architecture(write({left_out: None})) if f.code == "missing-entry-point"]

    assert fault.message.startswith(f"there is no {Path(left_out).stem}")


def test_the_dockerfile_may_stand_in_the_package(write: Write) -> None:
    assert check_architecture(write({"Dockerfile": None, "shop/Dockerfile": ""})) == []


def test_a_dockerfile_above_the_project_is_not_the_services(write: Write, tmp_path: Path) -> None:
    (tmp_path / "nested").mkdir()
    package = (write() / "shop").rename(tmp_path / "nested" / "shop")
    (tmp_path / "nested" / "pyproject.toml").touch()

    assert codes_and_places(package) == [("missing-entry-point", "shop")]


def test_a_command_among_use_cases_is_a_fault(write: Write) -> None:
    use_case = """
        from dataclasses import dataclass

        @dataclass(frozen=True)
        class CancelOrder:
            reason: str

        def cancel_order(command: CancelOrder) -> None: ...
        """

    assert codes_and_places(write({"shop/core/use_cases/cancel.py": use_case})) == [
        ("misplaced-message", "shop/core/use_cases/cancel.py:7")
    ]


def test_the_question_of_a_query_may_stand_beside_it(write: Write) -> None:
    use_case = """
        import dataclasses

        @dataclasses.dataclass(frozen=True)
        class FindOrders:
            words: str

        def find_orders(query: "FindOrders") -> list[str]: ...
        """

    assert check_architecture(write({"shop/core/use_cases/find.py": use_case})) == []


@pytest.mark.parametrize("decorator", ["@dataclass", "@dataclass(slots=True)", "@dataclasses.dataclass(frozen=False)"])
def test_an_entity_among_use_cases_is_a_fault(write: Write, decorator: str) -> None:
    use_case = f"import dataclasses\nfrom dataclasses import dataclass\n{decorator}\nclass Basket:\n    id: int\n"

    assert codes_and_places(write({"shop/core/use_cases/basket.py": use_case})) == [
        ("misplaced-entity", "shop/core/use_cases/basket.py:4")
    ]


def test_a_handler_outside_of_the_use_cases_is_a_fault(write: Write) -> None:
    handler = """
        from shop.core.domain import order

        def place(command: order.PlaceOrder) -> None: ...
        def is_large(command: order.PlaceOrder) -> bool: ...
        def _place(command: order.PlaceOrder) -> None: ...
        """

    [fault] = check_architecture(write({"shop/core/domain/placing.py": handler}))

    assert (fault.code, fault.place) == ("misplaced-handler", "shop/core/domain/placing.py:3")
    assert fault.message.startswith("place is an action – Core: ")


def test_an_offer_in_main_is_a_fault(write: Write) -> None:
    main = """
        from atomos import Service, anyone
        from shop.core.domain.order import Order

        service = Service("shop")
        service.offer(Order, to=anyone)
        """

    assert codes_and_places(write({"shop/main.py": main})) == [("misplaced-offer", "shop/main.py:5")]


def test_a_port_and_an_adapter_outside_of_their_rooms_are_faults(write: Write) -> None:
    main = """
        import atomos
        from shop.config import FakePayments
        from shop.core.domain.order import Order

        service = atomos.Service("shop")
        service.provide(Order, FakePayments)
        """

    assert codes_and_places(write({"shop/main.py": main})) == [
        ("misplaced-adapter", "shop/main.py:6"),
        ("misplaced-port", "shop/main.py:6"),
    ]


def test_settings_may_be_provided_from_the_config(write: Write) -> None:
    main = """
        from atomos import Service
        from shop.config import ShopSettings, read_shop_settings

        service = Service("shop")
        service.provide(ShopSettings, read_shop_settings)
        """

    assert check_architecture(write({"shop/main.py": main})) == []


def test_pages_outside_of_the_incoming_adapters_are_a_fault(write: Write) -> None:
    main = """
        from atomos import Service
        from shop.adapters.outgoing import stripe

        def assets(): ...

        service = Service("shop")
        service.mount("/pages", stripe)
        service.mount("/assets", assets)
        """

    assert codes_and_places(write({"shop/main.py": main})) == [("misplaced-adapter", "shop/main.py:7")]


def test_a_service_in_one_file_has_no_layout(tmp_path: Path) -> None:
    todo = tmp_path / "todo.py"
    todo.write_text("import sqlite3\nfrom atomos import Service\n", encoding="utf-8")

    assert check_architecture(todo) == []
