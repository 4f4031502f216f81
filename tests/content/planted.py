# ruff: noqa: E501  One mistake, one entry: broken lines would hide what was changed.
"""One mistake of each kind, planted in the small course. `⟪` stands where the checker has to point, and is then taken out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.content.small_course import FILES, WELSH, checked

HERE = "⟪"
MODULE, SCENARIO, INDEX = "modules/bread.md", "quizzes/market-day.md", "modules/index.md"
CY, EASY = "modules/bread.cy.md", "modules/bread.easy.md"
WORDS, STORY_OF_BREAD = "modules/glossary.md", "modules/history.md"


@dataclass(frozen=True)
class Planted:
    """`code` is what the checker has to say, once, at the mark in the files, and nothing else."""

    code: str
    files: dict[str, str | bytes]
    """Files that replace or join those of the small course."""
    without: tuple[str, ...] = ()
    """Files of the small course that are left out."""
    sides: dict[str, str] = field(default_factory=dict)
    at: tuple[str, int, int] | None = None
    """Path, line and column, where a mark cannot stand."""
    note: str = ""
    """Which of several mistakes with the same code."""

    def __str__(self) -> str:
        return f"{self.code} {self.note}".strip()


def plant(code: str, path: str, old: str, new: str, note: str = "", **more: object) -> Planted:
    """The small course with `old` replaced by `new` in one file."""
    text = {**FILES, CY: WELSH}[path]
    assert text.count(old) >= 1, (code, old)
    return Planted(code, {path: text.replace(old, new, 1)}, note=note, **more)  # type: ignore[arg-type]


def add(code: str, text: str, note: str = "", path: str = MODULE, more: dict[str, str] | None = None) -> Planted:
    """The small course with a paragraph added where ordinary text stands. `more` are other files, by their path."""
    before = {MODULE: "Now for a list.\n", SCENARIO: "A woman looks at your bread.\n"}[path]
    planted = plant(code, path, before, f"{before}\n{text}\n", note)
    return Planted(code, {**planted.files, **(more or {})}, note=note)


LONG = " ".join(["bread and"] * 14)
HARD = (
    "Participatory methodologies necessitate collaborative prioritisation of investigative questions by stakeholders. "
    "Deliberation facilitates identification of epistemologically appropriate uncertainties."
)
DETAILS = FILES[MODULE].split("---\n", 2)[1]
PAGE = FILES[MODULE].split("---\n", 2)[2]
SCENES = FILES[SCENARIO]

FILES_AND_LIMITS = [
    Planted("file-too-big", {MODULE: FILES[MODULE] + "word " * 20_001}, at=(MODULE, 1, 1)),
    Planted(
        "not-utf-8",
        {SCENARIO: SCENES.replace("early", "ear\udce9ly").encode("utf-8", "surrogateescape")},
        at=(SCENARIO, 11, 28),
    ),
    plant("nul-byte", SCENARIO, "It is early", "It is ⟪\0early"),
    plant("line-too-long", SCENARIO, "It is early.", "early, " * 600, at=(SCENARIO, 11, 4097)),
    add("too-deep", "⟪" + "> " * 25 + "words", "quotes"),
    add("too-deep", "⟪" + "[" * 30 + "words", "brackets"),
    Planted("no-pages", {}, without=tuple(FILES), at=("modules/", 1, 1)),
    Planted(
        "file-name",
        {
            "modules/Rye.md": "⟪" + FILES[MODULE].replace("id: bread", "id: rye"),
            INDEX: FILES[INDEX].replace("1. [Bread](bread.md)", "1. [Bread](bread.md)\n2. [Rye](Rye.md)"),
        },
    ),
]

DETAILS_BLOCK = [
    Planted("no-front-matter", {SCENARIO: "⟪" + SCENES.split("---\n", 2)[2].lstrip()}),
    Planted("unclosed-front-matter", {MODULE: "⟪---\n" + DETAILS + "\n" + PAGE}),
    plant("front-matter-yaml", MODULE, "time: 40 minutes", "time: Morning⟪: 40 minutes", "colon"),
    plant("front-matter-yaml", MODULE, "[Test team, Second team]", "⟪[Test team, Second team", "bracket"),
    plant("front-matter-yaml", MODULE, "licence: CC BY 4.0", 'licence: ⟪"CC BY 4.0', "quotes"),
    plant("front-matter-yaml", MODULE, "licence: CC BY 4.0", "licence: ⟪@team", "first character"),
    plant("front-matter-yaml", MODULE, "licence: CC BY 4.0", "⟪licence CC BY 4.0", "no colon"),
    plant("front-matter-twice", MODULE, "stage: Planning", "stage: Planning\n⟪stage: Doing"),
    plant("front-matter-unknown", MODULE, "pass mark:", "⟪passmark:", "nearly right"),
    plant("front-matter-unknown", MODULE, "stage: Planning", "stage: Planning\n⟪colour: red", "not at all"),
    plant("not-for-this-page", MODULE, "stage: Planning", "stage: Planning\n⟪tallies: [trust]"),
    plant("no-id", SCENARIO, "---\nid: market-day\n", "⟪---\n"),
    plant("bad-id", SCENARIO, "id: market-day", "id: ⟪Market Day", "page"),
    plant("bad-id", MODULE, "<!-- id: yeast -->", "<!-- id: ⟪Yeast? -->", "activity"),
    plant("bad-id", MODULE, "<!-- id: yeast -->", "<!-- id ⟪yeast -->", "no colon"),
    Planted(
        "duplicate-module-id",
        {
            "modules/rye.md": FILES[MODULE].replace("id: bread", "id: ⟪bread"),
            INDEX: FILES[INDEX].replace("1. [Bread](bread.md)", "1. [Bread](bread.md)\n2. [Rye](rye.md)"),
        },
    ),
    plant(
        "no-pass-mark",
        MODULE,
        "---\nid: bread\ntime: 40 minutes\nstage: Planning\npass mark: 3 of 4\n",
        "⟪---\nid: bread\n",
    ),
    plant("bad-pass-mark", MODULE, "3 of 4", "⟪most of them", "module"),
    plant("bad-pass-mark", SCENARIO, "2 points", "⟪1 of 2", "scenario"),
    plant("pass-mark-total", MODULE, "3 of 4", "⟪3 of 5"),
    plant("pass-mark-too-high", MODULE, "3 of 4", "⟪5 of 4", "module"),
    plant("pass-mark-too-high", SCENARIO, "2 points", "⟪9 points", "scenario"),
    plant("unknown-stage", MODULE, "stage: Planning", "stage: ⟪Plannning", "details"),
    plant("unknown-stage", MODULE, "Stage: Doing", "Stage: ⟪Baking", "diary"),
    plant("bad-time", MODULE, "40 minutes", "⟪as long as it takes"),
    plant("bad-time", MODULE, "Minutes: 5", "Minutes: ⟪five", "activity"),
    plant("bad-date", MODULE, "2026-09-14", "⟪14 September"),
    plant("bad-date", INDEX, "2027-09-14", "⟪2027-02-30", "no such day"),
    plant("bad-reading-age", MODULE, "stage: Planning", "stage: Planning\nreading age: ⟪ten"),
    plant("bad-tally", SCENARIO, "[trust]", "[trust, ⟪points]"),
    plant("unknown-serves", MODULE, "[sharing-power]", "[⟪sharing-pwoer]", "details"),
    plant("unknown-serves", MODULE, "Serves: ground-rules", "Serves: sharing-power, ⟪bread", "activity"),
    plant("unknown-serves", INDEX, "Serves: sharing-power", "Serves: ⟪sharing", "feature"),
    plant("bad-fact", MODULE, "[F1, F2]", "[F1, ⟪two]", "details"),
    plant("bad-fact", MODULE, "Facts: F1", "Facts: ⟪first", "activity"),
]

WHOLE_PAGE = [
    plant("heading-is-an-id", MODULE, "Now for a list.\n", "Now for a list.\n\n## ⟪Three loaves\n\nBread.\n"),
    plant("duplicate-id", MODULE, "<!-- id: yeast -->", "<!-- id: ⟪three-loaves -->", "module"),
    plant("duplicate-id", SCENARIO, "<!-- id: ending-home-early -->", "<!-- id: ⟪she-answers -->", "scenario"),
    plant("id-without-heading", MODULE, "### Know and don't know: Yeast\n", "", "heading gone", at=(MODULE, 52, 10)),
    add("id-without-heading", "<!-- id: ⟪lonely -->", "in the text"),
    add("id-without-heading", "<!-- id: ⟪lonely -->", "scenario", SCENARIO),
    plant("no-title", SCENARIO, "---\n\n# Market day\n", "⟪---\n"),
    plant("two-titles", MODULE, "## Start here", "⟪# Start here"),
    plant("heading-skip", MODULE, "### Reflect: What did", "⟪#### Reflect: What did"),
    plant("heading-no-space", MODULE, "## Start here", "⟪##Start here"),
    plant("empty-heading", MODULE, "Now for a list.", "Now for a list.\n\n⟪###"),
    plant("dashes-under-text", MODULE, "Who made it?\n\n---", "Who made it?\n⟪---"),
    plant(
        "no-summary",
        MODULE,
        "licence: CC BY 4.0\nprinciples: [sharing-power]\nfeatures: [ground-rules]\nfacts: [F1, F2]\n---\n\n"
        "# Baking bread together\n\n## In plain English",
        "facts: [F1, F2]\n⟪---\n\n# Baking bread together\n\n## Short",
    ),
    plant("image-no-alt", MODULE, "![A loaf on a table]", "⟪![]"),
    plant("image-poor-alt", MODULE, "![A loaf on a table]", "![⟪picture of]"),
    plant("image-not-found", MODULE, "media/loaf.svg", "⟪media/laof.svg"),
    plant("image-elsewhere", MODULE, "media/loaf.svg", "⟪https://example.org/loaf.svg"),
    add("unsafe-html", "Watch ⟪<iframe src='x'></iframe> this.", "tag"),
    add("unsafe-html", "Press ⟪<b onclick='go()'>this</b>.", "attribute"),
    add("raw-html", "Read ⟪<b>this</b>."),
    add("link-not-found", "See [the ovens](⟪#the-ovenn).", "heading"),
    add("link-not-found", "See [the cake](⟪cake.md).", "page"),
    add("link-not-found", "See [the story](../quizzes/market-day.md⟪#the-thrid-customer).", "heading elsewhere"),
    add("link-not-found", "See [the secret](⟪../../secret.md).", "outside"),
    add("link-unsafe", "Press [the big button](⟪javascript:go)."),
    add("link-empty", "See ⟪[the cake]().", "no target"),
    add("link-empty", "See ⟪[](bread.md).", "no words"),
    add("link-words", "See [⟪here](https://example.org)."),
    add("link-not-on-github", "See [the oven](⟪#The-Oven).", "module"),
    plant("link-not-on-github", SCENARIO, "(#she-answers) — 1", "(⟪#She-Answers) — 1", "scenario"),
    add("unclosed-code-block", "⟪```\nwords", "plain"),
    add("unclosed-code-block", "- one\n  ⟪```\n  words", "in a list"),
    add("unclosed-comment", "⟪<!-- to do", "own line"),
    add("unclosed-comment", "Words ⟪<!-- to do", "in a line"),
    add("fence-not-needed", "⟪::: note"),
    add("pasted-bullet", "⟪• one\n• two"),
    plant("callout-kind", MODULE, "[!TIP]", "[!⟪TIPP]", "module"),
    plant("callout-kind", SCENARIO, "[!NOTE]", "[!⟪NOTICE]", "scenario"),
    plant("callout-kind", MODULE, "Who made it?", "Who made it?\n\n> [!⟪TOP]\n> Words.", "in an activity"),
    plant(
        "callout-kind", MODULE, "**Ada:** Stand back.", "**Ada:** Stand back.\n\n> [!⟪TOP]\n> Words.", "in a transcript"
    ),
    plant("callout-title", MODULE, "[!TIP]", "[!TIP] ⟪Listen"),
    plant("callout-empty", MODULE, "> [!TIP]\n> Ask someone who bakes.", "> ⟪[!TIP]"),
    add("callout-in-list", "- one\n\n    ⟪> [!TIP]\n    > Words.\n\n- two"),
    plant("footnote-missing", MODULE, "long time.[^1]", "long time.[^1] Yes.⟪[^2]"),
    plant("footnote-twice", MODULE, "[^1]: For at", "[^1]: Once.\n⟪[^1]: For at"),
    plant("footnote-unused", MODULE, "[^1]: For at", "⟪[^9]: Once.\n[^1]: For at"),
    plant(
        "missing-id",
        MODULE,
        "### List: Three loaves\n<!-- id: three-loaves -->\n",
        "⟪### List: Three loaves\n",
        "module",
    ),
    plant("missing-id", SCENARIO, "## She answers\n<!-- id: she-answers -->\n", "⟪## She answers\n", "scenario"),
    plant(
        "missing-id",
        INDEX,
        "### Ground rules\n<!-- id: ground-rules -->\nServes",
        "### Ground rules\nServes",
        "index",
        at=(INDEX, 51, 1),
    ),
    plant(
        "too-hard",
        MODULE,
        "## In plain English\n\nThis module is about bread.",
        f"⟪## In plain English\n\n{HARD}",
        "summary",
    ),
    add("long-sentence", f"Short. ⟪We like {LONG}."),
]

ACTIVITIES = [
    plant("activity-spelling", MODULE, "### Reflect: What did", "### ⟪Relfect: What did"),
    plant("activity-no-title", MODULE, "### List: Three loaves", "### ⟪List:"),
    plant("unknown-setting", MODULE, "Shared with: my", "⟪Shared wiht: my", "nearly right"),
    plant("unknown-setting", MODULE, "Length: a few lines", "⟪Colour: red", "not at all"),
    plant(
        "unknown-setting", MODULE, "Number of answers: 2 to 4", "Number of answers: 2 to 4\n⟪Stage: Doing", "elsewhere"
    ),
    plant("setting-twice", MODULE, "Length: a few lines", "⟪Shared with: nobody"),
    plant("bad-setting", MODULE, "my cohort", "⟪my friends", "sharing"),
    plant("bad-setting", MODULE, "2 to 4", "⟪4 to 2", "count"),
    plant("bad-setting", MODULE, "note: yes", "note: ⟪perhaps", "yes or no"),
    plant(
        "diary-no-stage",
        MODULE,
        "### Diary: What changed?\n<!-- id: what-changed -->\n\nStage: Doing\n",
        "⟪### Diary: What changed?\n<!-- id: what-changed -->\n",
    ),
    plant("bad-scale", MODULE, "1 (not at all) to 5 (very)", "⟪a bit to a lot"),
    plant(
        "no-scale",
        MODULE,
        "### Scale: How ready are you?\n<!-- id: how-ready -->\n\nScale: 1 (not at all) to 5 (very)\n",
        "⟪### Scale: How ready are you?\n<!-- id: how-ready -->\n\n",
    ),
    plant("role-no-name", MODULE, "- **Guest.** You", "- ⟪Guest. You"),
    plant(
        "no-items",
        MODULE,
        "### Rank: What matters most?\n<!-- id: matters-most -->\n\nPut these in your own order.\n\n"
        "- The smell\n- The taste\n- The price\n",
        "⟪### Rank: What matters most?\n<!-- id: matters-most -->\n\nPut these in your own order.\n",
        "none",
    ),
    plant("no-items", MODULE, "- The smell\n- The taste\n- The price\n", "⟪- The smell\n", "too few"),
    plant("same-item", MODULE, "- The price", "- ⟪The smell"),
    plant(
        "grid-no-table",
        MODULE,
        "### Table: Who does what\n<!-- id: who-does-what -->\n\nChoices: lead, help\n\n"
        "Fill in the boxes.\n\n| Job | Me | You |\n|-----|----|-----|\n| Knead | | |\n| Bake | | |\n",
        "⟪### Table: Who does what\n<!-- id: who-does-what -->\n\nFill in the boxes.\n",
    ),
    plant("grid-row-long", MODULE, "| Knead | | |", "| Knead | | | ⟪more |"),
    plant(
        "grid-nothing-to-fill",
        MODULE,
        "| Job | Me | You |\n|-----|----|-----|\n| Knead | | |\n| Bake | | |",
        "⟪| Job | Me |\n|---|---|\n| Knead | yes |",
    ),
    plant(
        "media-no-file",
        MODULE,
        "### Audio: The door\n<!-- id: the-door -->\n\nFile: media/door.mp3\n",
        "⟪### Audio: The door\n<!-- id: the-door -->\n\n",
    ),
    plant("file-not-found", MODULE, "File: media/door.mp3", "File: ⟪media/dor.mp3", "recording"),
    plant("file-not-found", MODULE, "(media/door.md)", "(⟪media/doors.md)", "transcript"),
    plant(
        "no-transcript",
        MODULE,
        "### Audio: The door\n<!-- id: the-door -->\n\nFile: media/door.mp3\n"
        "Transcript: [Read the words](media/door.md)\n",
        "⟪### Audio: The door\n<!-- id: the-door -->\n\nFile: media/door.mp3\n",
    ),
    plant(
        "no-captions",
        MODULE,
        "### Video: Lighting it\n<!-- id: lighting-it -->\n\nFile: [Watch](media/oven.mp4)\nCaptions: media/oven.vtt\n",
        "⟪### Video: Lighting it\n<!-- id: lighting-it -->\n\nFile: [Watch](media/oven.mp4)\n",
    ),
    plant("captions-kind", MODULE, "media/oven.vtt", "⟪media/oven.srt"),
    plant(
        "no-prompt",
        MODULE,
        "### List: Three loaves\n<!-- id: three-loaves -->\n\nNumber of answers: 2 to 4\n\nName some loaves.\n",
        "⟪### List: Three loaves\n<!-- id: three-loaves -->\n",
    ),
]

QUESTIONS = [
    plant("no-instruction", MODULE, "do first? Choose one.\n\n- [ ] Eat", "do first?\n\n⟪- [ ] Eat"),
    plant("instruction-mismatch", MODULE, "Put these steps in order.\n\n1. Mix", "Choose one.\n\n⟪1. Mix", "numbers"),
    plant("instruction-mismatch", MODULE, "Choose one.\n\n- [ ] Eat", "Put these in order.\n\n⟪- [ ] Eat", "boxes"),
    plant("instruction-mismatch", MODULE, "1. Mix\n2. Wait\n3. Bake", "⟪- Mix\n- Wait\n- Bake", "bullets"),
    plant("two-right-answers", MODULE, "- [ ] Eat\n  > Not yet.\n- [x] Wash", "- [x] Eat\n  > Not yet.\n- ⟪[x] Wash"),
    plant("no-right-answer", MODULE, "- [ ] Eat\n  > Not yet.\n- [x] Wash", "⟪- [ ] Eat\n  > Not yet.\n- [ ] Wash"),
    plant("wrong-count", MODULE, "- [x] Flour\n- [x] Water", "⟪- [x] Flour\n- [ ] Water"),
    plant("bad-tick-box", MODULE, "- [x] Wash", "- ⟪[x ] Wash"),
    plant("bad-tick-box", MODULE, "- [ ] Eat", "- ⟪[] Eat", "no space"),
    plant("no-tick-box", MODULE, "- [ ] Eat", "⟪- Eat"),
    plant("same-answer", MODULE, "- [ ] Sand", "- [ ] ⟪flour"),
    plant("empty-answer", MODULE, "- [ ] Sand", "- [ ] Sand\n⟪- [ ]"),
    plant(
        "no-answers",
        MODULE,
        "### Question: In what order?\n<!-- id: in-what-order -->\n\nPut these steps in order.\n\n"
        "1. Mix\n2. Wait\n3. Bake\n",
        "⟪### Question: In what order?\n<!-- id: in-what-order -->\n\nPut these steps in order.\n",
    ),
    plant("one-answer", MODULE, "1. Mix\n2. Wait\n3. Bake", "⟪1. Mix"),
    plant("text-after-answers", MODULE, "Why: Clean hands", "⟪Clean hands", "question"),
    plant("text-after-answers", MODULE, "- The price\n", "- The price\n\n⟪Take your time.\n", "rank"),
    add("answers-without-question", "- ⟪[x] one\n- [ ] two"),
    plant("match-gap", MODULE, "| Prove | Leave to rise |", "| Prove | Leave to rise |\n| Oven |⟪ |"),
    plant("match-same", MODULE, "| Prove | Leave to rise |", "| Prove | Leave to rise |\n| Rest | ⟪Leave to rise |"),
    plant(
        "match-columns",
        MODULE,
        "| Word | Meaning |\n|------|---------|",
        "⟪| Word | Meaning | More |\n|------|---------|---|",
    ),
    plant(
        "no-feedback",
        MODULE,
        "### Question: In what order?\n<!-- id: in-what-order -->\n\nPut these steps in order.\n\n"
        "1. Mix\n2. Wait\n3. Bake\n\nWhy: Dough needs time.\n",
        "⟪### Question: In what order?\n<!-- id: in-what-order -->\n\nPut these steps in order.\n\n1. Mix\n2. Wait\n3. Bake\n",
    ),
]

STORIES = [
    Planted("no-scenes", {SCENARIO: "---\nid: market-day\n⟪---\n\n# Market day\n\nYou have a stall.\n"}),
    plant("unknown-scene", SCENARIO, "(#she-answers) — 1", "(⟪#she-anwsers) — 1", "nearly right"),
    plant(
        "unknown-scene",
        SCENARIO,
        "- [Close the stall](#ending-home-early)",
        "- [Close the stall](⟪#the-moon)",
        "not at all",
    ),
    plant(
        "unreachable",
        SCENARIO,
        "## Ending: Home early",
        "## ⟪Ending: At sea\n<!-- id: at-sea -->\n\nWaves.\n\n## Ending: Home early",
    ),
    plant(
        "dead-end",
        SCENARIO,
        "- [Close the stall](#ending-home-early)\n",
        "- [Close the stall](#later)\n\n## ⟪Later\n<!-- id: later -->\n\nThe stall is closed.\n",
    ),
    plant(
        "dead-loop",
        SCENARIO,
        "- [Close the stall](#ending-home-early)\n",
        "- [Wait](#waiting)\n\n## ⟪Waiting\n<!-- id: waiting -->\n\n"
        "You wait.\n\n- [Wait more](#waiting)\n- [Wait even more](#waiting) — 1 trust\n",
    ),
    Planted(
        "no-ending",
        {
            SCENARIO: "---\nid: market-day\n---\n\n# Market day\n\nIt is early.\n\n⟪## Here\n<!-- id: here -->\n\nYou sit.\n\n"
            "- [Stand](#there)\n- [Lie](#there) — 1 point\n\n## There\n<!-- id: there -->\n\nYou are up.\n\n- [Sit](#here)\n- [Walk](#here) — 1 point\n"
        },
    ),
    plant(
        "ending-goes-on",
        SCENARIO,
        "She buys two loaves.\n",
        "She buys two loaves.\n\n⟪- [Go home](#ending-home-early)\n",
    ),
    Planted(
        "ending-spelling",
        {SCENARIO: SCENES.replace("## Ending: A regular", "## ⟪Endng: A regular").replace("#ending-a-r", "#endng-a-r")},
    ),
    plant("choice-no-link", SCENARIO, "- [Close the stall](#ending-home-early)", "- ⟪Close the stall"),
    plant(
        "choice-leaves",
        SCENARIO,
        "- [Close the stall](#ending-home-early)",
        "- [Close the stall](⟪https://example.org)",
    ),
    plant(
        "choice-words-outside",
        SCENARIO,
        "- [Close the stall](#ending-home-early)",
        "- ⟪Then [close the stall](#ending-home-early)",
    ),
    plant(
        "choice-words-outside",
        SCENARIO,
        "- [Close the stall](#ending-home-early)",
        "- [Close](#ending-home-early) ⟪the stall for the day",
        "after",
    ),
    plant("double-brackets", SCENARIO, "- [Close the stall](#ending-home-early)", "- ⟪[[Close the stall->Home]]"),
    plant(
        "text-after-choices",
        SCENARIO,
        "- [Close the stall](#ending-home-early)",
        "- [Close the stall](#ending-home-early)\n\n⟪Take your time.",
    ),
    plant(
        "same-choice", SCENARIO, "- [Close the stall](#ending-home-early)", "- ⟪[Say good morning](#ending-home-early)"
    ),
    plant(
        "same-scene-name",
        SCENARIO,
        "## Ending: Home early",
        "## ⟪Ending: A regular\n<!-- id: again -->\n\nShe waves.\n\n## Ending: Home early",
    ),
    plant("bad-points", SCENARIO, "(#how-it-went) — 1 point", "(#how-it-went) — ⟪many points"),
    plant("unclear-sign", SCENARIO, "(#how-it-went) — 1 point", "(#how-it-went) ⟪- 1 point"),
    plant("unknown-tally", SCENARIO, "(#how-it-went) — 1 point", "(#how-it-went) — 1 ⟪ponit", "nearly right"),
    plant("unknown-tally", SCENARIO, "(#how-it-went) — 1 point", "(#how-it-went) — 1 point, 2 ⟪loaves", "not at all"),
    plant(
        "no-otherwise",
        SCENARIO,
        "- If you have 1 or more trust, go to [She comes back](#ending-a-regular)\n"
        "- Otherwise, go to [She walks on](#ending-home-early)",
        "⟪- If you have 1 or more trust, go to [She comes back](#ending-a-regular)",
    ),
    plant(
        "otherwise-first",
        SCENARIO,
        "- If you have 1 or more trust, go to [She comes back](#ending-a-regular)\n"
        "- Otherwise, go to [She walks on](#ending-home-early)",
        "- Otherwise, go to [She walks on](#ending-home-early)\n"
        "⟪- If you have 1 or more trust, go to [She comes back](#ending-a-regular)",
    ),
    plant("gate-not-read", SCENARIO, "If you have 1 or more trust, go to", "⟪If trust is 1, go to"),
    plant("gate-too-high", SCENARIO, "If you have 1 or more", "If you have ⟪9 or more"),
    plant(
        "gates-and-choices",
        SCENARIO,
        "- If you have 1 or more trust",
        "- [Ask her](#ending-a-regular)\n⟪- If you have 1 or more trust",
    ),
    plant(
        "no-debrief",
        SCENARIO,
        "## Ending: Home early\n<!-- id: ending-home-early -->\n\nYou carry the bread home.\n\n## Debrief\n\n"
        "What did she want to know?\n\n- What would you say next time?\n",
        "⟪## Ending: Home early\n<!-- id: ending-home-early -->\n\nYou carry the bread home.\n",
    ),
    plant(
        "same-place",
        SCENARIO,
        "- [Tell her](#how-it-went) — 1 point\n- [Ask her to guess](#the-first-customer) — −1 trust",
        "⟪- [Tell her](#how-it-went) — 1 point\n- [Ask her to guess](#how-it-went) — 1 point",
    ),
]
ROUND_AND_ROUND = (
    "---\nid: market-day\npass mark: 3 points\n---\n\n# Round\n\nIt is early.\n"
    + "".join(
        f"\n## Place {here}\n<!-- id: place-{here} -->\n\nYou wait.\n\n"
        + "".join(f"- [To {there} now](#place-{there}) — {there} points\n" for there in range(9) if there != here)
        + "- [Stop](#ending-home)\n"
        for here in range(9)
    )
    + "\n## Ending: Home\n<!-- id: home -->\n\nTea.\n\n## Debrief\n\nWell?\n"
)
STORIES += [Planted("too-many-paths", {SCENARIO: ROUND_AND_ROUND.replace("pass mark", "⟪pass mark")})]
STORIES += [
    plant(
        "activity-in-scenario",
        SCENARIO,
        '"What is in it?" she asks.',
        '### ⟪Reflect: Well?\n\n"What is in it?" she asks.',
    ),
]

PLAN = "## My co-production plan\n\n### Key decisions\n<!-- id: key-decisions -->\n\nWho decides?\n\n"
PLANNED = {INDEX: FILES[INDEX].replace("## How this course", PLAN + "## How this course")}


def plant_in_plan(code: str, old: str, new: str, note: str) -> Planted:
    """The small course with a plan in its index, and `old` replaced by `new` in its module."""
    assert old in FILES[MODULE]
    return Planted(code, {**PLANNED, MODULE: FILES[MODULE].replace(old, new, 1)}, note=note)


THE_PLAN = [
    plant_in_plan("unknown-plan-section", "Length: a few", "Goes to plan: ⟪Key decision\nLength: a few", "misspelled"),
    plant_in_plan(
        "unknown-plan-section",
        "Length: a few",
        "Goes to plan: ⟪Key decisions, only if i moved it\nLength: a few",
        "misspelled ending",
    ),
    plant_in_plan("unknown-plan-section", "Length: a few", "Goes to plan: ⟪Bread\nLength: a few", "something else"),
    plant("dates-column", MODULE, "Choices: lead, help", "Choices: lead, help\nDates: ⟪Yuo", "misspelled"),
    plant("dates-column", MODULE, "Choices: lead, help", "Choices: lead, help\nDates: ⟪Job", "nothing to fill in"),
    plant("dates-column", MODULE, "Choices: lead, help", "Choices: lead, help\nDates: ⟪Wednesday", "something else"),
    plant("bad-setting", MODULE, "Length: a few", "Look again in: ⟪a while\nLength: a few", "wait"),
    plant("bad-setting", MODULE, "Length: a few", "Look again in: ⟪3 years\nLength: a few", "wait in years"),
    plant("bad-setting", MODULE, "Length: a few", "Look again in: ⟪25 months\nLength: a few", "wait too long"),
    plant("bad-setting", MODULE, "Length: a few", "Goes to plan⟪:\nLength: a few", "no plan and no name"),
    plant("plan-empty", INDEX, "## How this course", "⟪## My co-production plan\n\nNothing yet.\n\n## How this course"),
    plant(
        "same-plan-section",
        INDEX,
        "## How this course",
        PLAN + PLAN[26:].replace("### Key", "### ⟪Key").replace("id: key", "id: more-key") + "## How this course",
    ),
    plant("certificate-no-plan", INDEX, "- Finish every", "⟪- Confirm your plan.\n- Finish every"),
]

SCALE = "Scale: 1 (not at all) to 5 (very)\nRoom for a note: yes\n"
ONE_MORE = """### Question: Once more?
<!-- id: once-more -->

