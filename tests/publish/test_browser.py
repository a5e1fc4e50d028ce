"""The built site in a real browser: accessible, quiet, within the screen, complete by keyboard, closed to the outside."""

import shutil
import threading

import pytest

from turnabout import engine

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = [
    "",
    "programs/demo/",
    "programs/demo/progress/",
    "programs/demo/pairs/",
    "programs/demo/health/",
    "pairs/demo/ana--lee/",
    "people/",
    "people/ana/",
    "guides/mentor/",
    "reference/files/session/",
    "404.html",
]


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        pytest.fail("there is no Chromium; install Debian's: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(pleasant):
    with engine.server(pleasant, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture
def visit(chromium, address):
    """Opens pages and collects what went wrong on them."""
    contexts = []

    def open_page(path, width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda said: page.troubles.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: page.troubles.append(str(fault)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((address, "data:")) else page.troubles.append(asked.url),
        )
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_accessible_quiet_and_fits(visit, path, scheme):
    from axe_playwright_python.base import AXE_SCRIPT

    page = visit(path, scheme=scheme)
    page.evaluate(AXE_SCRIPT)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = [
            (each["id"], node["html"][:120])
            for each in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            for node in each["nodes"]
        ]
        assert found == [], f"{path} at {width} px in {scheme}"
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} scrolls sideways by {wide} px"
    assert page.troubles == []
    expected = "slate" if scheme == "dark" else "default"
    assert page.evaluate("document.body.dataset.mdColorScheme") == expected


def test_search_finds_a_person_by_a_name_with_punctuation(visit):
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("neil")
    page.wait_for_selector(".md-search-result__item a")
    assert "Lee O'Neil-Żak" in page.inner_text(".md-search-result__list")
    page.click(".md-search-result__item a[href*='people/lee']")
    page.wait_for_url("**/people/lee/**")
    assert page.troubles == []


def test_the_choice_of_colours_is_kept_from_page_to_page(visit, address):
    page = visit("", scheme="light")
    page.click("label[title='Switch to dark colours']")
    page.goto(address + "people/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert page.troubles == []


def test_the_keyboard_reaches_every_link_of_a_page(visit):
    page = visit("pairs/demo/ana--lee/")
    wanted = page.evaluate("[...document.querySelectorAll('article a[href]:not(.headerlink)')].map(a => a.href)")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.href || ''"))
    assert set(wanted) <= reached
    assert len(wanted) > 5


def test_an_injected_script_does_not_run(visit):
    page = visit("")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 2'; document.body.append(s)"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_the_directory_is_readable_without_script(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "people/")
    assert "Lee O'Neil-Żak" in page.inner_text("article")
    assert page.is_visible("text=Lee O'Neil-Żak")
    context.close()


def test_the_edit_button_leads_to_the_record(visit):
    page = visit("pairs/demo/ana--lee/")
    target = page.get_attribute("a[rel~=edit]", "href")
    assert target == "https://turnabout.example/files/edit/main/program/pairs/demo/ana--lee.yaml"


def test_a_pair_prints_as_a_pdf(visit):
    assert visit("pairs/demo/ana--lee/").pdf().startswith(b"%PDF")
