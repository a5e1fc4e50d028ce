"""Talks to a forge's JSON API: one origin, no blind repetition of a POST, and never a token in a message."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

import httpx

from turnabout.forge.faults import one_line, redact
from turnabout.forge.hosts.pulls import HostError
from turnabout.frozen import dataclass

ATTEMPTS = 3
LONGEST_WAIT = 30.0
"""Seconds: who asks for more is told to the user instead."""
LARGEST_ANSWER = 16 * 1024 * 1024
MOST_PAGES = 50

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
# Asking again for the same end state does no harm; a second POST might create a second thing.
_REPEATABLE = frozenset({"GET", "PATCH", "PUT", "DELETE"})
_BUSY = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 307, 308})
_MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the JSON value, None where there was none, and where the next page is."""

    data: Any
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Api:
    """One forge's API. `base` is its address without a slash at the end, `secret` what no message may hold.

    `sleep` waits so many seconds; it is handed in, since nothing here looks at the clock.
    """

    base: str
    headers: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)
    sleep: Callable[[float], object]
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=_TIMEOUT, follow_redirects=False), repr=False, compare=False
    )

    def close(self) -> None:
        """Give the connection back."""
        self.client.close()

    def call(self, method: str, path: str, payload: object = None, params: Mapping[str, str] | None = None) -> Answer:
        """The answer to `method` on `path` below the base. Raises HostError where there is no good one."""
        url = httpx.URL(self.base + path, params=params) if params else httpx.URL(self.base + path)
        return self._call(method, url, payload)

    def pages(self, path: str, params: Mapping[str, str]) -> Iterator[Any]:
        """The items of a list, page after page, within the API's own origin. Raises HostError."""
        answer = self.call("GET", path, params=params)
        for _ in range(MOST_PAGES):
            if not isinstance(answer.data, list):
                raise self._fault("answered with something else than a list", "", 200)
            yield from answer.data
            if answer.next is None:
                return
            url = httpx.URL(self.base).join(answer.next)
            if not self._is_own(url):
                raise self._fault("points to another address for the next page", _ADDRESS, 200)
            answer = self._call("GET", url, None)
        raise self._fault(f"has more than {MOST_PAGES} pages of pull requests", "close old ones first", 200)

    def _call(self, method: str, url: httpx.URL, payload: object) -> Answer:
        failed = redirected = 0
        while True:
            try:
                response, content = self._send(method, url, payload)
            except httpx.HTTPError as error:
                failed += 1
                if method in _REPEATABLE and failed < ATTEMPTS:
                    self.sleep(float(failed))
                    continue
                raise self._fault(f"cannot be reached ({type(error).__name__})", _NETWORK, 0) from None
            if response.status_code in _REDIRECTS and redirected < _MOST_REDIRECTS:
                redirected += 1
                url = self._redirect(method, url, response)
                continue
            wait = _wait(response, failed + 1)
            if wait is not None and method in _REPEATABLE and failed + 1 < ATTEMPTS and wait <= LONGEST_WAIT:
                failed += 1
                self.sleep(wait)
                continue
            if not response.is_success:
                raise self._refusal(response, content)
            return self._answer(response, content)

    def _send(self, method: str, url: httpx.URL, payload: object) -> tuple[httpx.Response, bytes]:
        with self.client.stream(method, url, json=payload, headers=dict(self.headers)) as response:
            content = bytearray()
            for part in response.iter_bytes():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise self._fault("answered with far more than was asked for", "", response.status_code)
            return response, bytes(content)

    def _redirect(self, method: str, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        """Where to go on. 301 and 302 turn other methods into GET by custom, which is not what was meant."""
        target = url.join(response.headers.get("Location", ""))
        if not self._is_own(target):
            raise self._fault("redirects to another address, which is not followed", _ADDRESS, response.status_code)
        if method != "GET" and response.status_code in {301, 302}:
            raise self._fault("has moved the repository", _ADDRESS, response.status_code)
        return target

    def _is_own(self, url: httpx.URL) -> bool:
        own = httpx.URL(self.base)
        return (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port) and not url.userinfo

    def _answer(self, response: httpx.Response, content: bytes) -> Answer:
        following = response.links.get("next", {}).get("url")
        if not content:
            return Answer(None, following)
        try:
            return Answer(httpx.Response(200, content=content).json(), following)
        except ValueError:
            raise self._fault("answered with something that is no JSON", _ADDRESS, response.status_code) from None

    def _refusal(self, response: httpx.Response, content: bytes) -> HostError:
        status = response.status_code
        said = one_line(redact(_reason(content), [self.secret]))
        hint = _HINTS.get(status, "run the command again")
        wait = response.headers.get("Retry-After", "")
        if wait.isdigit():
            hint = f"it asks to wait {wait} seconds; run the command again then"
        return self._fault(f"answered {status}{f': {said}' if said else ''}", hint, status)

    def _fault(self, what: str, hint: str, status: int) -> HostError:
        return HostError(f"the API of {httpx.URL(self.base).host} {what}", hint or "run the command again", status)


_NETWORK = "check the network and run the command again"
_ADDRESS = "check `git remote -v`, and `api_url` in `turnabout.yaml` or TURNABOUT_API_URL"
_HINTS = {
    401: "the token is wrong or has expired; give another one",
    403: "the token may not do this: it has to read and write pull requests of this repository",
    404: "the repository is not there, or the token may not see it; check `git remote -v` and what the token may do",
}


def _wait(response: httpx.Response, attempt: int) -> float | None:
    """Seconds to wait before the same may be asked again, or None where asking again is no use."""
    asked = response.headers.get("Retry-After", "")
    if response.status_code in _BUSY or (response.status_code == 403 and asked):
        # A date would need a clock; the usual wait does as well.
        return float(asked) if asked.isdigit() else float(attempt)
    return None


def _reason(content: bytes) -> str:
    """What the forge says, from the shapes that GitHub, GitLab and Gitea give their errors."""
    try:
        data = httpx.Response(200, content=content).json()
    except ValueError:
        return ""
    if not isinstance(data, dict):
        return ""
    parts = [data.get("message") or data.get("error") or ""]
    errors = data.get("errors")
    listed = errors if isinstance(errors, list) else []
    parts += [each.get("message") or each.get("code", "") if isinstance(each, dict) else each for each in listed]
    return "; ".join(_words(part) for part in parts if part)


def _words(part: object) -> str:
    return "; ".join(map(str, part)) if isinstance(part, list) else str(part)
