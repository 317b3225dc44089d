"""Who asks a server: read from the environment, netrc or the keyring, never from the command line.

A command line is seen by every user of the machine and kept in the shell's history.
"""

from __future__ import annotations

import netrc
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

from kgbuild.credentials import Credentials

USER = "KGBUILD_USER"
PASSWORD = "KGBUILD_PASSWORD"
TOKEN = "KGBUILD_TOKEN"
HELP = (
    f"A server that asks who you are is told {TOKEN}, or {USER} and {PASSWORD}, from the environment; "
    f"else what ~/.netrc says of its host; else, with {USER} set and `pip install kgbuild[keyring]`, "
    "the keyring's password for the service kgbuild:HOST."
)


def credentials(url: str, environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return what this user is known by to the server of an address; None where nothing is set.

    Raises click.UsageError for an address that holds a password, a password without its user, or a netrc
    file that cannot be read.
    """
    known = os.environ if environment is None else environment
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise click.UsageError(
            f"a password does not belong in an address, where others can see it: set {USER} and {PASSWORD}"
        )
    if token := known.get(TOKEN):
        return Credentials(token=token)
    user, password = known.get(USER), known.get(PASSWORD)
    if user and password is not None:
        return Credentials(user, password)
    if password is not None:
        raise click.UsageError(f"{PASSWORD} is set, but {USER} is not: set both")
    host = parts.hostname or ""
    found = _in_netrc(host, user, known) or (_in_keyring(host, user) if user else None)
    if found is None and user:
        raise click.UsageError(f"{USER} is set, but no password for {host} is known: set {PASSWORD}")
    return found


def _in_netrc(host: str, user: str | None, known: Mapping[str, str]) -> Credentials | None:
    path = Path(known["NETRC"]) if known.get("NETRC") else Path.home() / ".netrc"
    try:
        entry = netrc.netrc(str(path)).authenticators(host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "msg", error)
        raise click.UsageError(f"{path}: cannot be read as netrc: {reason}: correct it") from error
    if entry is None or (user and entry[0] != user):
        return None
    return Credentials(entry[0], entry[2] or "")


def _in_keyring(host: str, user: str) -> Credentials | None:
    password = kept_password(host, user)
    return None if password is None else Credentials(user, password)


def kept_password(host: str, name: str) -> str | None:
    """Return what the keyring keeps for a host under a name; None where there is no such thing."""
    try:
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    try:
        password: str | None = keyring.get_password(f"kgbuild:{host}", name)
    except KeyringError:
        return None
    return password
