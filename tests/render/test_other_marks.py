"""Marks of other tools are read where they have one meaning, and told of where they would stand on the card."""

from __future__ import annotations

import pytest

from builder.diagnostics import Severity
from builder.render.markdown import render

SIZE = "a picture takes its width alone, in pixels or percent: {width=300} or {width=50%}"
BEHIND = "write it straight behind the picture's parenthesis: ![](picture.png){width=9}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("![[gate.png|300]]", '<img alt="" src="gate.png" width="300">'),
        ("![[gate.png|50%]]", '<img alt="" src="gate.png" width="50%">'),
        ("![[a b.png|100x50]]", '<img alt="" src="a b.png" width="100" height="50">'),
        ("![[map.png|A map]] ![[map.png]]", '<img alt="A map" src="map.png"> <img alt="" src="map.png">'),
        (
            "| a |\n|---|\n| ![[gate.png\\|50]] |",
            '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><img alt="" src="gate.png" width="50"></td></tr>'
            "</tbody></table>",
        ),
        ("![[gate.mp3]]", "[sound:gate.mp3]"),
        ("`![[gate.png]]` and `==x==`", "<code>![[gate.png]]</code> and <code>==x==</code>"),
    ],
)
def test_what_has_one_meaning_is_read(typed: str, shown: str) -> None:
    markup = render(typed)
    assert (markup.html, markup.faults) == (shown, ())


@pytest.mark.parametrize(
    ("typed", "rule", "snippet", "hint"),
    [
        (
            "a ==mark== b",
            "foreign-mark",
            "==mark==",
            "write {{c1::mark}} for a gap, in a card of kind cloze; else <mark>mark</mark>",
        ),
        (
            "What does [[nodiscard]] do?",
            "foreign-mark",
            "[[nodiscard]]",
            "write nodiscard; code goes in backticks: `[[nodiscard]]`",
        ),
        ("see [[gate.png|300]]", "foreign-mark", "[[gate.png|300]]", "to show it write ![[gate.png|300]]"),
        ("see [[Page|the page]]", "foreign-mark", "[[Page|the page]]", "write the page"),
        ("[latex]x^2[/latex]", "foreign-mark", "[latex]x^2[/latex]", r"write \(x^2\)"),
        (
            r"So \begin{align}a&=b\\c&=d\end{align}.",
            "math-marks",
            r"\begin{align}a&=b\\c&=d\end{align}",
            r"write \[\begin{align}a&=b\\c&=d\end{align}\]; code goes in backticks",
        ),
        (
            "\\begin{cases*}\na\n\\end{cases*}",
            "math-marks",
            "\\begin{cases*}\na\n\\end{cases*}",
            r"write \[\begin{cases*}…\end{cases*}\]; code goes in backticks",
        ),
        ("[$]y[/$]", "foreign-mark", "[$]y[/$]", r"write \(y\)"),
        ("![a](b.png){.wide}", "foreign-mark", "{.wide}", SIZE),
        ("![a](b.png){height=9}", "foreign-mark", "{height=9}", SIZE),
        ("![a](b.png){width=9em}", "foreign-mark", "{width=9em}", SIZE),
        ("![a](b.png){width=0}", "foreign-mark", "{width=0}", SIZE),
        ("![a](b.png){width=9 height=50%}", "foreign-mark", "{width=9 height=50%}", SIZE),
        ("![a](b.png) {width=9}", "foreign-mark", "{width=9}", BEHIND),
        ("![[b.png]]{ width=50% }", "foreign-mark", "{ width=50% }", BEHIND.replace("{width=9}", "{ width=50% }")),
        ("> [!note]\n> text", "foreign-mark", "[!note]", "write **Note:**"),
        ("- a\n  > > [!my-tip]- Why\n", "foreign-mark", "[!my-tip]-", "write **My-tip:**"),
        ("it is $x^2$", "dollar-math", "$x^2$", r"write \(x^2\), or set `math: dollars` in deck.yaml"),
        ("$$\na + b\n$$", "dollar-math", "$$\na + b\n$$", r"write \[a + b\], or set `math: dollars` in deck.yaml"),
    ],
)
def test_what_would_stand_on_the_card_is_told(typed: str, rule: str, snippet: str, hint: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.snippet, fault.hint) == (rule, snippet, hint)


@pytest.mark.parametrize(
    "typed",
    [
        "a==b and c==d", "x[[1]] and [[ -f x ]] and [[1,2],[3,4]]", "from $5 to $10", "US$5=AU$7",
        "```\n==x== $y^2$\n```", r"\(a$b$c\)", "costs $5", "f(x){y}", r"\$x^2\$",
    ],
)  # fmt: skip
@pytest.mark.parametrize("dollars", [False, True])
def test_what_is_no_mark_is_let_alone(typed: str, *, dollars: bool) -> None:
    assert (render(typed, dollars=dollars).html, render(typed, dollars=dollars).faults) == (render(typed).html, ())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("$x^2$ costs $5", r"\(x^2\) costs $5"),
        ("$$\na + b\n$$", r"\[a + b\]"),
        ("`$y$` and $n$, not $ n $", r"<code>$y$</code> and \(n\), not $ n $"),
        (r"$a_1*b_2*c$ and \$3", r"\(a_1*b_2*c\) and $3"),
        (
            '- a\n  ```py\n  x = "$1$"\n  ```\n- b\n\n$$\\int_0 e^{-x}\\,dx$$\n\nand ==`y`== $z$',
            '<ul><li>a<pre><code class="language-py">x = "$1$"\n</code></pre></li><li>b</li></ul>'
            r"<p>\[\int_0 e^{-x}\,dx\]</p><p>and ==<code>y</code>== \(z\)</p>",
        ),
        ("$a < b$", r"\(a &lt; b\)"),
        (r"$5\$ + x$ and \$y\$", r"\(5\$ + x\) and $y$"),
        (r"$$a \$ b$$", r"\[a \$ b\]"),
        ("$$a \\\\[2pt] b$$", "\\[a \\\\[2pt] b\\]"),
    ],
)
def test_dollars_hold_math_where_the_deck_says_so(typed: str, shown: str) -> None:
    markup = render(typed, dollars=True)
    assert (markup.html, markup.faults) == (shown, ())


