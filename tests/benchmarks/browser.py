"""A browser as small as can be: it calls the WSGI application and keeps cookies.

No network and no other process lie between it and the site, so what it measures is the site; its
own share is about 0.05 ms a request, in the floors as in ours.
"""

import io
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings

from tests.benchmarks import floors


class Broken(Exception):
    """The site answered with something else than it should."""


def site() -> WSGIHandler:
    """The site, with its own middleware."""
    return WSGIHandler()


def bare() -> WSGIHandler:
    """The same project with the middleware and the sessions of a new one."""
    engine = "django.contrib.sessions.backends.db"
    with override_settings(MIDDLEWARE=floors.MIDDLEWARE, SESSION_ENGINE=engine):
        return WSGIHandler()


@dataclass
class Answer:
    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """One person's browser. Posts carry the CSRF cookie's token, as a form would."""

    app: WSGIHandler
    cookies: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    bytes: int = 0
    last_path: str = ""
    address: str = "127.0.0.1"

    def sign_in(self, user, backend: str = "") -> "Browser":
        """A real session in the database, as signing in makes it."""
        client = Client()
        client.force_login(user, backend or settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        self.cookies = {name: client.cookies[name].value, settings.CSRF_COOKIE_NAME: "b" * 32}
        return self

    def get(self, path: str, expect: int = 200) -> Answer:
        return self._call("GET", path, expect)

    def post(self, path: str, data=(), expect: tuple[int, ...] = (200,), **headers) -> Answer:
        fields = list(data.items() if isinstance(data, dict) else data)
        fields.append(("csrfmiddlewaretoken", self.cookies[settings.CSRF_COOKIE_NAME]))
        return self._call("POST", path, expect, urlencode(fields).encode(), headers)

    def follow(self, answer: Answer) -> Answer:
        return self.get(answer.location)

    def _call(self, method, path, expect, body=b"", headers=()) -> Answer:
        path, _hash, _fragment = path.partition("#")
        where, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self.address,
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_LANGUAGE": "en-GB",
            "HTTP_COOKIE": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper()}": value for name, value in dict(headers).items()},
        }
        seen: list = []
        response = self.app(environ, lambda status, head: seen.extend((status, head)))
        content = b"".join(response)
        response.close()
        return self._keep(path, int(seen[0].split()[0]), seen[1], content, expect)

    def _keep(self, path, status, head, content, expect) -> Answer:
        location = ""
        for name, value in head:
            if name == "Location":
                location = value
            elif name == "Set-Cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        self.requests += 1
        self.last_path = path
        self.bytes += len(content)
        wanted = expect if isinstance(expect, tuple) else (expect,)
        if status not in wanted:
            raise Broken(f"{path}: {status} {location} {content[:300]!r}")
        return Answer(status, location, content)
