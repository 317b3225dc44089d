"""Fetching from a real server on the loopback interface."""

from __future__ import annotations

import csv
import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import json_shapes
from kgbuild.cli import main
from kgbuild.documents import Document, Skipped, read_documents
from kgbuild.errors import DocumentError
from kgbuild.fetching import Fetched, FetchSettings, fetch
from kgbuild.fetching.addresses import checked, is_public
from kgbuild.fetching.client import PoliteClient
from kgbuild.fetching.feeds import entries
from kgbuild.fetching.folder import FetchedFolder

SAID = "Chad's army said on Friday that it had sent no helicopters to Niger."
PAGE = f"<!DOCTYPE html><html><body><article><h1>On Chad</h1><p>{SAID} None did.</p></article></body></html>"
Route = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What a server has at which path, and what was asked of it."""

    url: str
    routes: dict[str, Route | Callable[[dict[str, str]], Route]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def has(
        self, path: str, content: str | bytes, kind: str = "text/html", status: int = 200, **more: str
    ) -> str:
        headers = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in more.items()}
        self.routes[path] = (status, headers, content.encode() if isinstance(content, str) else content)
        return self.url + path


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, headers))
            route = site.routes.get(self.path, (404, {}, b""))
            status, more, body = route(headers) if callable(route) else route
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        site = Site(f"http://127.0.0.1:{running.server_address[1]}")
        yield site
        running.shutdown()


@pytest.fixture
def site(server: Site) -> Site:
    server.routes.clear()
    server.asked.clear()
    return server


def get(folder: Path, *addresses: str, most: int = 100, **settings: object) -> list[Fetched | Skipped]:
    options = FetchSettings(**{"pause": 0.0, "allow_private": True, **settings})  # type: ignore[arg-type]
    client = PoliteClient(options)
    try:
        return list(fetch(addresses, client, FetchedFolder(folder), most))
    finally:
        client.close()


def reason(folder: Path, address: str, **settings: object) -> str:
    (found,) = get(folder, address, **settings)
    assert isinstance(found, Skipped)
    assert found.path == address
    return found.reason


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def feed(*items: str) -> str:
    inside = f"<channel><title>World</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{inside}</rss>'


def item(link: str, title: str = "On Chad", day: str = "Fri, 07 Mar 2025 23:30:00 -0500") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate></item>"


# --- Pages and feeds


def test_pages_of_a_feed_become_documents_with_the_days_of_the_feed(site: Site, tmp_path: Path) -> None:
    pages = [site.has(f"/news/{n}.html", PAGE.replace("helicopters", f"{n} tanks")) for n in range(3)]
    address = site.has(
        "/feed", feed(*(item(page, f"Report {n}") for n, page in enumerate(pages))), "text/xml"
    )
    found = get(tmp_path, address, most=2)
    assert [type(each) for each in found] == [Fetched, Fetched]
    documents = [each for each in read_documents([tmp_path]) if isinstance(each, Document)]
    assert sorted((d.title, d.issued, d.source) for d in documents) == [
        ("Report 0", "2025-03-07", pages[0]),
        ("Report 1", "2025-03-07", pages[1]),
    ]
    assert all("helicopters" not in d.text and "tanks" in d.text for d in documents)
    assert {row["feed"] for row in table(tmp_path)} == {address}


def test_what_has_not_changed_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    def page(headers: dict[str, str]) -> Route:
        same = headers.get("if-none-match") == '"1"'
        return (304, {}, b"") if same else (200, {"ETag": '"1"', "Content-Type": "text/html"}, PAGE.encode())

    site.routes["/a"] = page
    dated = site.has("/b", f"B. {SAID}", "text/plain", Last_Modified="Fri, 07 Mar 2025 10:00:00 GMT")
    get(tmp_path, f"{site.url}/a", dated)
    again = get(tmp_path, f"{site.url}/a", dated)
    assert again[0] == Fetched(f"{site.url}/a", None)
    assert site.asked[-1][1]["if-modified-since"] == "Fri, 07 Mar 2025 10:00:00 GMT"
    for path in tmp_path.glob("a-*"):
        path.unlink()
    assert get(tmp_path, f"{site.url}/a")[0] != Fetched(f"{site.url}/a", None)


def test_a_table_that_was_mended_keeps_what_was_mended(site: Site, tmp_path: Path) -> None:
    page = site.has("/a", PAGE)
    (tmp_path / "documents.csv").write_text("file,note,publisher\nold.txt,kept,\n", encoding="utf-8")
    get(tmp_path, page)
    new, old = table(tmp_path)
    assert (old["file"], old["note"], new["source"]) == ("old.txt", "kept", page)
    mended = (
        (tmp_path / "documents.csv")
        .read_text(encoding="utf-8")
        .replace(f"{new['file']},,", f"{new['file']},,Nile Post")
    )
    (tmp_path / "documents.csv").write_text(mended, encoding="utf-8")
    get(tmp_path, page)
    assert table(tmp_path)[0]["publisher"] == "Nile Post"
    (tmp_path / "documents.csv").write_text("title\nA\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="is not in order, so nothing is fetched"):
        get(tmp_path, page)


def test_a_charset_that_only_the_server_tells_is_kept(site: Site, tmp_path: Path) -> None:
    said = "Дефанс сообщила, что танки не отправлены в Нигер, и повторила это в пятницу на встрече."
    get(tmp_path, site.has("/a", said.encode("koi8-r"), "text/plain; charset=koi8-r"))
    (document,) = read_documents([tmp_path])
    assert isinstance(document, Document)
    assert document.text == said


def test_packed_answers_are_unpacked_up_to_the_limit(site: Site, tmp_path: Path) -> None:
    packed = site.has("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert isinstance(get(tmp_path, packed)[0], Fetched)
    bomb = site.has("/bomb", gzip.compress(bytes(3_000_000)), Content_Encoding="gzip")
    assert "unpacks to more than 2 MB" in reason(tmp_path, bomb, most_bytes=2_000_000)


# --- What is refused


def test_robots_are_heeded_and_asked_for_once(site: Site, tmp_path: Path) -> None:
    site.has("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open\n", "text/plain")
    closed, opened = site.has("/private/a", PAGE), site.has("/private/open", PAGE)
    found = get(tmp_path, closed, opened)
    assert isinstance(found[0], Skipped)
    assert "robots.txt does not allow" in found[0].reason
    assert isinstance(found[1], Fetched)
    assert site.paths() == ["/robots.txt", "/private/open"]


def test_without_robots_all_is_allowed_but_not_where_the_server_fails(site: Site, tmp_path: Path) -> None:
    page = site.has("/a", PAGE)
    assert isinstance(get(tmp_path, page)[0], Fetched)
    site.has("/robots.txt", "", status=503)
    assert "cannot tell what programs may fetch" in reason(tmp_path, page)
    site.asked.clear()
    assert len(get(tmp_path, page, site.has("/b", PAGE))) == 2
    assert site.paths() == ["/robots.txt"]


def test_a_host_is_given_the_time_it_asks_for(site: Site, tmp_path: Path) -> None:
    site.has("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    waits: list[float] = []
    client = PoliteClient(FetchSettings(pause=2.0, allow_private=True), sleep=waits.append)
    try:
        list(fetch([site.has("/a", PAGE), site.has("/b", PAGE)], client, FetchedFolder(tmp_path)))
    finally:
        client.close()
    assert [round(wait) for wait in waits] == [7, 7]


def test_redirects_are_followed_a_few_times_and_held_to_the_same_rules(site: Site, tmp_path: Path) -> None:
    site.has("/robots.txt", "User-agent: *\nDisallow: /closed\n", "text/plain")
    end = site.has("/end", PAGE)
    moved = site.has("/moved", "", status=302, Location="/end")
    get(tmp_path, moved)
    assert table(tmp_path)[0]["source"] == end
    assert "more than 5 times" in reason(tmp_path, site.has("/loop", "", status=302, Location="/loop"))
    for to, told in [
        ("/closed", "robots.txt"),
        ("file:///etc/passwd", "no web address of http"),
        ("http://me:secret@example.org/", "name or password"),
        ("http://a:b/", "Invalid URL"),
    ]:
        assert told in reason(tmp_path, site.has("/to", "", status=301, Location=to))


def test_addresses_that_are_not_public_are_refused(site: Site, tmp_path: Path) -> None:
    page = site.has("/a", PAGE)
    port = page.split(":")[2]
    for address in (
        page,
        f"http://localhost:{port}",
        f"http://127.1:{port}",
        f"http://[::ffff:127.0.0.1]:{port}",
    ):
        assert "--allow-private" in reason(tmp_path, address, allow_private=False)
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.20.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("example.org", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///a",
        "http://",
        "http://a:b/",
        f"http://a/{'b' * 3000}",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(DocumentError, match="is no web address"):
        checked(address)


def test_cookies_and_passwords_are_not_sent(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    get(tmp_path / "to", site.has("/a", PAGE, Set_Cookie="a=1"), site.has("/b", PAGE))
    assert site.paths() == ["/robots.txt", "/a", "/b"]
    assert not any({"cookie", "authorization", "referer"} & set(headers) for _, headers in site.asked)


def test_answers_that_are_no_documents_are_named(site: Site, tmp_path: Path) -> None:
    assert "answers 404" in reason(tmp_path, f"{site.url}/gone")
    assert "busy, and asks to come back after 120" in reason(
        tmp_path, site.has("/busy", "", status=429, Retry_After="120")
    )
    assert "kind that is not read (image/png)" in reason(tmp_path, site.has("/a.png", "x", "image/png"))
    assert "is larger than 1 MB" in reason(tmp_path, site.has("/a", "x" * 1_000_001), most_bytes=1_000_000)
    assert reason(tmp_path, site.has("/empty", "")) == "is empty"
    assert "cannot be reached" in reason(tmp_path, "http://127.0.0.1:1/")


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"<?xml version='1.0'?><a/>", b"<rss", b"<feed>\xff\x00"]
)
def test_what_is_no_feed_is_none(content: bytes) -> None:
    assert not entries(content, "http://example.org/")


def test_an_atom_feed_with_relative_addresses() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <entry><title type="html">On &lt;b&gt;Chad&lt;/b&gt;</title><link href="../a"/>
      <dc:publisher>Nile Post</dc:publisher>
      <published>2025-03-07T23:30:00-05:00</published><updated>2025-03-09T00:00:00Z</updated></entry>
      <entry><title>Nowhere</title></entry></feed>"""
    (entry,) = entries(atom, "https://example.org/x/feed") or ()
    assert (entry.address, entry.title, entry.issued) == ("https://example.org/a", "On Chad", "2025-03-07")
    assert entry.publisher == "Nile Post"


# --- The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["fetch", *map(str, arguments)])


def test_the_command_tells_what_it_did(site: Site, tmp_path: Path) -> None:
    page = site.has("/a", PAGE, ETag='"1"')
    private = run(page, "--to", tmp_path / "to")
    assert private.exit_code == 3
    assert private.stderr.startswith(
        f"Skipped: {page}: is on this machine or in a private network: --allow-private"
    )
    done = run(page, "--to", tmp_path / "to", "--allow-private", "--pause", "0")
    assert (done.exit_code, done.stderr) == (0, f"1 page saved in {tmp_path / 'to'}\n")
    again = run(
        page, page + "?gone", "--to", tmp_path / "to", "--allow-private", "--pause", "0", "--format", "json"
    )
    told = json_shapes.check("fetch", again.stdout, empty=("unchanged",))
    assert (again.exit_code, told["saved"][0]["address"]) == (3, page)
    assert run(page).exit_code == 2