One of: dough
Optional: yes

Is it done? Choose one.

- [ ] No
- [x] Yes

Why: It is.

### Question: What comes first?"""
POINTERS = [
    plant(
        "bad-setting",
        MODULE,
        "### Question: What is in it?\n<!-- id: what-is-in-it -->\n",
        "### Question: What is in it?\n<!-- id: what-is-in-it -->\n\nOne of: ⟪.\n",
        "a bank without a name",
    ),
    plant("exercise-not-found", MODULE, SCALE, SCALE + "Earlier⟪:\n", "no exercise named"),
    plant(
        "bank-of-one",
        MODULE,
        "### Question: What is in it?\n<!-- id: what-is-in-it -->\n",
        "⟪### Question: What is in it?\n<!-- id: what-is-in-it -->\n\nOne of: dough\n",
    ),
    Planted(
        "bank-optional",
        {
            MODULE: FILES[MODULE]
            .replace("### Question: What comes first?", ONE_MORE)
            .replace("⟪", "")
            .replace(
                "### Question: What comes first?\n<!-- id: what-comes-first -->\n",
                "⟪### Question: What comes first?\n<!-- id: what-comes-first -->\n\nOne of: dough\n",
            )
            .replace("pass mark: 3 of 4", "pass mark: 3 of 3")
        },
    ),
    plant("exercise-not-found", MODULE, SCALE, SCALE + "Earlier: [Before](⟪bread.md#what-you-ete)\n"),
    plant("exercise-not-found", INDEX, "- Pass every", "- Keep [Yeast](⟪rye.md#yeast).\n- Pass every", "certificate"),
    plant("exercise-not-found", INDEX, "- Pass every", "- Keep [Yeast](⟪bread.md).\n- Pass every", "no exercise named"),
    plant(
        "earlier-is-later",
        MODULE,
        "Write down what you know about yeast.",
        "Earlier: [Later](⟪#matters-most)\n\nWrite down what you know about yeast.",
    ),
    Planted(
        "earlier-other-lines",
        {
            MODULE: FILES[MODULE].replace(
                "### Rank: What matters most?",
                f"⟪### Scale: And now?\n<!-- id: and-now -->\n\n{SCALE}Earlier: [Before](#how-ready)\n\nSay it again.\n\n- Light the oven\n\n### Rank: What matters most?",
            )
        },
    ),
]

