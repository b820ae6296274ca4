"""Finding what answers a path."""

import pytest

from atomos.adapters.incoming.http.problem import HttpProblem
from atomos.adapters.incoming.http.router import Router, parameters_of, split_raw


@pytest.fixture
def router() -> Router[str]:
    made: Router[str] = Router()
    for method, path in [
        ("GET", "/tasks"),
        ("POST", "/tasks"),
        ("GET", "/tasks/{task_id}"),
        ("GET", "/tasks/latest"),
        ("POST", "/tasks/{id}/finish"),
        ("POST", "/{shelf}/{book}/lend"),
    ]:
        made.add(method, path, f"{method} {path}")
    return made


def test_a_fixed_path_is_found_with_its_methods(router: Router[str]) -> None:
    assert router.find("/tasks") == ({"GET": "GET /tasks", "HEAD": "GET /tasks", "POST": "POST /tasks"}, ())


def test_parameters_are_found_with_their_values(router: Router[str]) -> None:
    assert router.find("/tasks/7/finish") == ({"POST": "POST /tasks/{id}/finish"}, ("7",))


def test_a_fixed_segment_goes_before_a_parameter(router: Router[str]) -> None:
    found = router.find("/tasks/latest")
    assert found is not None
    assert found[0]["GET"] == "GET /tasks/latest"


def test_a_fixed_segment_that_leads_nowhere_gives_way_to_a_parameter(router: Router[str]) -> None:
    assert router.find("/tasks/latest/finish") == ({"POST": "POST /tasks/{id}/finish"}, ("latest",))
    assert router.find("/tasks/latest/lend") == ({"POST": "POST /{shelf}/{book}/lend"}, ("tasks", "latest"))


@pytest.mark.parametrize("path", ["/", "/task", "/tasks/", "/tasks//finish", "//tasks", "/tasks/7/finish/now", "*", ""])
def test_another_path_is_not_found(router: Router[str], path: str) -> None:
    assert router.find(path) is None


def test_the_parameters_of_a_route_keep_their_order() -> None:
    assert list(parameters_of("/{shelf}/books/{book_id}")) == ["shelf", "book_id"]


def test_an_encoded_slash_stays_in_its_segment() -> None:
    assert split_raw(b"/companies/a%2Fb/%C3%A9") == ["", "companies", "a/b", "é"]


@pytest.mark.parametrize("raw", [b"/%", b"/%2", b"/%zz", b"/%ff"])
def test_a_path_that_cannot_be_decoded_is_refused(raw: bytes) -> None:
    with pytest.raises(HttpProblem) as refusal:
        split_raw(raw)
    assert refusal.value.status == 400
