"""Documents over the network: complete, within limits, from the origin that was given, or not at all."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator

import pytest

from csdlgen.errors import CsdlgenError, Diagnostic
from csdlgen.upstream.fetch import Fetched, FetchLimits, fetch, is_url, origin, redacted
from tests.support.loopback import Loopback, Reply, Seen

TOKEN = "eyJhbGciOi.J9-._~+/=="
DOCUMENT = b"<edmx:Edmx/>" * 1000


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as found:
        yield found


def here(server: Loopback, path: str = "/$metadata") -> str:
    return f"{server.url}{path}"


def get(url: str, **keywords: object) -> Fetched:
    return fetch(url, insecure=True, **keywords)  # type: ignore[arg-type]


def refused(url: str, **keywords: object) -> Diagnostic:
    with pytest.raises(CsdlgenError) as caught:
        fetch(url, **{"insecure": True, **keywords})  # type: ignore[arg-type]
    (found,) = caught.value.diagnostics
    assert found.remedy.endswith(".")
    return found


# --- what arrives ---------------------------------------------------------------------------------


def test_a_document_and_its_tag_arrive(server: Loopback) -> None:
    server.reply(Reply(200, DOCUMENT, {"ETag": '"7"'}))
    assert get(here(server)) == Fetched(DOCUMENT, '"7"')
    (seen,) = server.requests
    assert seen.method == "GET"
    assert seen.header("Authorization") is None
    assert seen.header("If-None-Match") is None


def test_gzip_is_asked_for_and_unpacked(server: Loopback) -> None:
    server.reply(Reply(200, gzip.compress(DOCUMENT), {"Content-Encoding": "gzip"}))
    assert get(here(server)).data == DOCUMENT
    assert server.requests[0].header("Accept-Encoding") == "gzip"


def test_progress_is_seen(server: Loopback) -> None:
    server.reply(Reply(200, DOCUMENT))
    seen: list[tuple[int, int]] = []
    get(here(server), progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (len(DOCUMENT), len(DOCUMENT))
    assert seen == sorted(seen)


def test_a_known_tag_may_be_answered_with_unchanged(server: Loopback) -> None:
    server.reply(Reply(304))
    assert get(here(server), etag='W/"7"').data is None
    assert server.requests[0].header("If-None-Match") == 'W/"7"'


def test_unchanged_is_no_answer_to_somebody_who_has_nothing(server: Loopback) -> None:
    server.reply(Reply(304))
    assert refused(here(server)).code == "fetch-status"


# --- what does not --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [201, 204, 206, 400, 401, 403, 404, 429, 500, 503])
def test_any_other_status_is_an_error(server: Loopback, status: int) -> None:
    server.reply(Reply(status, DOCUMENT))
    found = refused(here(server))
    assert found.code == "fetch-status"
    assert str(status) in found.message
    assert ("CSDLGEN_TOKEN" in found.remedy) == (status in (401, 403))
    assert len(server.requests) == 1


@pytest.mark.parametrize("act", ["cut", "short"])
def test_a_connection_that_breaks_is_an_error(server: Loopback, act: str) -> None:
    server.reply(Reply(200, DOCUMENT, act=act))  # type: ignore[arg-type]
    assert refused(here(server)).code == "fetch-failed"


def test_nobody_there() -> None:
    with Loopback() as server:
        url = here(server)
    found = refused(url)
    assert found.code == "fetch-failed"
    assert "refused" in found.message
    assert "object at" not in found.message


def test_a_server_that_hangs_is_waited_for_no_longer_than_allowed(server: Loopback) -> None:
    server.reply(Reply(200, DOCUMENT, act="hang"))
    begun = time.monotonic()
    assert refused(here(server), limits=FetchLimits(total=0.3)).code in ("fetch-timeout", "fetch-failed")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_when_unpacked_is_refused(server: Loopback, packed: bool) -> None:
    body = b" " * 3_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    server.reply(*[Reply(200, gzip.compress(body) if packed else body, headers)] * 2)
    assert refused(here(server), limits=FetchLimits(size=len(body) - 1)).code == "fetch-too-large"
    assert get(here(server), limits=FetchLimits(size=len(body))).data == body


def test_what_says_it_is_packed_and_is_not(server: Loopback) -> None:
    server.reply(Reply(200, DOCUMENT, {"Content-Encoding": "gzip"}))
    assert refused(here(server)).code == "fetch-failed"


# --- from where -----------------------------------------------------------------------------------


def test_redirects_within_the_origin_are_followed_with_the_token(server: Loopback) -> None:
    server.reply(Reply.redirect("/v2/$metadata"), Reply.redirect(here(server, "/v3/$metadata")), Reply(200, DOCUMENT))
    assert get(here(server), token=TOKEN).data == DOCUMENT
    assert [each.target for each in server.requests] == ["/$metadata", "/v2/$metadata", "/v3/$metadata"]
    assert {each.header("Authorization") for each in server.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_to_another_origin_are_refused_and_nothing_is_asked_there(server: Loopback, status: int) -> None:
    with Loopback(lambda _: Reply(200, DOCUMENT)) as other:
        server.reply(Reply.redirect(f"{other.url}/$metadata?code=secret", status))
        found = refused(here(server), token=TOKEN)
        assert found.code == "fetch-redirect"
        assert other.url in found.message
        assert "secret" not in found.message
        assert not other.requests


@pytest.mark.parametrize("target", ["file:///etc/passwd", "//user@127.0.0.1/x", "ftp://127.0.0.1/x", "http://[::1/x"])
def test_redirects_to_no_place_at_all_are_refused(server: Loopback, target: str) -> None:
    server.reply(Reply.redirect(target))
    assert refused(here(server)).code == "fetch-redirect"


def test_redirects_in_a_circle_end(server: Loopback) -> None:
    server.handler = lambda _: Reply.redirect("/$metadata")
    assert refused(here(server)).code == "fetch-redirect"
    assert len(server.requests) <= 10


@pytest.mark.parametrize("host", ["service.invalid", "localhost.invalid", "127.0.0.1.invalid", "10.0.0.1", "[::2]"])
def test_http_has_to_be_asked_for(host: str) -> None:
    assert refused(f"http://{host}/$metadata", insecure=False).code == "fetch-not-https"


def test_http_of_this_machine_has_not(server: Loopback) -> None:
    server.reply(Reply(200, DOCUMENT))
    assert fetch(here(server)).data == DOCUMENT


@pytest.mark.parametrize("token", ["Bearer s3cret", "s3cret\r\nX: y", "s3crét", " "])
def test_what_is_no_token_is_not_sent_or_shown(server: Loopback, token: str) -> None:
    found = refused(here(server), token=token)
    assert found.code == "fetch-token"
    assert "s3cr" not in found.message
    assert not server.requests


def test_a_token_is_not_sent_over_http_to_elsewhere() -> None:
    assert refused("http://service.invalid/$metadata", token=TOKEN).code == "fetch-token"


def test_a_proxy_is_never_asked_for_this_machine(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        server.reply(Reply(200, DOCUMENT))
        assert get(here(server)).data == DOCUMENT
        assert not proxy.requests


def test_a_proxy_of_the_environment_is_asked_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(seen: Seen) -> Reply:
        return Reply(200, seen.target.encode())

    with Loopback(answer) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert get("http://service.invalid/x").data == b"http://service.invalid/x"


# --- URLs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://",
            "https:///x",
            "ftp://a/b",
            "file:///etc/passwd",
            "https://a:x/",
            "https://[::1/",
            "https://a/b c",
        ),
        *("https://a/\n", "https://ä/", "https://a:99999/", "https://user:secret@a/", "https://secret@[a/"),
    ],
)
def test_what_is_no_url_of_a_document_is_refused(url: str) -> None:
    found = refused(url)
    assert found.code == "fetch-url"
    assert "secret" not in f"{found.message} {found.where}"


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://A.example/x") == origin("https://a.example:443/y?z")
    assert origin("https://a.example/") != origin("http://a.example/")
    assert origin("https://a.example/") != origin("https://a.example:8443/")
    assert origin("http://127.9.9.9/").is_here
    assert not origin("http://127.0.0.1.example/").is_here


def test_what_is_shown_has_no_secrets() -> None:
    assert redacted("https://user:pw@a.example:1/x/$metadata?sig=s#f") == "https://a.example:1/x/$metadata"
    assert "s3cret" not in redacted("https://[bad?x=s3cret")


def test_files_are_no_urls() -> None:
    assert [each for each in ("a.xml", "C:\\a.xml", "c:/a.xml", "./a", "http:a") if is_url(each)] == []
    assert is_url("HTTPS://a/b")
