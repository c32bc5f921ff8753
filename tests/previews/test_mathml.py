"""The preview shows formulas without a script, and says which it cannot."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.previews.mathml import show_formulas


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\(x^2\)", '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'),
        (r"\[50\%\]", '<math display="block"><mrow><mn>50</mn><mi>%</mi></mrow></math>'),
        (r"\(a &lt; b\)", '<math display="inline"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>'),
        (r"<code>\(x\)</code>", r"<code>\(x\)</code>"),
        (
            r"\(\begin{aligned}a&amp;=b\\c&amp;=d\end{aligned}\)",
            '<math display="inline"><mrow><mtable><mtr><mtd columnalign="right"><mi>a</mi></mtd>'
            '<mtd columnalign="left"><mo>=</mo><mi>b</mi></mtd></mtr><mtr><mtd columnalign="right"><mi>c</mi></mtd>'
            '<mtd columnalign="left">'
            "<mo>=</mo><mi>d</mi></mtd></mtr></mtable></mrow></math>",
        ),
    ],
)
def test_a_formula_is_mathml(written: str, shown: str) -> None:
    assert show_formulas(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        r"\(\ce{H2O}\)", r"\(\bbox{x}\)", r"\({\)", r"\(\)", r"\(\href{javascript:alert(1)}{x}\)", r"\(\left(x\)",
        r"\(\style{background:url(x)}{y}\)", r"\(\unicode{x}\)", r"\(\class{a}{y}\)",
    ],
)  # fmt: skip
def test_what_it_cannot_show_stands_as_written_and_says_so(written: str) -> None:
    title = "Anki shows this formula; the preview cannot"
    assert show_formulas(written) == f'<span class="pv-formula" title="{title}">{written}</span>'


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"\(\fracc{1}{2}\)", r"&quot;\fracc&quot; is not known here, nor to Anki; write \frac"),
        (r"\(\foo{x}\)", r"&quot;\foo&quot; is not known here, nor to Anki"),
        (
            r"\[\begin{aling}x\end{aling}\]",
            r"&quot;\begin{aling}&quot; is not known here, nor to Anki; write \begin{align}",
        ),
    ],
)
def test_a_misspelt_command_is_named_with_the_right_one(written: str, title: str) -> None:
    assert show_formulas(written) == f'<span class="pv-formula" title="{title}">{written}</span>'


@given(
    st.text(alphabet=r"\{}^_&;<>xab1 =+()[]'\"", max_size=40),
    st.sampled_from(["text", "mathrm", "style", "href", "mbox"]),
)
def test_no_formula_runs_or_loads_anything(text: str, command: str) -> None:
    shown = show_formulas(rf"\(\{command}{{{text.replace('<', '&lt;')}}}\)")
    for math in re.findall(r"<math.*?</math>", shown, re.S):
        tree = ElementTree.fromstring(math)
        names = {name for element in tree.iter() for name in (element.tag, *element.keys())}
        assert not {name for name in names if name.startswith("on") or name in ("href", "src", "style", "a", "script")}
