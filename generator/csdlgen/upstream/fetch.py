"""Documents from the network. No other module uses it, and this one only reads URLs that the user gave.

Rules:

1. Anything but a complete response with status 200 is an error; no part of it is used.
2. A token is sent to the origin of the given URL only, over https or to this machine. Redirects are followed within
   that origin only: no server decides which other servers a schema is read from.
3. The size of the unpacked document and the time for everything, name resolution included, are limited.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from csdlgen import __version__
from csdlgen.errors import CsdlgenError, failure

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the bytes received and the total, which is 0 where the server does not state it; in another thread."""

_CHUNK = 64 * 1024
_MOST_REDIRECTS = 5
_DIGITS = 19  # of the length of a document; Python reads no number of 5,000
_PORTS = {"https": 443, "http": 80}
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")  # RFC 6750, section 2.1
_DENIED = (401, 403, 407)
_BROKEN = (HTTPException, ValueError, OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The most that a document may take: bytes when unpacked, seconds to connect, seconds for all of it."""

    size: int = 64 * 1024 * 1024
    connect: float = 10.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response: the document, or None where it has not changed since the `etag` that was sent."""

    data: bytes | None
    etag: str = ""


class Origin(NamedTuple):
    """Scheme, host and port of a URL (RFC 6454): what a token is meant for."""

    scheme: str
    host: str
    port: int

    @property
    def is_here(self) -> bool:
        """Whether this is the loopback interface, whose traffic stays on this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def is_url(name: str) -> bool:
    """Whether a name is a URL and not that of a file; `C:\\x` is a file."""
    return _URL.match(name) is not None


def redacted(url: str) -> str:
    """A URL without user, query and fragment, which may be secret. For messages and the lock file."""
    try:
        parts = urlsplit(url)
    except ValueError:  # unmatched brackets
        return re.sub("//[^/]*@", "//", url.partition("?")[0].partition("#")[0])
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def origin(url: str) -> Origin:
    """The origin of an http or https URL. Raises CsdlgenError for any other URL, and for one with a user name in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = SplitResult("", "", "", "", ""), None, None
    if parts.scheme not in _PORTS or not host or not url.isascii() or not url.isprintable() or " " in url:
        raise failure(
            "fetch-url", "a document cannot be read from this URL", "Give an https URL, or a file.", where=redacted(url)
        )
    if "@" in parts.netloc:
        remedy = "Leave it out; a bearer token is taken from CSDLGEN_TOKEN."
        raise failure("fetch-url", "the URL has a user name or password in it", remedy, where=redacted(url))
    return Origin(parts.scheme, host, _PORTS[parts.scheme] if port is None else port)


def fetch(
    url: str,
    *,
    token: str = "",
    etag: str = "",
    insecure: bool = False,
    limits: FetchLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """The document at a URL; with an `etag`, None where the server says that it has not changed.

    Raises CsdlgenError where it cannot be read completely and within the limits.
    """
    limits = limits or FetchLimits()
    home = origin(url)
    _refuse_insecure(url, home, token, insecure=insecure)
    headers = {"Accept": "application/xml, application/json;q=0.9", "Accept-Encoding": "gzip"}
    headers |= {"User-Agent": f"csdlgen/{__version__}"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"If-None-Match": etag} if etag else {}
    done: list[Fetched | BaseException] = []

    def work() -> None:
        try:
            done.append(_fetch(url, home, headers, limits, progress))
        except BaseException as error:  # handed over to the thread that waits, whatever it is
            done.append(error)

    # In a thread, because neither name resolution nor slowly arriving headers are covered by urllib3's timeouts.
    thread = threading.Thread(target=work, name="fetch", daemon=True)
    thread.start()
    thread.join(limits.total)
    if not done:
        remedy = "Try again later, or allow more with --timeout."
        raise failure(
            "fetch-timeout", f"no complete response within {limits.total:g} seconds", remedy, where=redacted(url)
        )
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _refuse_insecure(url: str, home: Origin, token: str, *, insecure: bool) -> None:
    if home.scheme != "https" and not insecure and not home.is_here:
        remedy = "Use https, or pass --insecure if you trust the network in between."
        raise failure(
            "fetch-not-https", "a document read over http may have been changed on the way", remedy, where=redacted(url)
        )
    if not token:
        return
    if not _TOKEN.fullmatch(token):
        raise failure("fetch-token", "CSDLGEN_TOKEN is not a bearer token", "Set it to the token itself, or unset it.")
    if home.scheme != "https" and not home.is_here:
        remedy = "Use https, or unset CSDLGEN_TOKEN."
        raise failure("fetch-token", "a token is not sent over http", remedy, where=redacted(url))


def _fetch(url: str, home: Origin, headers: dict[str, str], limits: FetchLimits, progress: Progress | None) -> Fetched:
    # Imported here, because it takes long to import, and most runs need no network.
    import urllib3

    timeout = urllib3.Timeout(connect=limits.connect, read=limits.total)
    with _pool(url, home) as pool:
        here = url
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                answer = pool.request(
                    "GET", here, headers=headers, timeout=timeout, retries=False, redirect=False, preload_content=False
                )
                redirect = answer.get_redirect_location()
                if not redirect:
                    return _read(answer, url, limits, progress, asked="If-None-Match" in headers)
                answer.close()
            except (urllib3.exceptions.HTTPError, *_BROKEN) as error:
                remedy = "Check the URL and the connection, then try again."
                raise failure("fetch-failed", _reason(error), remedy, where=redacted(url)) from error
            here = _followed(here, redirect, home)
    raise failure("fetch-redirect", "redirected too many times", "Check the URL.", where=redacted(url))


def _pool(url: str, home: Origin) -> PoolManager:
    """A connection pool, through the proxy that the environment names, if any; never to this machine."""
    from urllib.request import getproxies, proxy_bypass

    import urllib3

    proxy = "" if home.is_here or proxy_bypass(home.host) else getproxies().get(home.scheme, "")
    if not proxy:
        return urllib3.PoolManager()
    try:
        return urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}")
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        remedy = "Correct the proxy that the environment names."
        raise failure("fetch-failed", "the proxy's URL cannot be used", remedy, where=redacted(url)) from error


def _reason(error: Exception) -> str:
    """The error in one line, without the object that urllib3's messages begin with, and without the URL, whose query
    may be secret."""
    import urllib3

    inner = error.original_error if isinstance(error, urllib3.exceptions.ProxyError) else error
    text = re.sub(r"^<?\w*Connection\w*\([^)]*\)>?: |^HTTPS?Connection(Pool)?\([^)]*\): ", "", str(inner))
    return f"cannot read it: {text.splitlines()[0][:200] if text else type(inner).__name__}"


def _followed(here: str, redirect: str, home: Origin) -> str:
    there = redirect
    try:
        there = urljoin(here, redirect)
        same = origin(there) == home
    except (CsdlgenError, ValueError):  # ValueError: unmatched brackets
        same = False
    if not same:
        message = f"redirected to another origin, {redacted(there)}"
        remedy = "Give that URL if you want the document from there. If it is a sign-in page, set CSDLGEN_TOKEN."
        raise failure("fetch-redirect", message, remedy, where=redacted(here))
    return there


def _read(
    answer: BaseHTTPResponse, url: str, limits: FetchLimits, progress: Progress | None, *, asked: bool
) -> Fetched:
    """The body of a response that is no redirect, unpacked."""
    if answer.status == 304 and asked:
        return Fetched(None)
    if answer.status != 200:
        denied = "Set CSDLGEN_TOKEN to a bearer token that may read it."
        remedy = denied if answer.status in _DENIED else "Try again later, or check the URL."
        message = f"the server answered {answer.status}{f' {answer.reason[:80]}' if answer.reason else ''}"
        raise failure("fetch-status", message, remedy, where=redacted(url))
    data = bytearray()
    for chunk in _chunks(answer, progress):
        data += chunk
        if len(data) > limits.size:
            message = f"the document is larger than {limits.size // 1024 // 1024} MiB"
            raise failure("fetch-too-large", message, "Give the URL of a $metadata document.", where=redacted(url))
    return Fetched(bytes(data), answer.headers.get("ETag", ""))


def _chunks(answer: BaseHTTPResponse, progress: Progress | None) -> Iterator[bytes]:
    length = answer.headers.get("Content-Length", "")
    total = int(length) if length.isdecimal() and len(length) < _DIGITS else 0
    try:
        for chunk in answer.stream(_CHUNK):
            if progress:
                progress(answer.tell() if hasattr(answer, "tell") else 0, total)
            yield chunk
    finally:
        answer.close()
