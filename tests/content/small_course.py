"""A small course with nothing wrong in it, for tests to change one thing in."""

from __future__ import annotations

from course.content.check import Checked, check_course
from course.content.ids import read_side, read_versions, side_path
from course.content.load import Source, read_page
from course.content.problems import Problem

INDEX = """---
id: small-course
authors: [Test team]
licence: CC BY 4.0
last checked: 2026-09-14
review due: 2027-09-14
---

# A small course

## In plain English

This course is short. It is only used to try things out.

## Our promise

We will be kind.

## Modules

There is one module so far.

1. [Bread](bread.md)

## Certificate

To earn the certificate:

- Mark every module done.
- Keep at least 1 exercise in every module.
- Pass every knowledge check.
- Finish every scenario.

Ask your trainer if a step does not work for you.

## Research stages

- Planning
- Doing
- Sharing

## Principles

### Sharing power
<!-- id: sharing-power -->

Everyone decides.

## Features

### Ground rules
<!-- id: ground-rules -->
Serves: sharing-power

The team agrees how to work.

## How this course was made

In one afternoon.

## References

- A made-up book.
"""

MODULE = """---
id: bread
time: 40 minutes
stage: Planning
pass mark: 3 of 4
authors: [Test team, Second team]
last checked: 2026-09-14
licence: CC BY 4.0
principles: [sharing-power]
features: [ground-rules]
facts: [F1, F2]
---

# Baking bread together

## In plain English

This module is about bread. You will plan a loaf with other people. Then you will bake it.

![A loaf on a table](media/loaf.svg)

## Start here

People have baked for a long time.[^1] Read [how an oven works](#the-oven) and
then [the second story](../quizzes/market-day.md).

> [!TIP]
> Ask someone who bakes.

### Reflect: What did you eat?
<!-- id: what-you-ate -->

Shared with: my cohort
Length: a few lines
Serves: ground-rules
Facts: F1
Minutes: 5

Think of a meal that you liked. Who made it?

---

Now for a list.

### List: Three loaves
<!-- id: three-loaves -->

Number of answers: 2 to 4

Name some loaves.

### Know and don't know: Yeast
<!-- id: yeast -->

Write down what you know about yeast.

### Table: Who does what
<!-- id: who-does-what -->

Choices: lead, help

Fill in the boxes.

| Job | Me | You |
|-----|----|-----|
| Knead | | |
| Bake | | |

### Scale: How ready are you?
<!-- id: how-ready -->

Scale: 1 (not at all) to 5 (very)
Room for a note: yes

Say how ready you feel.

- Light the oven
- Wait for an hour

### Rank: What matters most?
<!-- id: matters-most -->

Put these in your own order.

- The smell
- The taste
- The price

### Role cards: In the kitchen
<!-- id: in-the-kitchen -->

Take one card each.

- **Baker.** You know what to do.
- **Guest.** You are hungry.

### Diary: What changed?
<!-- id: what-changed -->

Stage: Doing

Come back after you have baked.

### Ground rules: How we bake
<!-- id: how-we-bake -->

Change this list together.

- We wash our hands

## The oven

### Video: Lighting it
<!-- id: lighting-it -->

File: [Watch](media/oven.mp4)
Captions: media/oven.vtt
Length: 1 minute

Transcript:

**Ada:** Stand back.

---

### Audio: The door
<!-- id: the-door -->

File: media/door.mp3
Transcript: [Read the words](media/door.md)

## Check what you have learned

### Question: What comes first?
<!-- id: what-comes-first -->

Hint: Think of your hands.

What do you do first? Choose one.

- [ ] Eat
  > Not yet.
- [x] Wash your hands
  > Yes.

Why: Clean hands keep people well.

### Question: What is in it?
<!-- id: what-is-in-it -->

Choose two.

- [x] Flour
- [x] Water
- [ ] Sand

Why: Sand is for beaches.

### Question: In what order?
<!-- id: in-what-order -->

Put these steps in order.

1. Mix
2. Wait
3. Bake

Why: Dough needs time.

### Question: Match the words
<!-- id: match-the-words -->

Match each word to its meaning.

| Word | Meaning |
|------|---------|
| Knead | Push and fold |
| Prove | Leave to rise |

Why: Bakers have their own words.

## References

- Nobody, A. (2020) *Loaves*.

[^1]: For at least ten thousand years.
"""

SCENARIO = """---
id: market-day
time: 10 minutes
stage: Doing
pass mark: 2 points
tallies: [trust]
---

# Market day

You have a stall. It is early.

## The first customer
<!-- id: first-customer -->

A woman looks at your bread.

- [Say good morning](#she-answers) — 1 point, 1 trust

    She smiles.

- [Go on counting coins](#she-answers) — −1 trust
- [Close the stall](#ending-home-early)

## She answers
<!-- id: she-answers -->

"What is in it?" she asks.

> [!NOTE]
> Some people cannot eat wheat.

- [Tell her](#how-it-went) — 1 point
- [Ask her to guess](#the-first-customer) — −1 trust

## How it went
<!-- id: how-it-went -->

The church clock strikes.

- If you have 1 or more trust, go to [She comes back](#ending-a-regular)
- Otherwise, go to [She walks on](#ending-home-early)

## Ending: A regular
<!-- id: ending-regular -->

She buys two loaves.

## Ending: Home early
<!-- id: ending-home-early -->

You carry the bread home.

## Debrief

What did she want to know?

- What would you say next time?
"""