HATTED = SCENES.replace(
    "## The first customer",
    "## Your hat\n\nWho are you?\n\n- **Ada Lovell.** You bake.\n- **Ben Okri.** You sell.\n\n## The first customer",
).replace(
    "    She smiles.\n",
    "    She smiles.\n\n    > **If you are Ada:** You see flour on her sleeve.\n\n"
    "    > **If you are Ben or Ada:** You count the coins.\n",
)
EARLIER = "quizzes/the-day-before.md"
BEFORE = SCENES.replace("id: market-day", "id: the-day-before").replace("# Market day", "# The day before")


HOME = "the-day-before.md#ending-home-early"


def hat(code: str, old: str, new: str, note: str = "") -> Planted:
    """The small course, its story with two hats, with `old` replaced by `new` in the story."""
    assert HATTED.count(old) >= 1, (code, old)
    return Planted(code, {SCENARIO: HATTED.replace(old, new, 1)}, note=note)


STORIES += [
    hat("too-few-hats", "## Your hat\n\nWho are you?\n\n- **Ada Lovell.** You bake.\n", "⟪## Your hat\n\n"),
    hat("hat-no-name", "- **Ben Okri.** You sell.", "- **Ben Okri.** You sell.\n- ⟪You sit and watch."),
    hat("same-hat", "- **Ben Okri.** You sell.", "- **Ben Okri.** You sell.\n- ⟪**Ada Smith.** You buy."),
    add("no-hats", "> **If you are ⟪Ada:** You see flour.\n\n> **If you are Ben:** You do not.", path=SCENARIO),
    hat("unknown-hat", "If you are Ada:", "If you are ⟪Adda:", "nearly right"),
    hat("unknown-hat", "If you are Ben or Ada:", "If you are Ben or ⟪Keisha or Ada:", "not at all"),
    hat(
        "hat-not-used",
        "- **Ben Okri.** You sell.\n",
        "- **Ben Okri.** You sell.\n⟪- **Dr Ruth Cole.** You watch.\n",
    ),
    hat("passage-not-read", "**If you are Ada:**", "**⟪If you feel like Ada:**"),
    hat("passage-not-read", "**If you are Ada:**", "⟪If you are Ada:", "not bold"),
    hat("passage-not-read", "**If you are Ada:**", "**⟪If you are Ada**", "no colon"),
    hat("passage-not-read", "**If you are Ada:**", "**⟪If your Ada:**", "a letter left out"),
    hat("passage-not-read", "**If you are Ada:**", "**⟪If I am Ada:**", "as Ada would say it"),
    *(
        Planted(
            "passage-not-read",
            {
                SCENARIO: HATTED.replace("If you are Ada:", f"⟪If you ended at [Home]({HOME}) {more}:"),
                EARLIER: BEFORE,
            },
            note=more,
        )
        for more in ("unless you are Ada", "or you are Ada", "yesterday")
    ),
    *(
        hat("passage-for-everyone", "A woman looks at your bread.\n", f"A woman looks.\n\n{planted}\n", note)
        for note, planted in {
            "list": "1. Bread.\n\n   > **⟪If you are Ada:** You see flour.",
            "bullets": "Bread, and:\n\n- **⟪If you are Ada:** flour.\n- Salt.\n\nThat is all.",
            "quote in a quote": "> > **⟪If you are Ada:** You see flour.",
            "callout": "> [!TIP]\n> **⟪If you are Ada or Ben:** You see flour.",
            "paragraph": "**⟪If you are Ada Lovell:** You see flour.",
            "second in its quote": "> Listen.\n>\n> **⟪If you are Ada**: You see flour.",
            "slanted": "> *⟪If you are Ada:* You see flour.",
            "table": "| Who | What |\n|---|---|\n| **⟪If you are Ada:** | Flour |",
        }.items()
    ),
    hat(
        "passage-for-everyone",
        "    She smiles.\n",
        "    She smiles.\n\n    > Listen.\n    >\n    > **⟪If you are Ada:** You see flour.\n",
        "under a choice",
    ),
    hat("passage-empty", "**If you are Ada:** You see flour on her sleeve.", "**⟪If you are Ada:**"),
    hat("passage-not-here", "You have a stall.", "> **⟪If you are Ada:** You are up early.\n\nYou have a stall."),
    add("ending-of-this-story", "> **If you ended at [Home](⟪#ending-home-early):** Hm.", path=SCENARIO),
    add(
        "no-such-ending",
        "> **If you ended at [Home](⟪the-day-before.md#the-first-customer):** Hm.",
        path=SCENARIO,
        more={EARLIER: BEFORE},
    ),
    add("no-such-ending", "> **If you ended at [Bread](⟪../modules/bread.md):** Hm.", "a module", path=SCENARIO),
    add(
        "link-not-found",
        "> **If you ended at [Home](the-day-before.md⟪#ending-home-erly):** Hm.",
        "in a passage",
        path=SCENARIO,
        more={EARLIER: BEFORE},
    ),
]

