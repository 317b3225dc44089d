"""Which addresses may be asked: public ones, over http and https, and none that carries a password."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from kgbuild.errors import DocumentError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MOST = 2_000
"""Characters of an address."""


def checked(address: str) -> httpx.URL:
    """Return a web address that may be asked, without its fragment. Raises DocumentError with the reason."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError) as error:
        raise DocumentError("is no web address") from error
    if url.scheme not in ("http", "https") or not url.host or len(address) > _MOST:
        raise DocumentError("is no web address of http or https")
    if url.userinfo:
        raise DocumentError("carries a name or password, which is not sent: leave it out")
    return url.copy_with(fragment=None)


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, also where it wraps one of IPv4."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class PublicSockets(httpcore.NetworkBackend):
    """Connects to public addresses only: a name is looked up once, and what was looked at is connected to."""

    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect. Raises DocumentError where one of the addresses of a name is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
        if not all(map(is_public, addresses)):
            raise DocumentError(
                "is on this machine or in a private network: --allow-private lets it be fetched"
            )
        for number, address in enumerate(addresses, start=1):
            try:
                return self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Refuse: no web address is one."""
        raise httpcore.ConnectError("no web address")
