r"""The Markdown that cards are written in, said once for its two readers, `fast_markdown` and `python_markdown`.

It is CommonMark as GitHub, Obsidian and editors show it, with tables, `~~strike~~`, the boxes of task lists, and line
breaks where the author breaks a line. block_structure.py finds the blocks, Python-Markdown does the rest. It differs
where that would turn what authors type into something else:

- `<`, `>` and `&` are text unless they make a tag that may stand in a card: `a < b`, `List<String>`, `AT&T`. There are
  no entities: who types `&lt;` writes about HTML, or is warned. A backslash makes a tag text: `\\<b>`.
- A heading and a quote need a space: `#1` and `>5` are text.
- Numbered items count to 99: `1986. A year` is text. So is a `-` or `3.` with nothing behind it where no list goes on.
- There are no underlined headings: `---` or `===` below a line makes no heading of it.
- There are no reference links: a line such as `[1]: the source` would vanish as the definition of one.
- There are no mail links: `<me@example.org>` is text.
- A paragraph that starts with the tag of a block is HTML up to its end, with no <br> or <p> between its parts.
- Nothing begins inside of a gap and ends outside: its marks are text then, and a problem.

Math, clozes and sound are no Markdown at all, nor are comments. `markdown` puts them away before either reader sees
the text.

The readers are given text that `markdown.normalize` has composed, without line feeds around it, and in which the only
control characters are line feeds, tabs and the placeholders below. What `fast_markdown` reads becomes the very HTML
that `python_markdown` would give; what it is not sure of, it leaves to that.
"""

from __future__ import annotations

import string

from builder.render.sanitize import STARTS_BLOCK

# Placeholders. Authors' control characters are dropped first, as Anki does, so that nobody can type these.
# Python-Markdown has some of its own (\x02 and \x03), which it replaces before it returns.
AMPERSAND = "\x10"
"""Stands for `&`, which Python-Markdown would otherwise read as the start of an entity."""
TAB = "\x13"
"""Stands for a tab in fenced code, which Python-Markdown would make blanks of."""
LINE_BREAK = "\x1e"
"""Stands for a line break of a paragraph; to patterns it is white space."""
STASH_OPEN, STASH_CLOSE = "\x0e", "\x0f"
"""Stand around the index of a text that was put away: math, the mark of a cloze, a sound."""
GAP_OPEN, GAP_CLOSE = "\x14", "\x15"
"""Stand before the marks of a gap, which are put away."""

# Rules of Python-Markdown, by its names for them; the last three have been its names for emphasis.
_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")
INLINE_LEFT_OUT = ("entity", "automail", "linebreak", *_REFERENCES, "em_strong", "em_strong2", "strong_em")
ESCAPED = f"{string.punctuation}{AMPERSAND}{LINE_BREAK}"
"""The signs that a backslash keeps from having a meaning."""

# Parts of patterns.
HEADING_MARK = r"(#{1,6})[ ]+"
QUOTE_MARK = r">(?: |\Z)"
ITEM_NUMBER = r"\d{1,2}[.)]"
FENCE = "```"
BLOCK_TAG = rf"</?(?:{'|'.join(sorted(STARTS_BLOCK))})[\s/>]"

# Signs that Markdown can act on, to be put into a set: `[^…]`.
INLINE_SIGNS = r"*_`\[\]<>\\|~"
"""Anywhere in a line. `!` is not among them, since it means something only before `[`."""
START_SIGNS = r"#+=:>|\-"
"""At the start of a line only, beside those above."""