THE_INDEX = [
    plant("certificate-line", INDEX, "- Finish every scenario.", "- ⟪Be nice to every scenario."),
    plant(
        "no-module-list",
        INDEX,
        "## Modules\n\nThere is one module so far.\n\n1. [Bread](bread.md)",
        "⟪## Modules\n\nThere is one module so far.",
    ),
    plant("module-list-line", INDEX, "1. [Bread](bread.md)", "1. [Bread](bread.md)\n2. ⟪Rye"),
    plant("module-listed-twice", INDEX, "1. [Bread](bread.md)", "1. [Bread](bread.md)\n2. ⟪[Bread](bread.md)"),
    plant("certificate-count", INDEX, "- Finish every scenario.", "⟪- Finish at least 3 scenarios."),
    Planted("no-index", {MODULE: FILES[MODULE]}, without=(INDEX,), at=(INDEX, 1, 1)),
    Planted("module-not-listed", {"modules/rye.md": "⟪" + FILES[MODULE].replace("id: bread", "id: rye")}),
    plant("index-section", INDEX, "## How this course was made", "## ⟪How this was made"),
    plant(
        "no-certificate-rule",
        INDEX,
        "## Certificate\n\nTo earn the certificate:\n\n- Mark every module done.\n"
        "- Keep at least 1 exercise in every module.\n- Pass every knowledge check.\n- Finish every scenario.\n",
        "⟪## Certificate\n\nTo earn the certificate, ask.\n",
    ),
]

