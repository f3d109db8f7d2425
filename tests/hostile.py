"""Texts that people must be able to write, and that must never be run: in a browser, and through Markdown."""

RUN = "window.__ran=1"
MARKUP = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</textarea><img src=x onerror={RUN}>",
    f'"><svg onload={RUN}>',
    f"' onfocus={RUN} autofocus tabindex=0 x='",
    f'" onfocus={RUN} autofocus tabindex=0 x="',
    f"</time></bdi></b><details open ontoggle={RUN}>",
    f'<a href="javascript:{RUN}">Look</a>',
    f"javascript:{RUN}",
    f"[Look](javascript:{RUN})",
    f"data:text/html,<script>{RUN}</script>",
    '<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>',
    f'<math><mtext><table><mglyph><style><img title="</style><img src=x onerror={RUN}>">',
    f"<!--><img src=x onerror={RUN}>-->",
    f"]]><img src=x onerror={RUN}>",
    "{{ 7|add:7 }} {% debug %} {{constructor.constructor('" + RUN + "')()}} ${" + RUN + "}",
    "&lt;script&gt;&#x3C;img src=x onerror=" + RUN + "&#x3E;",
    "%3Cscript%3E" + RUN + "%3C/script%3E",
)
ODD = (
    "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u061c",
    "before\x00after\x0b\x1b[31m",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1:A9)",
    "\ufeff\u2028line\u2029",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301" + "\u0336" * 50,
)
HALF = "\ud800"
