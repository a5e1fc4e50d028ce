import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.forge.faults import git_fault, is_plain, one_line, redact

WORDS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"], exclude_characters="/'\""), min_size=1)


@given(WORDS, WORDS)
def test_whatever_stands_before_the_host_is_gone(user: str, password: str) -> None:
    line = f"fatal: unable to access 'https://{user}:{password}@host.example/x.git/': no"
    assert redact(line) == "fatal: unable to access 'https://host.example/x.git/': no"


def test_query_and_known_secrets_are_gone() -> None:
    assert redact("see https://h/x.git?private_token=abc&y=1 now") == "see https://h/x.git now"
    assert redact("tokens abcd and abc", ["abc", "abcd", ""]) == "tokens *** and ***"


@given(st.text())
def test_a_line_is_one_line_and_short(text: str) -> None:
    shown = one_line(text, 30)
    assert len(shown) <= 30
    assert not any(ord(sign) < 32 or sign in "\x7f\u2028\u2029\u202e\ud800" for sign in shown)
    assert is_plain(shown)


@pytest.mark.parametrize(
    ("err", "words"),
    [
        ("fatal: detected dubious ownership in repository at '/x'", "belongs to another user"),
        ("git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.", "credentials"),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "not known to ssh"),
        ("fatal: could not read Username for 'https://h': terminal prompts disabled", "credentials"),
        ("fatal: unable to access 'https://h/': The requested URL returned error: 403", "credentials"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "cannot be reached"),
        ("error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec", "cannot be reached"),
        ("fatal: https://h/x.git/info/refs not valid: is this a git repository?", "cannot be reached"),
        ("fatal: invalid server response; got 'x'", "cannot be reached"),
        ("error: insufficient permission for adding an object to repository database", "object store"),
        ("remote: fatal: No space left on device\nfatal: early EOF", "cannot be reached"),
    ],
)
def test_known_failures_have_plain_words(err: str, words: str) -> None:
    fault = git_fault("fetch", "", err, remote="origin")
    assert words in fault.message
    assert fault.hint


def test_an_unknown_failure_quotes_git_without_credentials() -> None:
    fault = git_fault("fetch", "", "warning: x\nfatal: odd thing at https://u:pw@h/x\x1b[31m\nmore", secrets=["odd"])
    assert fault.message == "`git fetch` failed: fatal: *** thing at https://h/x"
    assert git_fault("gc", "", "").message == "`git gc` failed: no reason"


@given(st.text(), st.text())
def test_no_output_of_git_is_too_odd_for_a_sentence(out: str, err: str) -> None:
    fault = git_fault("push", out, err)
    assert is_plain(fault.message)
    assert fault.exit_code == 4
