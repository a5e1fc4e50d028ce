"""The client on its own: what it asks again, what it never does, and what it makes of answers that are none."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from turnabout.forge.hosts.api import ATTEMPTS, LARGEST_ANSWER, Api
from turnabout.forge.hosts.pulls import HostError

SECRET = "tok-secret-0123456789"
Answer = tuple[int, dict[str, str], bytes]


class Server:
    """Answers each request with the next of `answers`, the last one for ever; b"" as status 0 closes the connection."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, str]] = []
        self.waited: list[float] = []
        self.address = ""

    def api(self) -> Api:
        return Api(self.address, {"Authorization": f"Bearer {SECRET}"}, SECRET, self.waited.append)


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    server = Server(*answers)

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            server.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, headers, body = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            if status == 0:
                return
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for verb in ("GET", "POST", "PATCH", "PUT"):
        setattr(Handler, f"do_{verb}", Handler.handle_one)
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def said(data: object, status: int = 200, **headers: str) -> Answer:
    return status, {key.replace("_", "-"): value for key, value in headers.items()}, json.dumps(data).encode()


GONE: Answer = (0, {}, b"")


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT"])
@pytest.mark.parametrize("trouble", [GONE, said({}, 502), said({}, 503), said({}, 429), said({}, 403, Retry_After="0")])
def test_what_may_be_asked_again_is_asked_again(method: str, trouble: Answer) -> None:
    with serving(trouble, said({"a": 1})) as server:
        assert server.api().call(method, "/x").data == {"a": 1}
    assert len(server.asked) == 2
    assert len(server.waited) == 1


@pytest.mark.parametrize("trouble", [GONE, said({}, 502), said({}, 503), said({}, 429), said({}, 403, Retry_After="1")])
def test_a_post_is_never_repeated(trouble: Answer) -> None:
    with serving(trouble, said({})) as server, pytest.raises(HostError):
        server.api().call("POST", "/x", {"a": 1})
    assert (len(server.asked), server.waited) == (1, [])


def test_it_waits_as_long_as_it_is_told_and_no_longer_than_half_a_minute() -> None:
    with serving(said({}, 429, Retry_After="7"), said({})) as server:
        server.api().call("GET", "/x")
    assert server.waited == [7.0]
    with serving(said({}, 429, Retry_After="3600")) as server:
        with pytest.raises(HostError, match="answered 429") as caught:
            server.api().call("GET", "/x")
        assert "3600 seconds" in caught.value.hint
    assert server.waited == []
    with serving(said({}, 503, Retry_After="Wed, 21 Oct 2037 07:28:00 GMT"), said({})) as server:
        server.api().call("GET", "/x")
    assert server.waited == [1.0]


def test_it_gives_up_after_a_few_attempts() -> None:
    with serving(GONE) as server, pytest.raises(HostError, match="cannot be reached") as caught:
        server.api().call("GET", "/x")
    assert (len(server.asked), caught.value.status, caught.value.exit_code) == (ATTEMPTS, 0, 4)


def test_pages_are_followed_within_the_own_origin_only() -> None:
    with serving(said([1]), said([2])) as server:
        server.answers[0] = said([1], Link=f'<{server.address}/next?page=2>; rel="next"')
        assert list(server.api().pages("/x", {"a": "b"})) == [1, 2]
        assert [path for _, path, _ in server.asked] == ["/x?a=b", "/next?page=2"]
    for elsewhere in ("http://localhost:{port}/x", "https://127.0.0.1:{port}/x", "http://u:p@127.0.0.1:{port}/x"):
        with serving(said([1])) as server:
            link = elsewhere.format(port=server.address.rpartition(":")[2])
            server.answers = [said([1], Link=f'<{link}>; rel="next"')]
            with pytest.raises(HostError, match="another address for the next page"):
                list(server.api().pages("/x", {}))
            assert len(server.asked) == 1


def test_a_list_without_end_is_ended() -> None:
    with serving(said([])) as server:
        server.answers = [said([1], Link=f'<{server.address}/x>; rel="next"')]
        with pytest.raises(HostError, match="more than 50 pages"):
            list(server.api().pages("/x", {}))


@pytest.mark.parametrize("method", ["GET", "PATCH", "POST"])
def test_a_redirect_to_another_origin_is_not_followed_and_gets_no_token(method: str) -> None:
    with serving(said({})) as other, serving((307, {}, b"")) as server:
        server.answers = [(307, {"Location": f"{other.address}/x"}, b"")]
        with pytest.raises(HostError, match="redirects to another address"):
            server.api().call(method, "/x", {})
        assert other.asked == []


def test_a_redirect_within_the_origin_is_followed_where_that_keeps_the_meaning() -> None:
    for status, method in ((301, "GET"), (302, "GET"), (307, "PATCH"), (308, "POST")):
        with serving((status, {"Location": "/repositories/1"}, b""), said({"a": 1})) as server:
            assert server.api().call(method, "/x", {}).data == {"a": 1}
            assert [asked[:2] for asked in server.asked] == [(method, "/x"), (method, "/repositories/1")]
    with serving((301, {"Location": "/y"}, b"")) as server, pytest.raises(HostError, match="has moved"):
        server.api().call("PATCH", "/x", {})
    with serving((307, {"Location": "/x"}, b"")) as server, pytest.raises(HostError, match="answered 307"):
        server.api().call("GET", "/x")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said({"message": f"bad token {SECRET}"}, 401), r"answered 401: bad token \*\*\*$"),
        (said({"message": "Validation Failed", "errors": [{"message": "No commits"}]}, 422), "Failed; No commits"),
        (said({"message": ["source", "branch"]}, 400), "answered 400: source; branch"),
        (said({"error": "x\x1b[31m\n\ny"}, 500), "answered 500: x y"),
        (said([1], 404), "answered 404$"),
        ((403, {}, b"<html>no</html>"), "answered 403$"),
        ((200, {}, b"<html>"), "no JSON"),
        ((200, {}, b"\xff"), "no JSON"),
    ],
)
def test_a_refusal_is_one_sentence_without_the_token(answer: Answer, words: str) -> None:
    with serving(answer) as server, pytest.raises(HostError, match=words) as caught:
        server.api().call("POST", "/x", {})
    assert SECRET not in caught.value.message + caught.value.hint + repr(caught.value)
    assert "\n" not in caught.value.message


def test_a_list_that_is_none_is_a_sentence() -> None:
    with serving(said({"a": 1})) as server, pytest.raises(HostError, match="something else than a list"):
        list(server.api().pages("/x", {}))


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    endless = (200, {}, b"[" + b" " * LARGEST_ANSWER + b"]")
    with serving(endless) as server, pytest.raises(HostError, match="far more than was asked for"):
        server.api().call("GET", "/x")


def test_the_token_is_in_the_header_alone() -> None:
    with serving(said({})) as server:
        api = server.api()
        api.call("POST", "/x", {"a": 1}, {"b": "c"})
    assert server.asked == [("POST", "/x?b=c", f"Bearer {SECRET}")]
    assert SECRET not in repr(api)


def test_a_server_that_nobody_runs_is_a_sentence() -> None:
    with serving(said({})) as server:
        api = server.api()
    with pytest.raises(HostError, match="cannot be reached"):
        api.call("GET", "/x")
