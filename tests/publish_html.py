"""Reading built pages: their elements, their text."""

import html.parser

_FREE = {"title", "content", "aria-label", "alt"}  # may hold text
_VOLATILE = {"id", "name", "aria-labelledby", "for"}  # made from headings, which are text


def read(folder, page):
    return (folder / page).read_text(encoding="utf-8")


class _Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, tuple((name, _shown(name, value)) for name, value in attrs)))

    def handle_data(self, data):
        self.words.append(data)


def _shown(name, value):
    if name in _FREE or name in _VOLATILE:
        return ""
    if name == "href" and value:
        head, mark, _ = value.partition("#")
        return head + mark
    return value


def _parsed(page):
    parser = _Elements()
    parser.feed(page)
    parser.close()
    return parser


def elements(page):
    """Every element with its attributes; what is made from text is left out."""
    return _parsed(page).seen


def text_of(page):
    """The page's text with single blanks."""
    return " ".join("".join(_parsed(page).words).split())
