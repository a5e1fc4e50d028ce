from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.errors import UsageError
from turnabout.forge.hosts import KINDS, Host, compare_url, host_for


@pytest.mark.parametrize(
    ("address", "kind", "page"),
    [
        ("https://github.com/acme/people.git", "github", "https://github.com/acme/people"),
        ("https://token:x@github.com/acme/people", "github", "https://github.com/acme/people"),
        ("git@github.com:acme/people.git", "github", "https://github.com/acme/people"),
        ("github.com:acme/people", "github", "https://github.com/acme/people"),
        ("ssh://git@ssh.github.com:443/acme/people.git", "github", "https://github.com/acme/people"),
        ("ssh://git@github.example.com:2222/a/b.git", "github", "https://github.example.com/a/b"),
        ("https://gitlab.com/group/sub/people.git", "gitlab", "https://gitlab.com/group/sub/people"),
        ("git@gitlab.acme.example:group/sub/people.git", "gitlab", "https://gitlab.acme.example/group/sub/people"),
        ("https://codeberg.org/a/b.git", "gitea", "https://codeberg.org/a/b"),
        ("http://gitea.local:3000/a/b.git", "gitea", "http://gitea.local:3000/a/b"),
        ("forgejo@forgejo.example:a/b.git", "gitea", "https://forgejo.example/a/b"),
        ("git@bitbucket.org:team/people.git", "bitbucket", "https://bitbucket.org/team/people"),
        ("https://git.acme.example/a/b.git", "none", "https://git.acme.example/a/b"),
        ("HTTPS://GitHub.com/Acme/People.git/", "github", "https://github.com/Acme/People"),
        ("/srv/git/github.com/people.git", "none", None),
        ("../server.git", "none", None),
        ("file:///srv/github.com/a/b.git", "none", None),
        ("C:/repos/a/b.git", "none", None),
        ("C:\\repos\\a", "none", None),
        ("https://github.com/only-one", "github", None),
        ("https://github.com:99999/a/b", "none", None),
        ("https://evil\x1b[31m.github.com/a/b", "none", None),
        ("https://github.com/a/../b", "none", None),
        ("https://[::1/a/b", "none", None),
        ("", "none", None),
    ],
)
def test_the_host_is_told_by_the_address(address: str, kind: str, page: str | None) -> None:
    host = host_for(address)
    assert host.web_url == page
    assert host.kind == kind or page is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("github", "https://h.example/a/b/compare/main...turnabout/pair/x?expand=1"),
        (
            "gitlab",
            "https://h.example/a/b/-/merge_requests/new?merge_request%5Bsource_branch%5D=turnabout%2Fpair%2Fx"
            "&merge_request%5Btarget_branch%5D=main",
        ),
        ("gitea", "https://h.example/a/b/compare/main...turnabout/pair/x"),
        ("bitbucket", "https://h.example/a/b/pull-requests/new?source=turnabout%2Fpair%2Fx&dest=main"),
        ("none", None),
    ],
)
def test_every_kind_has_its_own_address(kind: str, expected: str | None) -> None:
    host = host_for("/srv/x.git", kind, "https://h.example/a/b.git/")
    assert host == Host(kind, "https://h.example/a/b")
    assert compare_url(host, "main", "turnabout/pair/x") == expected


@given(st.sampled_from([kind for kind in KINDS if kind != "none"]), st.text(min_size=1), st.text(min_size=1))
def test_no_branch_name_breaks_out_of_the_address(kind: str, base: str, branch: str) -> None:
    base, branch = (name.encode("utf-8", "replace").decode() for name in (base, branch))
    url = compare_url(Host(kind, "https://h.example/a/b"), base, branch) or ""
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "h.example", "")
    assert url.isascii()
    assert not set(url) & set(" \"'<>\\^`{|}[]\n")
    values = [value for found in parse_qs(parts.query).values() for value in found]
    assert values in ([], ["1"], [branch, base])


@pytest.mark.parametrize(
    "web_url", ["", "github.com/a/b", "https://h.example/", "https://u@h.example/a/b", "https://h:x/a/b"]
)
def test_a_configured_page_is_a_plain_address(web_url: str) -> None:
    with pytest.raises(UsageError) as caught:
        host_for("/srv/x.git", "github", web_url)
    assert caught.value.exit_code == 2


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="not one we know"):
        host_for("https://github.com/a/b", "sourceforge")


@given(st.text())
def test_no_address_is_too_odd(address: str) -> None:
    host = host_for(address)
    assert host.kind in KINDS
    assert host.web_url is None or host.web_url.isascii()


@given(
    st.text(st.characters(categories=["L", "N"]), min_size=3), st.text(st.characters(categories=["L", "N"]), min_size=3)
)
def test_user_and_password_never_reach_a_page(user: str, password: str) -> None:
    page = host_for(f"https://{user}-u:{password}-p@github.com/a/b.git").web_url
    assert page == "https://github.com/a/b"
