"""What deck.yaml and chapters set for all cards: voice, tags, and names that differ in case alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.source.settings import load_settings
from builder.syntax import SourceFile
from tests.support import build_deck, check_text, write_deck

CARD = "cards: [{id: a, kind: basic, front: q, back: a}]\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project's folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


@pytest.mark.parametrize("written", ["en_US", '"en_US"', "'en_US'"])
def test_a_voice_may_stand_in_quotes(written: str, here: Path) -> None:
    write_deck(here, {"deck.yaml": f"name: D\nuid: d\nspeech: {written}\n", "10-a.yaml": f"title: A\n{CARD}"})
    assert build_deck(here).stamped.rendered.deck.settings.speech == "en_US"


@pytest.mark.parametrize(
    ("written", "said", "marks"),
    [
        ("en-US", "en-US", "^^^^^"),
        ("EN_us", "EN_us", "^^^^^"),
        ("en_USA", "en_USA", "^^^^^^"),
        ('"en_US voices=Ann"', "en_US voices=Ann", "^" * 18),
        ('"en_US\'"', "en_US'", "^" * 8),
        (r"'C:\Users'", r"C:\Users", "^" * 10),
        (r"'en_US\1'", r"en_US\1", "^" * 9),
        ('"{{#Front}}"', "{{#Front}}", "^" * 12),
    ],
)
def test_what_is_no_voice_is_refused(written: str, said: str, marks: str, here: Path) -> None:
    write_deck(here, {"deck.yaml": f"name: D\nuid: d\nspeech: {written}\n", "10-a.yaml": f"title: A\n{CARD}"})
    assert check_text(here) == (
        f'cards/demo/deck.yaml:3:9: error[wrong-type]: "{said}" is not a voice as Anki names it\n'
        f"  3 | speech: {written}\n"
        f"    |         {marks}\n"
        "  hint: write one like en_US\n"
    )


@pytest.mark.parametrize(
    ("deck", "chapter", "card", "tags"),
    [
        ("[b]", "[a]", "[c]", ("a", "b", "c")),
        ("[Roles]", "[roles]", "[ROLES, rôles]", ("Roles", "rôles")),
        ("[x]", "[roles]", "[Roles, ROLES]", ("roles", "x")),
        ("[Ünï]", "[ünï, Ü]", "[ü]", ("Ü", "Ünï")),
        ("[a::B]", "[A::b, a]", "[A]", ("a", "a::B")),
    ],
)
def test_of_tags_that_differ_in_case_the_first_is_taken(
    deck: str, chapter: str, card: str, tags: tuple[str, ...], here: Path
) -> None:
    settings = f"name: D\nuid: d\ntags: {deck}\n"
    cards = f"title: A\ntags: {chapter}\ncards: [{{id: a, kind: basic, front: q, back: a, tags: {card}}}]\n"
    write_deck(here, {"deck.yaml": settings, "10-a.yaml": cards})
    (note,) = build_deck(here).stamped.rendered.notes
    assert note.tags == tags


@pytest.mark.parametrize("quoted", ["“Heart”", "„Heart“", "«Heart»", "’Heart’"])
def test_curled_quotes_around_a_title_are_told_for_they_would_name_another_deck(quoted: str, here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: {quoted}\n{CARD}"})
    assert check_text(here) == (
        f"cards/demo/10-a.yaml:1:8: warning[bad-name]: the curled quotes are a part of the name {quoted}\n"
        f"  1 | title: {quoted}\n"
        "    |        ^^^^^^^\n"
        "  hint: write Heart\n"
    )


def test_curled_quotes_in_a_title_are_a_part_of_it(here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: “Heart” and “Lung”\n{CARD}"})
    assert check_text(here) == ""


def test_a_tag_as_notebooks_have_it_is_taken_and_told_as_anki_would_have_it(here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: A\ntags: ['#cardio', '#exam/2027', exam/2027]\n{CARD}"})
    assert check_text(here) == (
        'cards/demo/10-a.yaml:2:8: warning[bad-tag]: Anki would show the tag "#cardio" with its "#"\n'
        "  2 | tags: ['#cardio', '#exam/2027', exam/2027]\n"
        "    |        ^^^^^^^^^\n"
        '  hint: write "cardio"\n'
        "\n"
        'cards/demo/10-a.yaml:2:19: warning[bad-tag]: Anki would show the tag "#exam/2027" with its "#"\n'
        "  2 | tags: ['#cardio', '#exam/2027', exam/2027]\n"
        "    |                   ^^^^^^^^^^^^\n"
        '  hint: write "exam::2027"\n'
        "\n"
        'cards/demo/10-a.yaml:2:33: info[bad-tag]: "exam/2027" is one tag: Anki puts tags into each other by "::",'
        ' and not by "/"\n'
        "  2 | tags: ['#cardio', '#exam/2027', exam/2027]\n"
        "    |                                 ^^^^^^^^^\n"
        '  hint: write "exam::2027" if it is to stand below "exam"\n'
    )


@pytest.mark.parametrize("tag", ["Marked", "LEECH"])
def test_a_tag_of_anki_s_own_is_refused_in_any_case(tag: str, here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: A\ntags: [{tag}]\n{CARD}"})
    assert check_text(here) == (
        f'cards/demo/10-a.yaml:2:8: error[bad-tag]: Anki keeps the tag "{tag}" for itself\n'
        f"  2 | tags: [{tag}]\n"
        f"    |        {'^' * len(tag)}\n"
        "  hint: choose another\n"
    )


def test_two_decks_whose_uids_and_names_differ_in_case_alone_are_refused(here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: A\n{CARD}"})
    write_deck(here, {"deck.yaml": "name: DEMO\nuid: Demo\n", "10-a.yaml": f"title: A\n{CARD}"}, folder="other")
    assert check_text(here) == (
        'cards/other/deck.yaml:1:7: error[duplicate-name]: the name "DEMO" is that of cards/demo/deck.yaml:1:7 too\n'
        "  1 | name: DEMO\n"
        "    |       ^^^^\n"
        "  hint: Anki would put both into one deck: rename one\n"
        "\n"
        'cards/other/deck.yaml:2:6: error[duplicate-uid]: the uid "Demo" is that of cards/demo/deck.yaml:2:6 too\n'
        "  2 | uid: Demo\n"
        "    |      ^^^^\n"
        "  hint: choose another for the newer deck: every note's identity hangs on it\n"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "Default",
            ["the cards would land in the deck that every learner has for his own cards: give the deck a name"],
        ),
        (
            "DEFAULT::Sub",
            ["the cards would land in the deck that every learner has for his own cards: give the deck a"],
        ),
        ("Defaults", []),
        ("A\tB", ['there is a tab in the deck\'s name: write "A B"']),
        ("'A :: B'", ['Anki would take away what stands beside "::": write "A::B"']),
        ("A:::B", ['Anki would take away what stands beside "::": write "A::B"']),
        ("A::B", []),
        ("e\u0301", ['the name has letters and accents as signs of their own, which Anki would join: write "\u00e9",']),
    ],
)
def test_names_that_anki_would_change_or_has_are_refused(name: str, told: list[str], here: Path) -> None:
    file = SourceFile(path="deck.yaml", text=f"name: {name}\nuid: d\n")
    _, problems = load_settings(file, "demo")
    assert {problem.rule for problem in problems} <= {"bad-name"}
    found = [f"{problem.message}: {problem.hint}" for problem in problems]
    assert len(found) == len(told)
    assert all(text.startswith(start) for text, start in zip(found, told, strict=True)), found


@pytest.mark.parametrize("title", ["A\tB", "'A :: B'", "e\u0301"])
def test_so_are_titles(title: str, here: Path) -> None:
    write_deck(here, {"10-a.yaml": f"title: {title}\n{CARD}"})
    assert "cards/demo/10-a.yaml:1:8: error[bad-name]: " in check_text(here)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("a, b", "write a list: tags: [a, b]"),
        ("a,b", "write a list: tags: [a, b]"),
        ("a; b c", "write a list: tags: [a, b-c]"),
        ("a b", 'write "a-b", or a list: tags: [a, b]'),
        ("'#a #b'", 'write "#a-#b", or a list: tags: [a, b]'),
        ("['a b']", 'write "a-b"'),
        ("['a::']", 'write "a"'),
        ("['::a::::b']", 'write "a::b"'),
        ("['e\u0301']", 'write "\u00e9"'),
        ("['a,b', 'a:b', 'a::b']", ""),
    ],
)
def test_what_would_be_another_tag_is_refused_with_what_to_write(written: str, hint: str) -> None:
    _, problems = load_settings(SourceFile(path="deck.yaml", text=f"name: D\nuid: d\ntags: {written}\n"), "demo")
    assert [problem.hint for problem in problems] == ([hint] if hint else [])
    assert {problem.rule for problem in problems} <= {"bad-tag"}
