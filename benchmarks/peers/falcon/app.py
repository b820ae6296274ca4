"""The work without a database with Falcon and msgspec.

Source: https://falcon.readthedocs.io/en/stable/user/recipes/msgspec-integration.html
"""

import os
from datetime import date
from typing import Literal

import falcon
import falcon.asgi
import msgspec


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


decode = msgspec.json.Decoder(Job).decode
encode = msgspec.json.Encoder().encode


class Checks:
    async def on_post(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        try:
            job = decode(await req.stream.read())
        except msgspec.ValidationError as error:
            raise falcon.HTTPUnprocessableEntity(description=str(error)) from error
        spread = job.salary.maximum - job.salary.minimum
        resp.data = encode(Verdict(len(job.description.split()), spread, job.opens_on.weekday() >= 5))


class Echo:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response, name: str) -> None:
        resp.data = encode(name)


app = falcon.asgi.App()
app.add_route("/checks", Checks())
for number in range(int(os.environ.get("BENCHMARK_ROUTES", "0"))):
    app.add_route(f"/route-{number}/{{name}}", Echo())