GLOSSARY = """---
id: glossary
---

# Glossary

These words come up often.

## Public contributor

Also: lay member, PPI member

Somebody who takes part and is not paid to do research.

## R&D

Research and development.
"""
HISTORY = """---
id: history
authors: [Test team]
---

# How bread came about

## In plain English

Bread is old. This page says how old.

## The first loaf

Somebody left the dough in the sun.
"""
MORE = FILES[INDEX].replace(
    "## Certificate\n", "## More to read\n\n- [How bread came about](history.md)\n\n## Certificate\n"
)


def words(code: str, old: str, new: str, note: str = "") -> Planted:
    """The small course with a glossary, and in it `old` replaced by `new`."""
    assert old in GLOSSARY, old
    return Planted(code, {WORDS: GLOSSARY.replace(old, new, 1)}, note=note)


def read_more(code: str, page: str = HISTORY, index: str = MORE, note: str = "") -> Planted:
    """The small course with a page to read."""
    return Planted(code, {STORY_OF_BREAD: page, INDEX: index}, note=note)


PAGES_AND_WORDS = [
    read_more(
        "activity-in-page", HISTORY + "\n### ⟪Reflect: Your own loaf\n<!-- id: your-own-loaf -->\n\nWhen was it?\n"
    ),
    read_more(
        "activity-in-page",
        HISTORY + "\n### ⟪Question: Well?\n<!-- id: well -->\n\nChoose one.\n\n- [x] Yes\n- [ ] No\n\nWhy: So.\n",
        note="question",
    ),
    read_more(
        "page-list-line",
        index=MORE.replace("- [How bread came about](history.md)", "- [How bread came about](history.md)\n- ⟪Rye"),
    ),
    read_more(
        "page-list-line",
        index=MORE.replace("(history.md)", "(history.md)\n- ⟪[A story](../quizzes/market-day.md)"),
        note="a story",
    ),
    Planted(
        "page-list-line",
        {
            INDEX: MORE.replace("## More to read", "## ⟪More to read").replace(
                "- [How bread came about](history.md)", "Soon."
            )
        },
        note="no list",
    ),
    *(
        Planted(
            "page-list-line",
            {INDEX: MORE.replace("[How bread came about](history.md)", f"⟪[It]({path})"), CY: WELSH},
            note=path,
        )
        for path in ("bread.cy.md", "index.md")
    ),
    *(
        Planted(
            "module-list-line",
            {INDEX: FILES[INDEX].replace("(bread.md)", f"(bread.md)\n2. ⟪[It]({path})"), WORDS: GLOSSARY, CY: WELSH},
            note=path,
        )
        for path in ("glossary.md", "bread.cy.md", "../quizzes/market-day.md")
    ),
    read_more("page-listed-twice", index=MORE.replace("(history.md)", "(history.md)\n- ⟪[Again](history.md)")),
    read_more(
        "page-and-module",
        index=MORE.replace("1. [Bread](bread.md)", "1. [Bread](bread.md)\n2. [Old](history.md)").replace(
            "- [How bread", "- ⟪[How bread"
        ),
    ),
    Planted("link-not-found", {INDEX: MORE.replace("(history.md)", "(⟪history.md)")}, note="page to read"),
    read_more("duplicate-module-id", HISTORY.replace("id: history", "id: ⟪bread"), note="page to read"),
    Planted(
        "variant-id",
        {STORY_OF_BREAD: HISTORY, INDEX: MORE, "modules/history.easy.md": HISTORY.replace("id: history", "id: ⟪old")},
        note="page to read",
    ),
    Planted("variant-no-base", {"modules/glossary.cy.md": "⟪" + GLOSSARY}, note="glossary"),
    words("term-twice", "## R&D", "## ⟪Public Contributor\n\nThe same.\n\n## R&D"),
    words("term-empty", "## R&D", "## ⟪Rota\n\n## R&D"),
    words("term-empty", "## R&D", "## ⟪Rota\n\nAlso: list\n\n## R&D", "only other forms"),
    words("term-clash", "Research and dev", "Also: ⟪Lay member\n\nResearch and dev"),
    words("term-clash", "Also: lay member", "Also: lay member, ⟪r&d", "a later term"),
    words("abbreviation-not-explained", "paid to do research", "paid by the ⟪NIHR to do research, as the NIHR says"),
    Planted(
        "abbreviation-not-explained",
        {WORDS: GLOSSARY, SCENARIO: SCENES.replace("It is early.", "It is ⟪NHS day. **NHS** bread is old.")},
        note="story",
    ),
]

