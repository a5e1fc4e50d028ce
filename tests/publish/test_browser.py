"""The built site in a real browser: accessible, quiet, within the screen, complete by keyboard, closed to the outside."""

import json
import os
import re
import shutil
import subprocess
import threading

import pytest

import support_publish as support
from turnabout import site_server

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
    "programs/demo/impact/",
    "programs/demo/health/",
    "stories/",
    "thanks/",
    "pairs/demo/ana--lee/",
    "people/",
    "people/ana/",
    "groups/",
    "agendas/",
    "agendas/ai/",
    "programs/demo/session-1/",
    "guides/agenda/",
    "guides/mentor/",
    "reference/files/session/",
    "reference/feeds/",
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
    with site_server.server(pleasant, 0) as running:
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
    page.click("button[title='Switch to dark colours']")
    page.goto(address + "people/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.click("button[title='Switch to light colours']")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    assert page.troubles == []


def test_without_a_choice_the_colours_follow_the_device_and_the_keyboard_changes_them(visit):
    page = visit("", scheme="light")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.focus("button.colours")
    page.keyboard.press("Enter")
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default", "a choice outlasts the device's"
    assert page.troubles == []


def test_the_colours_change_also_where_the_browser_refuses_to_store(chromium, address):
    context = chromium.new_context(color_scheme="light")
    context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    page = context.new_page()
    page.goto(address)
    page.click("button.colours")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    context.close()


def test_the_keyboard_reaches_every_link_of_a_page(visit):
    page = visit("pairs/demo/ana--lee/")
    wanted = page.evaluate("[...document.querySelectorAll('article a[href]:not(.headerlink)')].map(a => a.href)")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.href || ''"))
    assert set(wanted) <= reached
    assert len(wanted) > 5


def test_a_pair_is_led_to_the_minutes_and_the_questions_of_its_next_session(visit):
    page = visit("pairs/demo/ana--lee/")
    page.click("text=Agenda of session 2")
    page.wait_for_url("**/programs/demo/session-2/")
    assert "12-32" in page.inner_text("article")
    page.click("article ul a[href*='agendas/ai/#practice']")
    page.wait_for_url("**/agendas/ai/#practice")
    assert page.is_visible("#practice")
    assert page.troubles == []


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


# The button that opens the meeting is printed as an address.
FRAME = ".md-header, .md-tabs, .md-footer, .md-sidebar, .trail, .button:not(.facts *), .headerlink, [rel~=edit]"


@pytest.mark.parametrize(("path", "sheets"), [("pairs/demo/ana--lee/", 2), ("programs/demo/progress/", 4)])
def test_a_page_prints_on_few_sheets_light_whole_and_without_the_frame(visit, path, sheets):
    page = visit(path, scheme="dark")
    page.emulate_media(media="print")
    shown = page.evaluate(f"[...document.querySelectorAll('{FRAME}')].filter(each => each.checkVisibility()).length")
    assert shown == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ink = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    assert sum(int(each) for each in re.findall(r"[0-9]+", ink)[:3]) < 300
    # As wide as the text is on A4: nothing may be cut off.
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= sheets


def test_the_plan_of_the_next_session_is_printed_open(visit):
    page = visit("pairs/demo/ana--lee/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = false)")
    page.emulate_media(media="print")
    assert page.locator("details.plan li").first.bounding_box()["height"] > 5


def test_the_keyboard_opens_search_and_a_topic_is_found(visit):
    page = visit("")
    page.keyboard.press("/")
    page.keyboard.type("falconry")
    page.wait_for_selector(".md-search-result__item a[href*='people/ana']")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.md-search-result') !== null")
    page.keyboard.press("Enter")
    page.wait_for_function("location.pathname !== '/'")
    assert page.troubles == []


def test_the_first_screen_of_a_pair_on_a_phone_says_when_where_and_what_to_do(visit):
    page = visit("pairs/demo/ana--lee/", width=390)
    for words in ("Next session", "Open the meeting", "Log a session", "Agenda of session 2"):
        box = page.locator(f"article >> text='{words}'").first.bounding_box()
        assert box["y"] + box["height"] <= 844, f"{words} is below the first screen of a phone"


def test_a_page_that_is_not_there_says_where_to_go_on(visit):
    page = visit("404.html")
    assert page.inner_text("h1") == "This page is not here"
    page.click("article .button >> text=People")
    page.wait_for_url("**/people/")
    assert page.troubles == []


def test_the_skip_link_is_the_first_stop_of_the_keyboard(visit):
    page = visit("guides/mentor/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("md-skip")


@pytest.mark.parametrize("path", PAGES)
def test_every_folded_part_opens_by_keyboard(visit, path):
    page = visit(path)
    for summary in page.query_selector_all("article summary"):
        before = summary.evaluate("each => each.parentElement.open")
        summary.focus()
        page.keyboard.press("Enter")
        assert summary.evaluate("each => each.parentElement.open") != before


@pytest.mark.parametrize("path", ["", "pairs/demo/ana--lee/", "programs/demo/progress/"])
def test_lighthouse_finds_nothing_to_mend_in_accessibility_and_practices(address, path):
    """Scores of performance hang on the machine's load: `benchmarks/publishing.py --lighthouse` measures those."""
    program = support.ROOT / ".venv/node/node_modules/.bin/lighthouse"
    if not program.exists():
        pytest.fail("Lighthouse is missing; install it: make test")
    flags = f"--chrome-flags=--headless=new {' '.join(FLAGS)}"
    kinds = "--only-categories=accessibility,best-practices"
    command = [program, address + path, "--quiet", "--output=json", "--throttling-method=provided", kinds, flags]
    environ = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(command, env=environ, capture_output=True, check=True, timeout=180)
    scores = {name: each["score"] for name, each in json.loads(done.stdout)["categories"].items()}
    assert set(scores) == {"accessibility", "best-practices"}
    assert min(scores.values()) >= 0.95, scores
