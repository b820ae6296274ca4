"""The work without a database with BlackSheep and msgspec.

Source: https://www.neoteroi.dev/blacksheep/requests/ and https://www.neoteroi.dev/blacksheep/responses/
"""

import os
from datetime import date
from typing import Literal

import msgspec
from blacksheep import Application, Content, Request, Response


class Salary(msgspec.Struct):
    minimum: int
    maximum: int
    currency: str

    def __post_init__(self) -> None:
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")


class Place(msgspec.Struct):
    city: str
    country: str
    remote: bool


class Job(msgspec.Struct):
    title: str
    description: str
    employment: Literal["permanent", "temporary", "freelance", "internship"]
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


class Verdict(msgspec.Struct):
    words: int
    spread: int
    weekend: bool


app = Application()
decode = msgspec.json.Decoder(Job).decode
encode = msgspec.json.Encoder().encode


@app.router.post("/checks")
async def check_job(request: Request) -> Response:
    try:
        job = decode(await request.read() or b"")
    except msgspec.ValidationError as error:
        return answer(422, str(error))
    spread = job.salary.maximum - job.salary.minimum
    return answer(200, Verdict(len(job.description.split()), spread, job.opens_on.weekday() >= 5))


def answer(status: int, value: object) -> Response:
    return Response(status, content=Content(b"application/json", encode(value)))


def add_route(number: int) -> None:
    @app.router.get(f"/route-{number}/{{name}}")
    async def echo(name: str) -> Response:
        return answer(200, name)


for number in range(int(os.environ.get("BENCHMARK_ROUTES", "0"))):
    add_route(number)
