"""What hostile values are made of: marks that mean something to somebody, values that are none, and much of them."""

from __future__ import annotations

import random

# fmt: off
MARKS = (
    *("{{c1::", "}}", "{{c1::x}}", "{{c501::x}}", "{{c0::x}}", "{{c" + "9" * 5000 + "::x}}", "{{c1,2,3::x::y}}"),
    *("{{C1::x}}", "\\(", "\\)", "\\[", "\\]", "$", "$$", "\\$", "[latex]", "[/latex]", "[$]", "[/$]", "[$$]"),
    *("\\\\", "\\\\(", "**", "*", "__", "_", "~~", "==", "`", "```", "````py\n", "\n```\n", "> ", "- ", "1. "),
    *("* ", "+ ", "# ", "---\n", "[a](b)", "[a](", "](", "![", "![](dot.png)", "![](../deck.yaml)"),
    *("![[dot.png|9]]", "[sound:", "[sound:tone.wav]", "[x](javascript:alert(1))"),
    *("[x](https://e/\\(\"onmouseover=\"y\\))", "<https://e.org>", "<a@b.c>", "[^1]", "<b>", "</b>", "<script>"),
    *("<img src=dot.png>", "<img src='a&#x2e;png' onerror=x>", "<details title=\"\\(\" open>", "<!--", "-->"),
    *("<!>", "<![CDATA[", "<svg onload=x>", "<style>", "</", "<", ">", "&", "&amp;", "&#0;", "&#x110000;"),
    *("&lt;", "&nbsp", "<ruby>食<rt>た</rt>", "食[た]", " 食[た", "<br>", "<br/", "<p>", "<ul><li>"),
    *("<table><tr><td>", "{{Front}}", "{{#Front}}", "{{/Front}}", "{{^x}}", "{{type:Front}}"),
    *("{{tts en_US:Front}}", "{{FrontSide}}", "[[type:Front]]", "[anki:play:q:0]", "[anki:tts lang=x]", "\x1f"),
    *("\x02", "\x03", "\ue000", "\ufffc", "\u2028", "\u202e", "\x00", "\x1b[31m", "\r", "\r\n", "\n", "\n\n", "\t"),
    *("    ", "\xa0", "\ufeff", "\x85", "é", "e\u0301", "😀", "أهلا", "ｶﾞ", "a" * 300, "\ud800"),
    *("|a|b|\n|-|-|\n|1|2|\n", "a: b", "a #b", "{width=1}", "- [ ] x\n", "../"),
)
"""Signs of Markdown, HTML, math, gaps, Anki and YAML; halves of characters, and characters that nobody sees."""
GENTLE = (
    *("**b**", "*i*", "`c`", "\\(x^2\\)", "\\[y\\]", "[a](https://e.org)", "<b>x</b>", "<i>", "</i>", "~~s~~"),
    *("\n- x\n", "\n1. y\n", "\n\n", "\n", "> q\n", "\n# h\n", "é", "e\u0301", "😀", "أهلا", "食[た]", "ｶﾞ"),
    *("a * b * c", "2*3*4", "a_b_c", "C#", "x: y", "$5", "\n```\ncode\n```\n", "\n|a|b|\n|-|-|\n|1|2|\n"),
    *("\\\\", "\\*", "\\<", "(", ")", "[", "]", "{", "}", "\"", "'", "—", "…", "&", "%", "@", "[sound:tone.wav]"),
    *("![dot](dot.png)", "<kbd>k</kbd>", "<sub>1</sub>", "a" * 200, "word " * 40, "*", "**", "_", "`"),
    *("\\(a < b\\)", "x"),
)
"""Signs that a card may well hold, and halves of them."""
VALUES = (
    *("", " ", "~", "null", "true", "false", "no", ".inf", "-.inf", ".nan", "1e999", "9" * 5000, "-1", "0"),
    *("0x10", "1_000", "2026-01-01", "1:30", "!!python/object/apply:os.system [x]", "!x y", "&a b", "*a", "<<"),
    *("? a", "|", ">", "%", "@", "C:\\Users", "/etc/passwd", "../../x", "dot.png", "a/b", "a::b", "::"),
    *("a::" * 200, "Default", "Spare 1", "Gate 1", "basic", "cloze", "script", "word", "sentence", "own"),
    *("guide/verdict", "guide/none", "en", "ar", "xx-YY", "en_US", "http://x", "javascript:x", "https://e/{id}"),
    *("off", "error", "dollars", "Id", "Front", "Text", "Word", "c1", "ID"),
)
"""What is typed where something else belongs."""
KEYS = (
    *("id", "kind", "front", "back", "text", "tags", "was", "source", "hint", "lint", "title", "cards", "name"),
    *("uid", "fields", "templates", "cloze", "asks", "answers", "when", "file", "shape", "key", "required"),
    *("frame", "steps", "options", "answer", "script", "lines", "rubric", "keep", "bad", "good", "why"),
    *("sources", "sections", "glossary", "language", "math", "version", "traits", "doc", "context", "extra"),
    *("reverse", "teaches", "requires", "as_of"),
)
"""What cards, decks and kinds call their parts."""
# fmt: on


def text(dice: random.Random, marks: tuple[str, ...] = MARKS) -> str:
    """Return a text made of marks; now and then one that is long."""
    words = ("word", " ", " ", "Is it so?", "x ")
    parts = [dice.choice(marks) if dice.random() < 0.6 else dice.choice(words) for _ in range(dice.randint(1, 8))]
    made = "".join(parts)
    if dice.random() < 0.04:
        made = dice.choice(parts) * dice.choice((50, 500, 3000))
    return made[:20_000]


def value(dice: random.Random, depth: int = 0) -> object:
    """Return a value of any shape, none of them the right one but by chance."""
    sort = dice.random()
    if sort < 0.4:
        return text(dice)
    if sort < 0.75 or depth > 3:
        return dice.choice(VALUES)
    if sort < 0.88:
        return [value(dice, depth + 1) for _ in range(dice.randint(0, 4))]
    return {dice.choice(KEYS): value(dice, depth + 1) for _ in range(dice.randint(0, 3))}