VERSIONS = [
    Planted("variant-no-base", {"modules/rye.cy.md": "⟪" + WELSH}),
    plant("variant-id", CY, "id: bread", "id: ⟪loaf"),
    plant("variant-extra", CY, "## Mewn iaith glir", "## Mewn iaith glir", at=(CY, 0, 0)),
    plant("variant-kind", CY, "### Myfyrio: Beth", "⟪### Gwybod a ddim yn gwybod: Beth"),
    plant("variant-count", CY, "### Trefnu: Beth sydd bwysicaf?", "⟪### Trefnu: Beth sydd bwysicaf?", "lines"),
    plant(
        "variant-marks",
        CY,
        "- [ ] Bwyta\n  > Ddim eto.\n- [x] Golchi",
        "⟪- [x] Bwyta\n  > Ddim eto.\n- [ ] Golchi",
        "module",
    ),
    plant(
        "variant-sharing",
        CY,
        "### Myfyrio: Beth wnaethoch chi ei fwyta?\n<!-- id: what-you-ate -->\n\nRhannu gyda: fy ngharfan",
        "⟪### Myfyrio: Beth wnaethoch chi ei fwyta?\n<!-- id: what-you-ate -->\n\nRhannu gyda: neb",
    ),
    plant("variant-missing", CY, "pass mark: 3 o 4\n---\n", "pass mark: 3 o 4\n⟪---\n"),
    plant("variant-stale", CY, "### Gwybod a ddim yn gwybod: Burum", "⟪### Gwybod a ddim yn gwybod: Burum"),
]


