"""A browser of the tests: keeps cookies, sends the CSRF token and its own Origin."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.test import Client

ACCOUNT = "/_allauth/browser/v1/auth/"


class Browser:
    """Opens the page at once, as people do, and so holds a CSRF token."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"origin": settings.PUBLIC_URL, **headers}
        self.boot = self.get("boot").json()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(_address(path), query, headers=self.headers)

    def send(self, method: str, path: str, fields: Any = None) -> Any:
        return self.client.generic(
            method,
            _address(path),
            "" if fields is None else json.dumps(fields),
            "application/json",
            headers={**self.headers, "x-csrftoken": self.csrf_token},
        )

    def post(self, path: str, **fields: Any) -> Any:
        return self.send("POST", path, fields)

    @property
    def csrf_token(self) -> str:
        return self.client.cookies["csrftoken"].value

    @property
    def session_key(self) -> str:
        return self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask_for_code(self, email: str) -> Any:
        return self.post(f"{ACCOUNT}code/request", email=email)

    def confirm(self, code: str) -> Any:
        return self.post(f"{ACCOUNT}code/confirm", code=code)

    def sign_out(self) -> Any:
        return self.send("DELETE", f"{ACCOUNT}session")


def _address(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"
