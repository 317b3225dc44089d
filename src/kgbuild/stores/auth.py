"""Credentials as a server asks for them: basic, digest or bearer."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from kgbuild.credentials import Credentials


class ChallengeAuth(httpx.Auth):
    """Tells a server who asks: a token at once, a password only in the way the server has asked for.

    So a server that wants digest is never sent the password itself.
    """

    def __init__(self, known: Credentials) -> None:
        self._token = known.token
        user, password = known.user or "", known.password or ""
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, if need be twice."""
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request
            return
        if self._chosen is None:
            response = yield request
            self._chosen = self._fitting(response)
            if self._chosen is None:
                return
        yield from self._chosen.auth_flow(request)

    def _fitting(self, response: httpx.Response) -> httpx.Auth | None:
        if response.status_code != 401:
            return None
        challenges = " ".join(response.headers.get_list("www-authenticate")).lower()
        if "digest" in challenges:
            return self._digest
        return self._basic if "basic" in challenges else None
