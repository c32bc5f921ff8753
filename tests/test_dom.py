"""HTML is read as browsers read it, and what reaches out of a piece of it is told."""

from __future__ import annotations

import pytest

from builder.dom import Comment, Element, Tree, parse, walk


def test_a_piece_of_html_is_a_tree() -> None:
    assert parse("a &amp; <B Class=x>b<!-- c --></B><br>") == Tree(
        ["a & ", Element("b", {"class": "x"}, ["b", Comment("c")]), Element("br", {}, [])], depth=1
    )


def test_text_alone_is_a_text() -> None:
    assert (parse("a > b"), parse("")) == (Tree(["a > b"]), Tree([]))


@pytest.mark.parametrize(("html", "open_tags"), [("<b>a", ("b",)), ("<p>a<p>b", ("p",)), ("<ul><li>a", ("ul", "li"))])
def test_what_is_left_open_is_told(html: str, open_tags: tuple[str, ...]) -> None:
    assert (parse(html).open_tags, parse(html).is_whole) == (open_tags, True)


@pytest.mark.parametrize(
    "html", ["a</div>b", "<td>a</td>", "<body>a", "a<!-- b", "a<b title='", "<template>a</template>", "<textarea>a"]
)
def test_what_is_not_all_read_where_it_stands_is_not_whole(html: str) -> None:
    assert not parse(html).is_whole


def test_a_page_is_walked_in_its_order() -> None:
    page = list(walk("<body class=x><p>a<b>b</b></p>c"))
    tags = [(depth, node.tag if isinstance(node, Element) else node) for depth, node in page]
    assert tags == [(0, "html"), (1, "head"), (1, "body"), (2, "p"), (3, "a"), (3, "b"), (4, "b"), (2, "c")]


def test_html_that_nests_without_end_is_read() -> None:
    assert parse("<b>" * 5000 + "a").depth == 5000
