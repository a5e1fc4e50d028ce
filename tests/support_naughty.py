"""Odd and hostile texts of our own, and the fields of text in the schemas that have to take them."""

from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.shapes.nodes import resolved

# Every one of these may stand in a file, in any field of free text.
NAUGHTY = (
    # other scripts, both directions, letters that combine or join
    "مرحبا بالعالم",
    "שלום, עולם!",
    "abc مرحبا def 123",
    "日本語テキスト、全角スペース\u3000あり",
    "ไทยไม่มีช่องว่าง",
    "e\u0301a\u0308 is not éä",
    "Z̷̢a̵͔l̴͕g̵o̷",
    "\u0301 begins with a combining sign",
    "zero\u200bwidth\u200cjoin\u200der\u2060word",
    "soft\u00adhyphen and no\u00a0break\u202fspace",
    "ﬁ ligature, Ⅷ, ℌ, ①, ²",
    "İstanbul ıI ß ẞ ǅ",
    "Ω ≈ ç √ ∫ ˜ µ ≤ ≥ ÷",
    # beyond the basic plane
    "👩‍🏫👨🏿‍💻🏳️‍🌈🇵🇹🇧🇷",
    "👍🏻👍🏿 ☺️☺ 1️⃣",
    "𝒽𝑒𝓁𝓁𝑜 𐍈 𠜎",
    "private \ue000 and \U0010fffd",
    # YAML
    "no",
    "Yes",
    "~",
    "null",
    "- dash",
    "? mark",
    ": colon",
    "key: value",
    "#hash",
    "text # no comment",
    "&anchor *alias !tag !!python/object/apply:os.system",
    "%YAML 1.1",
    "--- not a document",
    "---",
    "...",
    "{flow: [map, ]}",
    "[",
    "}",
    "|",
    ">-",
    "@at",
    "`tick`",
    "'single' and \"double\"",
    "ends in \\",
    "\\u0000 \\x00 \\0 \\n %00 &#0;",
    "1e3",
    "0x1F",
    "0o17",
    "12:30:45",
    "2026-03-02",
    "<<",
    "=",
    # white space
    " leading",
    "trailing ",
    "tab\tinside",
    "two\nlines",
    "blank\n\n\nlines",
    "  deep\n first\n   line",
    "ends in line feeds\n\n",
    "\n begins with one",
    # Markdown and HTML
    "# heading",
    "1. list",
    "* _ ** __ ~~ ``` `` |",
    "| a | b |\n|---|---|\n| c | d |",
    "[link](javascript:alert(1)) ![x](//evil.example/x.png)",
    "<https://evil.example> https://evil.example",
    "[ref]: https://evil.example 'x'",
    "{: onclick=alert(1) .x #y }",
    "!!! warning\n    x",
    "--8<-- \"/etc/passwd\"",
    "<!-- turnabout: people -->",
    "<!-- comment",
    "]]> <![CDATA[x]]>",
    "<script>alert(1)</script>",
    "</textarea></title></style></script><svg/onload=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp;amp; &nbsp; &unknown; &#x3c;",
    # templates, formats, shells, paths
    "{{ 7*7 }} {% raw %} {# x #} ${7*7} <%= 7*7 %> #{7*7}",
    "%s %d %n %(x)s {0} {x!r} $1 \\1",
    "$(touch x) `touch x` ; rm -rf / || true && false > /dev/null",
    "../../../../etc/passwd",
    "C:\\Windows\\System32\\con",
    "file:///etc/passwd",
    # spreadsheets, calendars, logs
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    "@SUM(1+1)",
    '=HYPERLINK("https://evil.example","x")',
    "a;b,c\\;d\\,e",
    "END:VEVENT\nBEGIN:VEVENT",
    "SUMMARY;X=\"y\":z",
    "::error file=x::y",
    "::set-output name=x::y %0A %25",
    "line\x85".replace("\x85", " next"),
    # SQL and other old friends
    "Robert'); DROP TABLE mentors;--",
    "' OR 1=1 --",
    "undefined NaN Infinity true None nil",
    "O'Neil-Żak d’Arc “quoted” ‘single’ – — …",
    # very long
    "x" * 180,
    "word " * 30 + "end",
    "🏳️‍🌈" * 30,
    "https://example.org/" + "a" * 150,
)  # fmt: skip

# None of these may stand in a file as itself; each is told with its place.
REFUSED = {
    "\x00": "U+0000",
    "\x07": "U+0007",
    "\x1b[31mred": "U+001B",
    "\x7f": "U+007F",
    "next\x85line": "U+0085",
    "line\u2028separator": "U+2028",
    "paragraph\u2029separator": "U+2029",
    "\u202egnp.exe": "U+202E",
    "\u2066isolate": "U+2066",
    "mark\u200f": "U+200F",
    "\ufeffmark": "U+FEFF",
    "\uffff": "U+FFFF",
    "lone\rreturn": "U+000D",
}


def text_fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Place and node of every field of free text: no choice, no pattern, no format."""
    seen: set[int] = set()
    stack: list[tuple[str, Any]] = [("", schema)]
    while stack:
        place, raw = stack.pop()
        if not isinstance(raw, Mapping):
            continue
        node = resolved(schema, raw)
        if id(node) in seen:
            continue
        seen.add(id(node))
        kinds = node.get("type", ())
        if "string" in ([kinds] if isinstance(kinds, str) else kinds) and not {"enum", "pattern", "format"} & set(node):
            yield place, node
        stack += [(f"{place}/{name}", child) for name, child in node.get("properties", {}).items()]
        stack += [(f"{place}/*", node.get(key)) for key in ("items", "additionalProperties")]


def fitting(text: str, node: Mapping[str, Any]) -> str:
    """As much of the text as the field may hold; blanks at the cut are as good as any."""
    return text[: node.get("maxLength", len(text))]
