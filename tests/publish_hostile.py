"""One text with an attack on every layer between a file and a page."""

HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3)){: onclick=alert(4) .evil }'
    " | `</code>` ``` *b* _i_ **s** ~~d~~ \\ # h ## h - l 1. l > q <https://evil.example> [r]: https://evil.example"
    " ![i](https://evil.example/i.png) {{ 7*7 }} {% x %} &lt;b&gt; &#60;i&#62; <!-- c --> ]]> {#evil} $$ ^^ == ??? !!! --- "
    "\n---\ntitle: evil\n---\n\n# evil\n\n    code\n\n```\nfence\n```\n\n<iframe src=https://evil.example></iframe>\n: def"
    "\x00\u2028\u202e\ud800 :evil: +++ %0a <svg onload=alert(5)> '\"--></title></textarea></style>"
)
