"""What the live server answers, and to whom."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.previews.access import make_access
from builder.previews.server import LiveServer, open_server
from builder.previews.studio import Studio
from tests.previews.serving import ask, serving
from tests.previews.tab import DECK
from tests.support import write_deck

FILES: dict[str, str | bytes] = {**DECK, "media/dot.png": b"\x89PNG456789", "media/secret.txt": b"hidden"}
PICTURE = """\
    title: Picture
    source: own
    cards: [{id: dot, kind: basic, front: "![dot](dot.png)", back: b}]
    """


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("server")
    write_deck(root, {**FILES, "30-picture.yaml": PICTURE})
    return root


@pytest.fixture(scope="module")
def server(project: Path) -> Iterator[LiveServer]:
    with serving([project / "cards" / "demo"]) as live:
        yield live


@pytest.fixture(scope="module")
def lan(project: Path) -> Iterator[LiveServer]:
    try:
        with serving([project / "cards" / "demo"], lan=True) as live:
            yield live
    except UsageError:
        pytest.skip("join a network to run this test")


def test_the_first_page_is_the_first_deck(server: LiveServer) -> None:
    assert ask(server, "/").headers["location"] == "demo/"
    page = ask(server, "/demo/")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<title>Demo, preview</title>" in page.body


def test_a_state_names_chapters_by_the_hash_of_their_content(server: LiveServer) -> None:
    state = json.loads(ask(server, "/demo/state.json").body)
    cards = json.loads(ask(server, f"/demo/chapter/{state['chapters'][0]['hash']}.json").body)
    assert [card["key"] for card in cards] == ["gate", "gate", "capital"]
    assert ask(server, "/demo/chapter/0123456789.json").status == 404


def test_media_of_cards_can_be_had_whole_and_in_part(server: LiveServer) -> None:
    (name,) = server.studio.state.decks["demo"].shown.media
    whole = ask(server, f"/demo/media/{name}")
    assert (whole.status, whole.headers["content-type"], whole.body) == (200, "image/png", b"\x89PNG456789")
    part = ask(server, f"/demo/media/{name}", Range="bytes=2-4")
    assert (part.status, part.headers["content-range"], part.body) == (206, "bytes 2-4/10", b"NG4")
    assert ask(server, f"/demo/media/{name}", Range="bytes=10-").status == 416


def test_the_package_is_a_download_and_no_lock_is_written(server: LiveServer, project: Path) -> None:
    reply = ask(server, "/demo/package/demo.apkg")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"] == "attachment; filename=\"deck.apkg\"; filename*=UTF-8''demo.apkg"
    assert "collection.anki2" in zipfile.ZipFile(BytesIO(reply.body)).namelist()
    assert not (project / "cards" / "demo" / "deck.lock").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/demo/media/../../cards/demo/deck.yaml",
        "/demo/media/..%2f..%2fdeck.yaml",
        "/demo/media/%2e%2e/%2e%2e/deck.yaml",
        "/demo/media/..\\deck.yaml",
        "/demo/media/secret.txt",
        "/demo/media/dot.png",
        "/demo/media//etc/passwd",
        "/demo/media/%2fetc%2fpasswd",
        "/demo/package/../package/demo.apkg",
        "/demo/package/other.apkg",
        "/demo/../demo/",
        "//etc/passwd",
        "/etc/passwd",
        "/demo/deck.yaml",
        "/demo",
        "/demo/media/",
        "/demo/media/%00",
        "/../../../../etc/passwd",
        "http://elsewhere.example/demo/",
    ],
)
def test_nothing_else_is_there(server: LiveServer, path: str) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_answered(server: LiveServer, method: str) -> None:
    assert ask(server, "/demo/", method=method).status == 501


def test_a_head_has_headers_and_no_body(server: LiveServer) -> None:
    reply = ask(server, "/demo/state.json", method="HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "host", [None, "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}"]
)
@pytest.mark.parametrize("path", ["/", "/demo/", "/demo/events", "/demo/package/demo.apkg"])
def test_a_foreign_host_is_turned_away(server: LiveServer, host: str | None, path: str) -> None:
    reply = ask(server, path, host=host and host.format(port=server.server_port))
    assert (reply.status, reply.body) == (403, b"this server answers only to the address that it printed\n")


def test_localhost_is_this_machine_too(server: LiveServer) -> None:
    assert ask(server, "/demo/", host=f"localhost:{server.server_port}").status == 200


def test_answers_may_not_be_framed_sniffed_or_read_elsewhere(server: LiveServer) -> None:
    for path in ("/", "/demo/", "/demo/state.json", "/demo/package/demo.apkg", "/nothing"):
        headers = ask(server, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
    policy = ask(server, "/demo/").headers["content-security-policy"]
    assert "default-src 'none'; script-src 'sha256-" in policy


def test_alone_it_listens_on_this_machine_only(server: LiveServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.access.token == ""


def test_in_a_network_every_path_needs_the_token(lan: LiveServer) -> None:
    token = lan.access.token
    assert len(token) >= 22
    assert lan.url.endswith(f"/{token}/")
    for path in (
        "/",
        "/demo/",
        "/demo/events",
        "/demo/package/demo.apkg",
        f"/{token}",
        f"/{token}x/",
        f"/{token[:-1]}/",
    ):
        assert ask(lan, path).status == 403, path
    assert ask(lan, f"/demo/?{token}").status == 403
    assert ask(lan, f"/{token}/").headers["location"] == "demo/"
    assert ask(lan, f"/{token}/demo/").status == 200
    assert ask(lan, f"/{token}/demo/package/demo.apkg").status == 200
    assert ask(lan, f"/{token}/../{token}/demo/").status == 404


def test_in_a_network_the_name_must_be_the_printed_one(lan: LiveServer) -> None:
    for host in ("localhost", "evil.example", "127.0.0.1"):
        assert ask(lan, f"/{lan.access.token}/demo/", host=f"{host}:{lan.server_port}").status == 403


def test_each_server_has_a_token_of_its_own() -> None:
    assert len({make_access("192.0.2.7", 80, lan=True).token for _ in range(20)}) == 20
    assert make_access("192.0.2.7", 80, lan=True).hosts == {"192.0.2.7", "192.0.2.7:80"}


def test_a_taken_port_is_told(server: LiveServer, project: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_server(Studio([project / "cards" / "demo"]), server.server_port, lan=False)
    message = f"127.0.0.1:{server.server_port}: cannot serve: the port is taken; name another port: --port NUMBER"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("asked", "status", "given", "body"),
    [
        ("bytes=8-9", 206, "bytes 8-9/10", b"89"),
        ("bytes=8-10", 206, "bytes 8-9/10", b"89"),
        ("bytes=8-9999999999999999999999", 206, "bytes 8-9/10", b"89"),
        ("bytes=9-", 206, "bytes 9-9/10", b"9"),
        ("bytes=0-0", 206, "bytes 0-0/10", b"\x89"),
        ("bytes=0-", 206, "bytes 0-9/10", b"\x89PNG456789"),
        ("bytes=10-10", 416, "bytes */10", b""),
        ("bytes=5-4", 416, "bytes */10", b""),
        ("bytes=-3", 200, None, b"\x89PNG456789"),
        ("bytes=0-1,3-4", 200, None, b"\x89PNG456789"),
    ],
)
def test_a_range_ends_with_the_file(
    server: LiveServer, asked: str, status: int, given: str | None, body: bytes
) -> None:
    (name,) = server.studio.state.decks["demo"].shown.media
    part = ask(server, f"/demo/media/{name}", Range=asked)
    assert (part.status, part.headers.get("content-range"), part.body) == (status, given, body)


@pytest.mark.parametrize(
    "name",
    ["..%2fdemo.apkg", "%2e%2e%2fdemo.apkg", "..%5cdemo.apkg", "x%2fdemo.apkg", "demo.apkg%00", "DEMO.apkg", "demo"],
)
def test_a_package_has_one_name(server: LiveServer, name: str) -> None:
    assert ask(server, f"/demo/package/{name}").status == 404
