"""The server of the built site."""

import socket
import threading
import urllib.request

import pytest

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.site_server import server


def test_the_server_serves_and_a_taken_port_is_one_sentence(tmp_path):
    (tmp_path / "index.html").write_text("hello", encoding="utf-8")
    with server(tmp_path, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{running.server_port}/") as answer:
            assert answer.read() == b"hello"
        with pytest.raises(EnvironmentFaultError) as caught:
            server(tmp_path, running.server_port)
        assert str(running.server_port) in caught.value.message
        running.shutdown()
        thread.join()


def test_serving_what_is_not_built_says_what_to_run(tmp_path):
    with pytest.raises(UsageError) as caught:
        server(tmp_path)
    assert "turnabout publish build" in caught.value.hint


def test_a_browser_that_leaves_early_is_no_fault(tmp_path, capsys):
    (tmp_path / "index.html").write_bytes(b"x" * 20_000_000)
    with server(tmp_path, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        with socket.create_connection(("127.0.0.1", running.server_port)) as browser:
            browser.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
            browser.recv(1_000)
        running.shutdown()
        thread.join()
    # Leaving the block waits for the answers that were begun.
    assert capsys.readouterr().err == ""
