"""All that an author does to his cards and chapters; what he does to files and own kinds is in modules of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.lossless.facts import KINDS, OPTIONAL, Chapter, Fact
from tests.lossless.own_kinds import KIND_EDITS
from tests.lossless.pictures import MEDIA_EDITS

if TYPE_CHECKING:
    from tests.lossless.author import Author


def change_text(author: Author) -> None:
    if author.open_facts:
        reword(author, author.pick(author.open_facts))


def reword(author: Author, fact: Fact) -> None:
    """Give one of a card's texts other words."""
    if fact.kind == "choice" and author.random.random() < 0.3:
        fact.values["options"][0] = author.word()
    texts, key = author.pick([*fact.texts()])
    texts[key] = author.word()


def change_tags(author: Author) -> None:
    author.pick(author.facts).values["tags"] = [f"t{author.random.randrange(9)}"]


def change_chapter_tags(author: Author) -> None:
    author.pick(author.chapters).tags = [f"chapter{author.random.randrange(9)}"]


def change_source(author: Author) -> None:
    author.pick(author.facts).values["source"] = author.pick(["own", "other"])


def change_order(author: Author) -> None:
    author.random.shuffle(author.pick(author.chapters).facts)


def add_card(author: Author) -> None:
    author.add(author.pick(list(KINDS)))


def remove_card(author: Author) -> None:
    if len(author.facts) > 3 and not author.has_swapped:
        author.bury(author.pick(author.facts))


def bring_card_back(author: Author) -> None:
    if author.graveyard:
        fact = author.pick(author.graveyard)
        author.graveyard.remove(fact)
        author.back.add(fact.token)
        author.pick(author.chapters).facts.append(fact)


def move_card(author: Author) -> None:
    fact = author.pick(author.facts)
    author.chapter_of(fact).facts.remove(fact)
    author.pick(author.chapters).facts.append(fact)


def rename_id(author: Author) -> None:
    fact = author.pick(author.facts)
    fact.was.append(fact.id)
    fact.id = f"r{author.number()}"


def rename_part(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        part = author.pick(author.pick(facts).parts)
        part["was"].append(part["id"])
        part["id"] = f"q{author.number()}"


def forget_was(author: Author) -> None:
    """Delete the `was` of a card that a build has renamed; its old ids may then be given to new cards."""
    built = author.built_ids()
    if not author.has_swapped:
        for fact in author.facts:
            if fact.was and fact.id in built:
                author.free_ids += [name for name in fact.was if name not in author.free_ids]
                fact.was.clear()


def rename_chapter(author: Author) -> None:
    author.pick(author.chapters).title = f"Title {author.word()}"


def rename_file(author: Author) -> None:
    author.pick(author.chapters).file = f"{author.random.randrange(10, 99)}-{author.number()}.yaml"


def split_chapter(author: Author) -> None:
    if len(author.chapters) < 6:
        chapter = author.pick(author.chapters)
        middle = len(chapter.facts) // 2
        file = f"{author.random.randrange(10, 99)}-{author.number()}.yaml"
        author.chapters.append(Chapter(file, author.word()))
        author.chapters[-1].facts, chapter.facts = chapter.facts[middle:], chapter.facts[:middle]


def add_cloze(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.gaps]
    if facts:
        author.hide(author.pick(facts))


def remove_cloze(author: Author) -> None:
    facts = [fact for fact in author.open_facts if len(fact.gaps) > 1]
    if facts:
        fact = author.pick(facts)
        del fact.gaps[author.pick(sorted(fact.gaps))]


def add_part(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        fact = author.pick(facts)
        fact.parts.insert(author.random.randrange(len(fact.parts) + 1), author.part(fact.kind))


def remove_part(author: Author) -> None:
    facts = [fact for fact in author.facts if len(fact.parts) > 2]
    if facts:
        parts = author.pick(facts).parts
        parts.remove(author.pick(parts))


def reorder_parts(author: Author) -> None:
    facts = [fact for fact in author.facts if fact.parts]
    if facts:
        author.random.shuffle(author.pick(facts).parts)


def toggle_optional_key(author: Author) -> None:
    fact = author.pick(author.facts)
    target = fact.values
    key = author.pick(list(OPTIONAL[fact.kind]))
    if fact.parts and author.random.random() < 0.7:
        target, key = author.pick(fact.parts), "intent" if fact.kind == "script" else "why"
    if fact.kind == "basic" and author.random.random() < 0.5:
        key = "reverse"
    if key in target:
        del target[key]
    else:
        others = {"reverse": True, "most": [author.word(), author.word()]}
        target[key] = others.get(key, author.word())


def rename_deck(author: Author) -> None:
    author.name = f"Demo {author.word()}" if author.random.random() < 0.3 else author.name


def swap_ids(author: Author) -> None:
    """Let two or three cards exchange their ids."""
    facts = [fact for fact in author.facts if not fact.parts and not fact.was]
    some = author.random.sample(facts, min(len(facts), author.random.randint(2, 3)))
    if len(some) > 1 and not author.has_swapped and {fact.id for fact in some} <= author.built_ids():
        author.has_swapped = True
        ids = [fact.id for fact in some]
        for fact, new in zip(some, [*ids[1:], ids[0]], strict=True):
            fact.was = [fact.id]
            fact.id = new


def merge_chapters(author: Author) -> None:
    if len(author.chapters) > 2:
        chapter = author.chapters.pop(author.random.randrange(len(author.chapters)))
        author.pick(author.chapters).facts.extend(chapter.facts)


EDITS: list[Callable[[Author], None]] = [
    change_text, change_text, change_text, change_tags, change_chapter_tags, change_source, change_order, add_card,
    remove_card, bring_card_back, move_card, rename_id, rename_part, forget_was, rename_chapter, rename_file,
    split_chapter, merge_chapters, add_cloze, remove_cloze, add_part, remove_part, reorder_parts, toggle_optional_key,
    toggle_optional_key, rename_deck, swap_ids, swap_ids, *KIND_EDITS, *MEDIA_EDITS,
]  # fmt: skip