def _versions() -> list[Planted]:
    """The ones that need two changes."""
    out = []
    for one in VERSIONS:
        text = str(one.files.get(CY, ""))
        if one.code == "variant-extra":
            text = text.replace("### Trefnu:", "### Myfyrio: Rhagor\n<!-- id: ⟪more -->\n\nMwy.\n\n### Trefnu:")
            one = Planted(one.code, {CY: text})
        elif one.code == "variant-count":
            one = Planted(one.code, {CY: text.replace("- Y pris\n", "")})
        elif one.code == "variant-missing":
            start = text.index("### Rhestr:")
            one = Planted(one.code, {CY: text[:start] + text[text.index("### Gwybod") :]})
        elif one.code == "variant-stale":
            now = checked({CY: WELSH}).course.module_variants[0].activity("yeast")
            assert now is not None
            agreed = {"yeast": ["0000000000", now.wording_rev]}
            one = Planted(one.code, one.files, sides={MODULE: json.dumps({"blocks": {}, "versions": {"cy": agreed}})})
        out.append(one)
    scenario = "quizzes/market-day.cy.md"
    out.append(
        Planted(
            "variant-marks",
            {
                scenario: SCENES.replace(
                    "\n- [Go on counting coins](#she-answers) — −1", "\n⟪- [Count coins](#she-answers) — −2"
                )
            },
            note="scenario",
        )
    )
    out.append(
        Planted(
            "variant-count",
            {
                scenario: SCENES.replace("## She answers", "⟪## She answers").replace(
                    "- [Ask her to guess](#the-first-customer) — −1 trust\n", ""
                )
            },
            note="choices",
        )
    )
    out += [
        Planted(
            "variant-count",
            {
                SCENARIO: HATTED,
                scenario: HATTED.replace("- **Ada", "⟪- **Cy.** Ci.\n- **Ada").replace("are Ada:", "are Cy or Ada:"),
            },
            note="hats",
        ),
        Planted(
            "variant-marks",
            {
                SCENARIO: HATTED,
                scenario: HATTED.replace(
                    "- **Ada Lovell.** You bake.\n- **Ben Okri.** You sell.\n",
                    "⟪- **Ben Okri.** You sell.\n- **Ada Lovell.** You bake.\n",
                ),
            },
            note="hats",
        ),
    ]
    easy = FILES[MODULE].split("---\n", 2)
    easy[2] = easy[2].replace(" and\nthen", ". Then\nread")
    text = (
        "---\n"
        + easy[1]
        + "⟪---\n"
        + easy[2].replace(FILES[MODULE][FILES[MODULE].index("### Know") : FILES[MODULE].index("### Table")], "")
    )
    out.append(Planted("variant-missing", {EASY: text}, note="easy read"))
    return out


PLANTED: list[Planted] = [
    *FILES_AND_LIMITS,
    *DETAILS_BLOCK,
    *WHOLE_PAGE,
    *ACTIVITIES,
    *QUESTIONS,
    *STORIES,
    *POINTERS,
    *THE_INDEX,
    *THE_PLAN,
    *PAGES_AND_WORDS,
    *_versions(),
]
