"""What an author does to pictures, sounds and files of style by which learners lose something."""

from __future__ import annotations

from dataclasses import replace

from tests.verify.cases import FACTS, PLAIN, Case
from tests.verify.packages import DAY, FIRST_BUILD, Build, Kind, Template, rows

RED, BLUE = b"\x89PNG\r\n\x1a\nred", b"\x89PNG\r\n\x1a\nblue"
TALK, SONG = b"ID3 a talk", b"ID3 a song"
DRAWN = ("What is the critical path?", '<img src="path.png">')
SPOKEN = ("How is float said?", "[sound:float.mp3]")
ILLUSTRATED = Build(notes=rows([*FACTS[:4], DRAWN, SPOKEN]), media={"path.png": RED, "float.mp3": TALK})

SHOWN_OFTEN = Build(notes=rows([(question, DRAWN[1]) for question, _ in FACTS]), media={"path.png": RED})

STYLED = Kind(css='@import url("_style.css"); @font-face { font-family: f; src: url("_font.woff2"); }')
IMPORTING = Kind(css='@import "_style.css";')
SCRIPTED = Kind(templates=(Template(front='{{Front}}<script src="_quiz.js"></script>'),))
LOGO = Kind(templates=(Template(front='<img src="_logo.png">{{Front}}'),))

FILE_FAULTS = [
    Case(
        does="draws a picture anew under the same name and stamps each build with one time",
        old=ILLUSTRATED,
        new=ILLUSTRATED.later(days=0, media={"path.png": BLUE, "float.mp3": TALK}),
        losses={"media": 1},
    ),
    Case(
        does="records a sound anew under the same name and gives a new time to notes that changed",
        old=ILLUSTRATED,
        new=ILLUSTRATED.edited("g1", days=0, fields=(FACTS[0][0], "Go or no go"), mod=FIRST_BUILD + DAY).later(
            days=0, media={"path.png": RED, "float.mp3": SONG}
        ),
        losses={"media": 1},
    ),
    Case(
        does="draws anew a picture that many notes show, and stamps each build with one time",
        old=SHOWN_OFTEN,
        new=SHOWN_OFTEN.later(days=0, media={"path.png": BLUE}),
        losses={"media": 1},
    ),
    Case(
        does="changes a style sheet under the same name",
        old=replace(PLAIN, kind=STYLED, media={"_style.css": b".a {}", "_font.woff2": b"wOF2a"}),
        new=PLAIN.later(kind=STYLED, media={"_style.css": b".a { color: red }", "_font.woff2": b"wOF2a"}),
        losses={"style": 1},
    ),
    Case(
        does="changes a style sheet whose name the style has in quotes alone",
        old=replace(PLAIN, kind=IMPORTING, media={"_style.css": b".a {}"}),
        new=PLAIN.later(kind=IMPORTING, media={"_style.css": b".a { color: red }"}),
        losses={"style": 1},
    ),
    Case(
        does="leaves out a style sheet that the style imports",
        old=PLAIN,
        new=PLAIN.later(kind=IMPORTING),
        losses={"missing-media": 1},
    ),
    Case(
        does="changes a font under the same name",
        old=replace(PLAIN, kind=STYLED, media={"_style.css": b".a {}", "_font.woff2": b"wOF2a"}),
        new=PLAIN.later(kind=STYLED, media={"_style.css": b".a {}", "_font.woff2": b"wOF2b"}),
        losses={"style": 1},
    ),
    Case(
        does="changes a script under the same name",
        old=replace(PLAIN, kind=SCRIPTED, media={"_quiz.js": b"let a = 1"}),
        new=PLAIN.later(kind=SCRIPTED, media={"_quiz.js": b"let a = 2"}),
        losses={"style": 1},
    ),
    Case(
        does="leaves a new picture out of the package",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=DRAWN),
        losses={"missing-media": 1},
    ),
    Case(
        does="leaves a new sound out of the package",
        old=PLAIN,
        new=PLAIN.later(notes=(*PLAIN.notes, *rows([SPOKEN], "s"))),
        losses={"missing-media": 1},
    ),
    Case(
        does="spells the name of a picture in another case than the file",
        old=PLAIN,
        new=PLAIN.edited("g4", fields=DRAWN).later(media={"Path.PNG": RED}),
        losses={"missing-media": 1},
    ),
    Case(
        does="leaves out a picture that a template shows",
        old=replace(PLAIN, kind=LOGO, media={"_logo.png": RED}),
        new=PLAIN.later(
            kind=replace(LOGO, templates=(Template(front='<img src="_logo2.png">{{Front}}'),)), media={"_logo.png": RED}
        ),
        losses={"missing-media": 1},
    ),
    Case(
        does="shows a picture on a template under a name that Anki takes for unused",
        old=PLAIN,
        new=PLAIN.later(
            kind=Kind(templates=(Template(front='<img src="logo.png">{{Front}}'),)), media={"logo.png": RED}
        ),
        losses={"missing-media": 1},
    ),
]