@pytest.mark.parametrize(
    ("typed", "shown", "snippet", "hint"),
    [
        (
            r"a \\(x\\) b", r"a \<span></span>(x\<span></span>) b", r"\\(",
            r"write \( and \), with one backslash each; where it is text, put it in backticks",
        ),
        (
            r"\\[x\\]", r"\<span></span>[x\<span></span>]", r"\\[",
            r"write \[ and \], with one backslash each; where it is text, put it in backticks",
        ),
        (
            r"\\(\pi r\\)", r"\<span></span>(\pi r\<span></span>)", r"\\(",
            r"write \( and \), with one backslash each; where it is text, put it in backticks",
        ),
        (r"a \(x b", "a (x b", r"\(", r"write \) where it ends; a bracket that is text needs no backslash"),
        (r"a \[x) b", "a [x) b", r"\[", r"write \] where it ends; a bracket that is text needs no backslash"),
    ],
)  # fmt: skip
def test_marks_of_math_that_make_none_are_warnings(typed: str, shown: str, snippet: str, hint: str) -> None:
    markup = render(typed)
    (fault,) = markup.faults
    assert (markup.html, fault.rule, fault.severity) == (shown, "math-marks", Severity.WARNING)
    assert (fault.snippet, fault.hint) == (snippet, hint)


@pytest.mark.parametrize(
    ("typed", "snippet", "right"),
    [
        (r"A half is \frac{1}{2}.", r"\frac{1}{2}", r"\(\frac{1}{2}\)"),
        (r"\frac{\sqrt{2}}{2} of it", r"\frac{\sqrt{2}}{2}", r"\(\frac{\sqrt{2}}{2}\)"),
        (r"\sqrt[3]{x}", r"\sqrt[3]{x}", r"\(\sqrt[3]{x}\)"),
        (r"The angle \alpha is", r"\alpha", r"\(\alpha\)"),
        (r"{{c1::\ce{H2O}}}", r"\ce{H2O}", r"\(\ce{H2O}\)"),
    ],
)
def test_a_command_of_latex_in_no_formula_is_a_warning(typed: str, snippet: str, right: str) -> None:
    (fault,) = render(typed).faults
    assert (fault.rule, fault.severity, fault.snippet) == ("math-marks", Severity.WARNING, snippet)
    assert fault.hint == f"write {right}; code goes in backticks"


@pytest.mark.parametrize(
    "typed",
    [
        r"C:\alpha\new, D:\times and Users\alpha", r"\d{3} and \w{2,} and \u{41} and \p{L}",
        r"\section{x} and \item \textbf{x}",
        r"`\frac{1}{2}` and \(\frac{1}{2}\)", r"\text and \temp\sum",
    ],
)  # fmt: skip
def test_what_is_a_path_an_expression_or_code_is_no_command_of_latex(typed: str) -> None:
    assert [fault for fault in render(typed).faults if fault.rule == "math-marks"] == []


def test_math_between_dollars_is_told_once() -> None:
    faults = render("$$\\int_0^1 x\\,dx$$ and\n$$\nx\\,dy\n$$ and $a*b*c$").faults
    assert [fault.rule for fault in faults] == ["dollar-math"] * 3


def test_of_two_formulas_the_one_without_its_end_is_told() -> None:
    markup = render(r"\(a\) and \(x and \(y\)")
    (fault,) = markup.faults
    assert (markup.html, fault.snippet, fault.occurrence) == (r"\(a\) and (x and \(y\)", r"\(", 1)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"`\(` and `\)`", r"<code>\(</code> and <code>\)</code>"),
        (r"`\\(x\\)`", r"<code>\\(x\\)</code>"),
        (r"\(a \\(b) \\ c\)", r"\(a \\(b) \\ c\)"),
        (r"\[\text{if \(x\)}\]", r"\[\text{if \(x\)}\]"),
        ("\\[\na\n\nb\n\\]", r"\[ a  b \]"),
        (r"[x\](y) and [z\]", "[x](y) and [z]"),
        (r"\[x](y) and [z]\(y) and \[[z]]", "[x](y) and [z](y) and [[z]]"),
        (r"\[latex]x\[/latex]", "&#91;latex]x&#91;/latex]"),
        ("<!-- ==x== $y^2$ -->a", "a"),
    ],
)
def test_formulas_code_and_comments_are_left_alone(typed: str, shown: str) -> None:
    markup = render(typed)
    assert (markup.html, markup.faults) == (shown, ())


def test_a_mark_is_told_where_it_stands_behind_an_equal_one_in_code() -> None:
    (fault,) = render("`==a==` and ==a==").faults
    assert (fault.snippet, fault.occurrence) == ("==a==", 1)


def test_names_in_a_shell_are_no_math() -> None:
    assert render("$HOME/$USER").faults == ()


def test_two_equal_marks_are_told_each_at_its_place() -> None:
    assert [fault.occurrence for fault in render("==a== and ==a==").faults] == [0, 1]
