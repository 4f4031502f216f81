"""A small, sound course to start from: `course new NAME`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..errors import ContentError
from .ids import GOOD_ID, id_from
from .stamp import stamp

INDEX = """---
id: {id}
authors: [Your name]
licence: CC BY 4.0
last checked: {today}
---

# {title}

## In plain English

Say here what this course is about. Say who it is for. Say what people will be able to do when they finish.

## Our promise

Nobody is marked on their opinions. You choose who can read what you write.

## Modules

1. [First steps](first-steps.md)

## Certificate

To earn the certificate:

- Mark every module done.
- Pass every knowledge check.
- Finish every scenario.

If any step does not work for you, talk to your trainer.

## Research stages

- Planning
- Doing
- Sharing

## Principles

### Sharing the say
<!-- id: sharing-the-say -->

Everyone who does the work helps to decide.

## Features

### Agreeing how we work
<!-- id: how-we-work -->
Serves: sharing-the-say

The team talks early about how it wants to work, and keeps talking.

## How this course was made

Say who helped to make this course, and how.
"""

MODULE = """---
id: first-steps
time: 15 minutes
stage: Planning
pass mark: 1 of 1
authors: [Your name]
last checked: {today}
licence: CC BY 4.0
principles: [sharing-the-say]
features: [how-we-work]
---

# First steps

## In plain English

This module shows what a module can hold. Change the words and make it yours.

## Before you begin

Text is written as you would write an e-mail. Leave an empty line between paragraphs.

- A line that starts with a hyphen makes a list.
- Two stars on each side make **bold** words.

> [!TIP]
> A callout like this one is good for a short hint.

## Your turn

### Reflect: What helped you to learn?
<!-- id: what-helped -->

Shared with: nobody
Serves: sharing-the-say, how-we-work
Minutes: 5

Think of a time when you learned something well. What helped? Who was there?

---

The line of dashes above ends the exercise. This is ordinary text again.

## Check what you have learned

### Question: Who decides?
<!-- id: who-decides -->

Serves: sharing-the-say, how-we-work

A team is about to start its work. Who should help to decide how it works? Choose one.

- [x] Everyone on the team
  > Yes. People work better with rules they helped to make.
- [ ] The person who brought the money
  > They are one voice. The others know things that they do not.
- [ ] Nobody, because it sorts itself out
  > It often does not. Some people then stop coming.

## What next?

Now try the story [The first meeting](../quizzes/the-first-meeting.md).
"""

SCENARIO = """---
id: the-first-meeting
time: 5 minutes
stage: Planning
tallies: [trust]
---

# The first meeting

Your team meets for the first time today. You have one hour.

## The room is quiet
<!-- id: room-is-quiet -->

Six people look at you. Nobody speaks.

- [Read out the plan](#how-it-ends) — −1 trust

    You read for ten minutes. Somebody looks at the clock.

- [Ask what each person hopes for](#how-it-ends) — 2 trust

    It takes a while. Then someone laughs, and the room warms up.

## How it ends
<!-- id: how-it-ends -->

The hour is over. People stand up.

- If you have 1 or more trust, go to [They stay to talk](#ending-they-stay-to-talk)
- Otherwise, go to [They leave](#ending-an-empty-room)

## Ending: They stay to talk
<!-- id: ending-they-stay -->

Two people offer to plan the next meeting.

## Ending: An empty room
<!-- id: ending-empty-room -->

You wash the cups on your own.

## Debrief

What did the quiet at the start mean?

- What would you try next time?
"""


def new_course(parent: Path, name: str, today: date | None = None) -> Path:
    """Write a small course into a new folder `name` under `parent`, and return the folder. It checks clean.

    Raises ContentError, in words for whoever typed the name, when the name cannot be used or the folder is not empty.
    """
    folder_name = name if GOOD_ID.fullmatch(name) else id_from(name.replace("_", " "), "")
    if not folder_name:
        raise ContentError("Give the course a name with letters in it, such as: course new sharing-research")
    folder = parent / folder_name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(f"{folder} is there already and is not empty. Choose another name.")
    day = (today or date.today()).isoformat()
    title = name.strip() if name != folder_name else folder_name.replace("-", " ").capitalize()
    pages = {"modules/index.md": INDEX, "modules/first-steps.md": MODULE, "quizzes/the-first-meeting.md": SCENARIO}
    for path, words in pages.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = words.replace("{id}", folder_name).replace("{title}", title).replace("{today}", day)
        file.write_text(text, encoding="utf-8", newline="\n")
    (folder / "modules" / "media").mkdir(exist_ok=True)
    stamp(folder)
    return folder
