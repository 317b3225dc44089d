"""Passwords and redirects: who is told what, on real sockets."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty import Fault, Handler, Seen, proxied
from loading import counts, graph_name, load, opened, quads, write

import servers
from kgbuild.credentials import Credentials
from kgbuild.errors import LoadError
from kgbuild.stores import Transport, read_shares, sync
from kgbuild.stores.body import Body, FilePart, Zipped
from servers import Server

ME = Credentials("reader", "open sesame")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three documents."""
    return write(tmp_path / "a.nq", quads(range(3)))


def wanting(challenge: str) -> Fault:
    """Let pass only who shows any Authorization; ask for one otherwise."""

    def fault(handler: Handler, seen: Seen) -> bool:
        if "Authorization" in seen.headers:
            return False
        handler.body(seen)
        handler.reply(401, b"", {"WWW-Authenticate": challenge})
        return True

    return fault


def shown(requests: list[Seen]) -> list[str]:
    return [seen.headers["Authorization"] for seen in requests if "Authorization" in seen.headers]


def test_basic_is_answered_with_user_and_password(dataset: str, path: Path) -> None:
    with proxied(dataset, wanting('Basic realm="x"')) as proxy:
        load(proxy.url, path, credentials=ME)
    assert set(shown(proxy.seen)) == {"Basic " + base64.b64encode(b"reader:open sesame").decode()}
    assert len(proxy.seen) - len(shown(proxy.seen)) == 1, "only the first request is sent twice"
    assert counts(dataset) == {graph_name(number): 20 for number in range(3)}


def test_who_wants_digest_never_sees_the_password(dataset: str, path: Path) -> None:
    challenge = 'Digest realm="x", nonce="abc", qop="auth", algorithm=SHA-256, Basic realm="x"'
    with proxied(dataset, wanting(challenge)) as proxy:
        load(proxy.url, path, credentials=ME)
    assert shown(proxy.seen)
    assert all(header.startswith('Digest username="reader"') for header in shown(proxy.seen))
    assert "sesame" not in str(shown(proxy.seen))


def test_a_token_is_shown_at_once(dataset: str, path: Path) -> None:
    with proxied(dataset) as proxy:
        load(proxy.url, path, credentials=Credentials(token="abc"))
    assert shown(proxy.seen) == ["Bearer abc"] * len(proxy.seen)


def test_nobody_is_told_anything_unasked(dataset: str, path: Path) -> None:
    with proxied(dataset) as proxy:
        load(proxy.url, path, credentials=ME)
    assert shown(proxy.seen) == []


@pytest.fixture(params=["basic", "digest"])
def guarded(request: pytest.FixtureRequest, tmp_path: Path, fuseki: Server) -> Iterator[str]:
    """A dataset of a Fuseki that asks for a password itself."""
    folder = tmp_path / "guarded"
    folder.mkdir()
    (folder / "passwords").write_text("reader: open sesame\n")
    server = servers.provide(
        servers.fuseki,
        folder,
        f"--auth={request.param}",
        f"--passwd={folder / 'passwords'}",
        "--update",
        "--mem",
        "/kg",
    )
    yield f"{server.url}/kg"
    server.stop()


def test_fuseki_with_a_password(guarded: str, path: Path) -> None:
    with pytest.raises(LoadError, match="set KGBUILD_USER and KGBUILD_PASSWORD"):
        load(guarded, path)
    with pytest.raises(LoadError, match=r"\(401\)") as raised:
        load(guarded, path, credentials=Credentials("reader", "wrong sesame"))
    assert "sesame" not in str(raised.value)
    assert load(guarded, path, credentials=ME).sent == 3
    assert load(guarded, path, credentials=ME).same == 3


def test_credentials_do_not_show() -> None:
    assert "sesame" not in repr(ME)
    assert "abc" not in repr(Credentials(token="abc"))


def moving(status: int, target: str) -> Fault:
    """Redirect what is not where it should be."""

    def fault(handler: Handler, seen: Seen) -> bool:
        if "moved" in seen.path:
            return False
        handler.body(seen)
        handler.reply(status, b"", {"Location": target.format(path=seen.path)})
        return True

    return fault


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_refused(dataset: str, path: Path, status: int) -> None:
    with proxied(dataset) as other:
        target = other.url + "?{path}"
        with (
            proxied(dataset, moving(status, target)) as proxy,
            pytest.raises(LoadError, match="not followed, or data and password might come to other hands"),
        ):
            load(proxy.url, path, credentials=ME)
    assert other.seen == []


def test_a_redirect_on_the_same_server_is_followed(dataset: str, path: Path) -> None:
    def back(handler: Handler, seen: Seen) -> bool:
        handler.path = handler.path.replace("moved=1", "").rstrip("?&")
        return False

    def away(handler: Handler, seen: Seen) -> bool:
        if "moved" in seen.path:
            return False
        handler.body(seen)
        mark = "&" if "?" in seen.path else "?"
        handler.reply(308, b"", {"Location": f"{seen.path}{mark}moved=1"})
        return True

    with proxied(dataset, away, back) as proxy:
        load(proxy.url, path, kind="fuseki")
    assert counts(dataset) == {graph_name(number): 20 for number in range(3)}


def test_an_endless_redirect_is_left(dataset: str, path: Path) -> None:
    with proxied(dataset, moving(307, "{path}")) as proxy, pytest.raises(LoadError, match="in a circle"):
        load(proxy.url, path, kind="fuseki")
    assert len(proxy.seen) < 10


def test_tls_that_is_none(fuseki: Server, path: Path) -> None:
    with pytest.raises(LoadError, match="no TLS there: begin the address with http://"):
        load(fuseki.url.replace("http:", "https:") + "/kg", path)


def test_packed_bodies_arrive(dataset: str, path: Path) -> None:
    with proxied(dataset) as proxy:
        transport = Transport(zipped=True)
        store = opened(proxy.url, transport, kind="fuseki")
        sync(store, read_shares([path], path.parent, "urn:g"))
        transport.close()
        assert {seen.headers.get("Content-Encoding") for seen in proxy.writes} == {"gzip"}
        assert proxy.writes[0].size < path.stat().st_size / 3
    assert counts(dataset) == {graph_name(number): 20 for number in range(3)}


def test_a_body_can_be_sent_again_and_packed(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"0123456789" * 100_000)
    body = Body([b"<", FilePart(file, 5, 900_000), b">"], "text/plain")
    whole = b"<" + file.read_bytes()[5:900_005] + b">"
    assert body.length == len(whole)
    assert FilePart(file, 5, 900_000).open().read() == whole[1:-1]
    assert b"".join(body) == b"".join(body) == whole
    packed = Zipped(body)
    assert gzip.decompress(b"".join(packed)) == gzip.decompress(b"".join(packed)) == whole


def test_connections_are_kept(dataset: str, path: Path) -> None:
    ports = set()

    def note(handler: Handler, _: Seen) -> bool:
        ports.add(handler.client_address[1])
        return False

    with proxied(dataset, note) as proxy:
        load(proxy.url, path, jobs=1)
        assert len(proxy.seen) > 4
    assert len(ports) == 1
