"""The API and other applications under one address."""

import pytest

from asgi_client import AsgiClient
from atomos import Application
from atomos.adapters.incoming.http import HttpRenderer, HttpSettings
from atomos.adapters.incoming.http.protocol import AsgiApp, Event, Receive, Scope, Send
from library import library


def page(name: str) -> AsgiApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        text = f"{name} {scope['method']} {scope['root_path']} {scope['path']}"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})

    return app


def mounted(app: Application, *paths: str, settings: HttpSettings | None = None, root_path: str = "") -> AsgiClient:
    mounts = [(path, page(path)) for path in paths]
    return AsgiClient(HttpRenderer(app.manifest, app._bus, settings, mounts), root_path)


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("/static/a.css", "/static GET /static /static/a.css"),
        ("/static", "/static GET /static /static"),
        ("/static/deep/x", "/static/deep GET /static/deep /static/deep/x"),
        ("/statics", "/ GET  /statics"),
        ("/", "/ GET  /"),
    ],
)
async def test_the_longest_path_answers(app: Application, target: str, answer: str) -> None:
    client = mounted(app, "/", "/static", "/static/deep")
    assert (await client.get(target)).body.decode() == answer


async def test_the_api_comes_first(app: Application) -> None:
    assert (await mounted(app, "/").get("/books")).json == {"items": [], "next": None}


async def test_a_method_that_the_api_lacks_is_the_mounts(app: Application) -> None:
    client = mounted(app, "/")
    assert (await client.send("PUT", "/books")).body == b"/ PUT  /books"
    assert (await client.send("OPTIONS", "/books")).status == 204


async def test_a_root_path_is_part_of_every_address(app: Application) -> None:
    client = mounted(app, "/pages", settings=HttpSettings(prefix="/api"), root_path="/site")
    created = await client.post("/site/api/books", {"title": "Momo", "pages": 1})
    assert created.headers["location"] == f"/site/api/books/{created.json['id']}"
    assert (await client.get(created.headers["location"])).status == 200
    assert (await client.get(f"/site/api/%62ooks/{created.json['id']}")).status == 200
    assert (await client.get("/site/pages/x")).body == b"/pages GET /site/pages /site/pages/x"
    await client.post("/site/api/books", {"title": "Emil", "pages": 1})
    assert (await client.get("/site/api/books?limit=1")).headers["link"].startswith("</site/api/books?limit=1&after=")


async def test_an_error_of_a_mounted_application_is_its_own(app: Application) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    client = AsgiClient(HttpRenderer(app.manifest, app._bus, mounts=[("/", broken)]))
    with pytest.raises(ZeroDivisionError):
        await client.get("/")


@pytest.mark.parametrize(("paths", "expected"), [((), "websocket.close"), (("/ws",), "websocket.accept")])
async def test_a_websocket_is_a_mounts_or_closed(paths: tuple[str, ...], expected: str) -> None:
    sent: list[Event] = []

    async def accept(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> Event:
        return {"type": "websocket.connect"}

    async def send(event: Event) -> None:
        sent.append(event)

    app = library()
    renderer = HttpRenderer(app.manifest, app._bus, mounts=[(path, accept) for path in paths])
    await renderer({"type": "websocket", "path": "/ws/1", "root_path": ""}, receive, send)
    assert [event["type"] for event in sent] == [expected]


async def test_what_lies_below_the_apis_own_prefix_is_not_left_to_a_mount_above_it(app: Application) -> None:
    client = mounted(app, "/", settings=HttpSettings(prefix="/api"))
    missing = await client.get("/api/nothing")
    assert (missing.status, missing.headers["content-type"]) == (404, "application/problem+json")
    refused = await client.send("PUT", "/api/books")
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert (await client.get("/apiary")).body == b"/ GET  /apiary"


async def test_what_is_mounted_below_the_apis_prefix_on_purpose_answers(app: Application) -> None:
    client = mounted(app, "/", "/api/files", settings=HttpSettings(prefix="/api"))
    assert (await client.get("/api/files/a")).body == b"/api/files GET /api/files /api/files/a"
