"""Whether the competitors answer the same before anybody counts how fast."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from benchmarks.harness.competitor import Store
from benchmarks.harness.database import seeded_id
from benchmarks.harness.load import Request
from benchmarks.work.requests import LIST, posting_body
from benchmarks.work.stage import Player

_QUESTIONS: Final = (
    Request("GET", f"/postings/{seeded_id(7)}"),
    Request("GET", LIST),
    Request("POST", f"/postings/{seeded_id(7)}/applications", '{"applicant": "Ann"}'),
    Request("GET", f"/postings/{seeded_id(7)}"),
    Request("POST", "/checks", posting_body(1)),
    Request("POST", "/postings", posting_body(1)),
)
_OWN: Final = ("id", "posted_at")
"""What each competitor makes anew for a new posting."""


def compare(players: Sequence[Player]) -> list[str]:
    """What differs from the answers of the first player, in words."""
    if not players:
        return []
    first, *others = players
    expected = [(question, _ask(first, question)) for question in _QUESTIONS]
    return [
        f"{' on '.join(player.key)} answers {question.method} {question.path} with {answer}; "
        f"{' on '.join(first.key)} with {wanted}"
        for player in others
        for question, wanted in expected
        if (player.competitor.store is not Store.NONE or question.path == "/checks")
        and (answer := _ask(player, question)) != wanted
    ]


def _ask(player: Player, question: Request) -> tuple[int, Any]:
    status, body = player.server.ask(question.method, question.path, question.body)
    try:
        answer = json.loads(body)
    except ValueError:
        return status, body.decode(errors="replace")[:200]
    return status, comparable(answer, made_anew=status == 201)


def comparable(answer: Any, *, made_anew: bool = False) -> Any:
    """The part of an answer that everyone has to give alike: a page's items, and instants as such."""
    if not isinstance(answer, Mapping):
        return answer
    if "items" in answer:
        return [comparable(item) for item in answer["items"]]
    shown = {name: value for name, value in answer.items() if not (made_anew and name in _OWN)}
    if "posted_at" in shown:
        shown["posted_at"] = datetime.fromisoformat(shown["posted_at"])
    return shown