WELSH = """---
id: bread
time: 40 munud
stage: Planning
pass mark: 3 o 4
---

# Pobi bara

## Mewn iaith glir

Mae'r modiwl hwn am fara.

### Myfyrio: Beth wnaethoch chi ei fwyta?
<!-- id: what-you-ate -->

Rhannu gyda: fy ngharfan

Meddyliwch am bryd o fwyd.

### Rhestr: Tair torth
<!-- id: three-loaves -->

Nifer yr atebion: 2 i 4

Enwch dorthau.

### Gwybod a ddim yn gwybod: Burum
<!-- id: yeast -->

Ysgrifennwch.

### Tabl: Pwy sy'n gwneud beth
<!-- id: who-does-what -->

Dewisiadau: arwain, helpu

Llenwch y blychau.

| Gwaith | Fi | Chi |
|-----|----|-----|
| Tylino | | |
| Pobi | | |

### Graddfa: Pa mor barod?
<!-- id: how-ready -->

Graddfa: 1 (ddim o gwbl) i 5 (iawn)

Dywedwch.

- Cynnau'r ffwrn
- Aros am awr

### Trefnu: Beth sydd bwysicaf?
<!-- id: matters-most -->

Rhowch y rhain yn eich trefn.

- Yr arogl
- Y blas
- Y pris

### Cardiau rôl: Yn y gegin
<!-- id: in-the-kitchen -->

Cymerwch un.

- **Pobydd.** Rydych yn gwybod.
- **Gwestai.** Rydych yn llwglyd.

### Dyddiadur: Beth newidiodd?
<!-- id: what-changed -->

Cyfnod: Doing

Dewch yn ôl.

### Rheolau sylfaenol: Sut rydym yn pobi
<!-- id: how-we-bake -->

Newidiwch y rhestr.

- Rydym yn golchi ein dwylo

### Fideo: Ei chynnau
<!-- id: lighting-it -->

Ffeil: media/oven.mp4
Capsiynau: media/oven.vtt

Trawsgrifiad:

**Ada:** Safwch yn ôl.

### Sain: Y drws
<!-- id: the-door -->

Ffeil: media/door.mp3
Trawsgrifiad: [Darllenwch y geiriau](media/door.md)

### Cwestiwn: Beth sy'n gyntaf?
<!-- id: what-comes-first -->

Awgrym: Eich dwylo.

Dewiswch un.

- [ ] Bwyta
  > Ddim eto.
- [x] Golchi eich dwylo
  > Ie.

### Cwestiwn: Beth sydd ynddo?
<!-- id: what-is-in-it -->

Dewiswch ddau.

- [x] Blawd
- [x] Dŵr
- [ ] Tywod

Pam: I'r traeth mae tywod.

### Cwestiwn: Ym mha drefn?
<!-- id: in-what-order -->

Rhowch y camau hyn yn eu trefn.

1. Cymysgu
2. Aros
3. Pobi

Pam: Mae angen amser.

### Cwestiwn: Parwch y geiriau
<!-- id: match-the-words -->

Parwch bob gair â'i ystyr.

| Gair | Ystyr |
|------|---------|
| Tylino | Gwthio a phlygu |
| Codi | Gadael i godi |

Pam: Mae gan bobyddion eu geiriau.
"""

FILES = {"modules/index.md": INDEX, "modules/bread.md": MODULE, "quizzes/market-day.md": SCENARIO}
MEDIA = frozenset(
    f"modules/media/{name}" for name in ("loaf.svg", "oven.mp4", "oven.vtt", "oven.srt", "door.mp3", "door.md")
)
TRANSCRIPTS = {"modules/media/door.md": "*A door creaks.*"}


def source_of(files: dict[str, str | bytes], sides: dict[str, str] | None = None) -> Source:
    """The same as reading these files from a folder. `sides` are side files, by the path of the page they belong to."""
    problems: list[Problem] = []
    pages: dict[str, str] = {}
    raw: dict[str, bytes] = {}
    for path, words in files.items():
        data = words if isinstance(words, bytes) else words.encode()
        text = read_page(path, data, problems)
        if text is not None:
            pages[path], raw[path] = text, data
    blocks = {side_path(path): read_side(text) or {} for path, text in (sides or {}).items()}
    versions = {path: read_versions(text) for path, text in (sides or {}).items()}
    return Source(pages, raw, MEDIA, TRANSCRIPTS, blocks, {}, versions, tuple(problems))


def checked(files: dict[str, str | bytes] | None = None, sides: dict[str, str] | None = None) -> Checked:
    """The small course with some files replaced or added."""
    return check_course(source_of({**FILES, **(files or {})}, sides))


def seen(result: Checked) -> list[tuple[str, int, int, str]]:
    """Path, line, column and code of each problem."""
    return [(one.path, one.line, one.column, one.code) for one in result.problems]
