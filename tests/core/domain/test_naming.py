"""Names made of names."""

import pytest

from atomos.core.domain.naming import kebab, plural, snake


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("task", "tasks"),
        ("job_category", "job_categories"),
        ("day", "days"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("branch", "branches"),
        ("young_person", "young_people"),
        ("child", "children"),
    ],
)
def test_a_collection_has_the_english_plural_of_its_last_word(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("name", "in_snake_case", "in_kebab_case"),
    [
        ("FinishTask", "finish_task", "finish-task"),
        ("HTTPRoute", "http_route", "http-route"),
        ("Task2Do", "task2_do", "task2-do"),
    ],
)
def test_an_abbreviation_is_one_word(name: str, in_snake_case: str, in_kebab_case: str) -> None:
    assert (snake(name), kebab(name)) == (in_snake_case, in_kebab_case)
