"""What a course is made of, as frozen objects.

The scanner builds these with Markdown in every `Text`; the renderer returns the same objects with `Text.html` filled in.
Everything here is plain data: it turns into JSON (`course.content.archive`) and back without loss.
The format trainers write is described in docs/authoring.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Sharing(StrEnum):
    """Who may read what a learner writes in an exercise. The default is NOBODY."""

    NOBODY = "nobody"
    TRAINER = "trainer"
    COHORT = "cohort"
    ACCESS = "access"


class ExerciseKind(StrEnum):
    """What the learner does; the value is the word kept in the database and the side file."""

    REFLECT = "reflect"
    LIST = "list"
    POOL = "pool"
    """Know and don't know: two columns."""
    TABLE = "grid"
    SCALE = "scale"
    RANK = "rank"
    ROLES = "roles"
    DIARY = "diary"
    RULES = "rules"


class QuestionMode(StrEnum):
    """How a knowledge check question is answered. Stored answers: key; set of keys; list of keys; map key to key."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    MATCHING = "matching"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A piece of a trainer's writing: Markdown in, clean HTML out."""

    markdown: str
    line: int = 0
    """1-based line in the file where this text starts."""
    html: str = ""
    """Filled in once, by content/render.py, when a release is made. The only HTML a page may trust."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    level: int
    """2 to 4."""
    text: Text
    slug: str
    """GitHub's anchor for this heading."""
    role: str = ""
    """"summary" for In plain English, "references" for References; otherwise empty."""


@dataclass(frozen=True, kw_only=True)
class Prose:
    text: Text


@dataclass(frozen=True, kw_only=True)
class Callout:
    kind: str
    """note, tip, important, warning or caution."""
    text: Text


@dataclass(frozen=True, kw_only=True)
class Item:
    """A line that a learner rates, ranks, draws or agrees to."""

    key: str
    """Random and stable, from the side file; empty until stamped."""
    text: Text
    name: str = ""
    """The bold name of a role card."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A table row in an exercise: None marks a cell the learner fills in."""

    key: str
    cells: tuple[Text | None, ...]


@dataclass(frozen=True, kw_only=True)
class ScaleRange:
    low: int
    high: int
    low_words: str = ""
    high_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What every activity has, whatever the learner does in it."""

    id: str
    title: str
    slug: str
    line: int = 0
    prompt: Text
    serves: tuple[str, ...] = ()
    """Ids of the principles and features this activity serves (`Serves:`)."""
    facts: tuple[str, ...] = ()
    """Inventory numbers of the facts it rests on (`Facts:`); never shown to learners."""
    minutes: int = 0
    """About how long it takes (`Minutes:`); 0 when not said."""
    plan: str = ""
    """Name of the section of the learner's plan it feeds (`Goes to plan:`); empty for none."""
    plan_if_moved: bool = False
    """It goes there only when the learner moves it ("..., only if I move it")."""
    wording_rev: str = ""
    """Changes when any word the learner sees changes."""
    meaning_rev: str = ""
    """Changes when what counts as right, or what is asked for, changes."""


@dataclass(frozen=True, kw_only=True)
class Wait:
    """A stretch of time, such as 3 months."""

    count: int
    unit: str
    """days, weeks or months."""


@dataclass(frozen=True, kw_only=True)
class Exercise(Activity):
    kind: ExerciseKind
    shared: Sharing = Sharing.NOBODY
    optional: bool = False
    length: str = ""
    count: tuple[int, int] = (1, 1)
    """LIST: least and most number of boxes."""
    scale: ScaleRange | None = None
    note: bool = False
    """SCALE: room for a note beside each line."""
    stage: str = ""
    """DIARY: the research stage it belongs to."""
    earlier: tuple[str, str] = ("", "")
    """`Earlier:` module id and activity id of the exercise whose answer is shown beside this one; two empty texts for none."""
    choices: tuple[str, ...] = ()
    """TABLE: what each drop-down offers; empty means cells are typed."""
    heads: tuple[Text, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    date_column: int | None = None
    """TABLE: the column whose empty cells take a date (`Dates:`), 0 for the first."""
    look_again: Wait | None = None
    """How long after the learner kept it a reminder asks them to read it again (`Look again in:`)."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One option of a question. For MATCHING: the left side, with its partner."""

    key: str
    text: Text
    right: bool = False
    """SINGLE and MULTIPLE only. For ORDERING the order of answers is the right order."""
    feedback: Text | None = None
    partner: Text | None = None
    partner_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Question(Activity):
    """A knowledge check item. Everything but the texts stays on the server until the learner has answered."""

    mode: QuestionMode
    answers: tuple[Answer, ...]
    wanted: int = 0
    """MULTIPLE: the number named in "Choose two."; 0 means all that apply."""
    hint: Text | None = None
    why: Text | None = None
    optional: bool = False
    bank: str = ""
    """`One of:` the name that questions of one bank share: a learner is asked one of them. Empty for one that stands alone."""


@dataclass(frozen=True, kw_only=True)
class Media(Activity):
    """A recording with its words beside it."""

    kind: str
    """video or audio."""
    file: str
    """Path inside the content folder, such as media/amina.mp4."""
    captions: str = ""
    signed: str = ""
    length: str = ""
    transcript: Text | None = None
    transcript_file: str = ""


@dataclass(frozen=True, kw_only=True)
class When:
    """A passage of a story that only some learners are shown: those with one of `hats`, and one of `endings` behind them.

    Where one of the two is empty, only the other counts. Nobody is shown a passage that names neither.
    """

    text: Text
    hats: tuple[str, ...] = ()
    """Keys of hats, in the order written."""
    endings: tuple[tuple[str, str], ...] = ()
    """(scenario id, ending id) of other stories, such as (("first-cup-of-tea", "ending-warm-but-blurred"),)."""


Block = Heading | Prose | Callout | Exercise | Question | Media


@dataclass(frozen=True, kw_only=True)
class Footnote:
    number: int
    """1, 2, 3 in the order first referred to. Every `[^label]` in a `Text` is rewritten to `[^number]`."""
    text: Text
    label: str = ""
    """What the trainer wrote between `[^` and `]`."""


@dataclass(frozen=True, kw_only=True)
class PassMark:
    """What passes: `need` right answers of `of` for a module; `need` points for a scenario (`of` is then 0)."""

    need: int
    of: int = 0


@dataclass(frozen=True, kw_only=True)
class Document:
    id: str
    name: str
    """The file's name without its endings; links between files use it."""
    path: str
    """Such as modules/arriving.md, for messages."""
    title: str
    language: str = "en"
    easy_read: bool = False
    minutes: int = 0
    stage: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    last_checked: str = ""
    review_due: str = ""
    """Date in YYYY-MM-DD by which somebody should read this page again; empty when not said."""
    pass_mark: PassMark | None = None
    footnotes: tuple[Footnote, ...] = ()
    digest: str = ""
    """SHA-256 of the file, hex."""


@dataclass(frozen=True, kw_only=True)
class Module(Document):
    blocks: tuple[Block, ...]
    summary: Text | None = None
    """In plain English: the same text as under its heading."""
    principles: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    """Ids of the scenarios this module links to, in the order of the links."""

    def exercises(self) -> Iterator[Exercise]:
        return (block for block in self.blocks if isinstance(block, Exercise))

    def questions(self) -> Iterator[Question]:
        return (block for block in self.blocks if isinstance(block, Question))

    def checks(self) -> tuple[tuple[Question, ...], ...]:
        """The knowledge check as a learner meets it: each question that stands alone, and each bank, of which one is asked.

        In the order of the page; a bank stands where its first question does.
        """
        banks: dict[tuple[str, str], list[Question]] = {}
        for question in self.questions():
            banks.setdefault(("bank", question.bank) if question.bank else ("alone", question.id), []).append(question)
        return tuple(tuple(bank) for bank in banks.values())

    def counted_checks(self) -> tuple[tuple[Question, ...], ...]:
        """The checks that count towards the pass mark: those that are not optional."""
        return tuple(bank for bank in self.checks() if not bank[0].optional)

    def activity(self, activity_id: str) -> Exercise | Question | Media | None:
        for block in self.blocks:
            if isinstance(block, Exercise | Question | Media) and block.id == activity_id:
                return block
        return None


@dataclass(frozen=True, kw_only=True)
class Article(Document):
    """A page to read: text, callouts and recordings, and nothing to answer."""

    blocks: tuple[Heading | Prose | Callout | Media, ...]
    summary: Text | None = None
    """In plain English, when the page has such a part: the same text as under its heading."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry of the glossary."""

    name: str
    slug: str
    """GitHub's anchor for its heading."""
    also: tuple[str, ...] = ()
    """Other forms of it (`Also:`), such as the short one."""
    text: Text
    line: int = 0

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way of writing it, the name first."""
        return (self.name, *self.also)


@dataclass(frozen=True, kw_only=True)
class Glossary(Document):
    terms: tuple[Term, ...]
    """In the order written."""
    intro: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    key: str
    text: Text
    to: str
    """Id of the scene it leads to."""
    effects: tuple[tuple[str, int], ...] = ()
    """What it changes, such as (("points", 2), ("trust", -1)), in the order written."""
    consequence: Text | None = None
    """What happened, for everyone."""
    more: tuple[Prose | When, ...] = ()
    """What follows it, in the order written, from the first passage that is not for everyone on."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One line of automatic routing; `tally` is empty for "Otherwise"."""

    tally: str
    at_least: int
    words: Text
    to: str


@dataclass(frozen=True, kw_only=True)
class Scene:
    id: str
    title: str
    slug: str
    line: int = 0
    is_ending: bool = False
    body: tuple[Heading | Prose | Callout | Media | When, ...] = ()
    choices: tuple[Choice, ...] = ()
    gates: tuple[Gate, ...] = ()
    wording_rev: str = ""
    """Changes when any word the learner sees in this scene changes."""
    meaning_rev: str = ""
    """Changes when a choice leads elsewhere or counts differently."""


@dataclass(frozen=True, kw_only=True)
class Hat:
    """Somebody in a story whose eyes a learner can look through. Choices and routes are the same for every hat."""

    key: str
    """Random and stable, from the side file, like an item's."""
    name: str
    """Such as "Joe Brannigan"."""
    text: Text
    """Who this is, told to "you"."""
    short: str = ""
    """What a page calls them in passing: "Joe"."""


@dataclass(frozen=True, kw_only=True)
class Scenario(Document):
    intro: tuple[Prose | Callout | Media | When, ...]
    scenes: tuple[Scene, ...]
    """In the order written; the first is the start. Endings are scenes too."""
    debrief: tuple[Heading | Prose | Callout | When, ...] = ()
    references: tuple[Heading | Prose | Callout, ...] = ()
    about: tuple[Heading | Prose | Callout, ...] = ()
    """About this scenario."""
    hats: tuple[Hat, ...] = ()
    """Your hat: none, or two and more."""
    hats_lead: tuple[Heading | Prose | Callout, ...] = ()
    """What stands above the list of hats."""
    tallies: tuple[str, ...] = ()
    """What is counted besides points."""
    best_points: int | None = None
    """The most points a path can earn; None when too many paths to try them all."""
    gauges: tuple[tuple[str, int, int], ...] = ()
    """Each tally with the least and the most a path can reach: (("trust", -3, 4), ...)."""

    def scene(self, scene_id: str) -> Scene | None:
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    def hat(self, key: str | None) -> Hat | None:
        return next((hat for hat in self.hats if hat.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Principle:
    id: str
    name: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Feature:
    id: str
    name: str
    text: Text
    principles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanSection:
    """One section of the plan that every learner's answers come together in."""

    id: str
    name: str
    text: Text
    serves: tuple[str, ...] = ()
    """Ids of the principles and features it serves."""


@dataclass(frozen=True, kw_only=True)
class CertificateRule:
    """What earns the certificate, read from the list under "Certificate" in modules/index.md."""

    mark_modules: bool = True
    """"Mark every module done."""
    kept_exercises: int = 0
    """"Keep at least N exercises in every module."""
    pass_checks: bool = False
    """"Pass every knowledge check."""
    scenarios: tuple[str, ...] = ()
    """Ids that must be finished; "Finish every scenario." lists them all, "Finish [Name](../quizzes/x.md)." just one."""
    exercises: tuple[tuple[str, str], ...] = ()
    """"Keep [Name](module.md#exercise)." Module id and activity id of each exercise that must be kept."""
    scenario_count: int = 0
    """"Finish at least N scenarios." ("... other scenarios" when some are named): how many besides those named."""
    confirm_plan: bool = False
    """"Confirm your plan."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """The whole course of one release: modules in order, every variant, every scenario."""

    id: str
    title: str
    summary: Text
    promise: Text | None = None
    welcome: Text | None = None
    modules_text: Text | None = None
    """What the index says above and below its list of modules."""
    certificate: CertificateRule = field(default_factory=CertificateRule)
    certificate_text: Text | None = None
    made: Text | None = None
    """How this course was made."""
    references: Text | None = None
    authors: tuple[str, ...] = ()
    licence: str = ""
    last_checked: str = ""
    review_due: str = ""
    stages: tuple[str, ...] = ()
    principles: tuple[Principle, ...] = ()
    features: tuple[Feature, ...] = ()
    plan: tuple[PlanSection, ...] = ()
    """Sections of the learner's plan, in order; empty when the index names none."""
    modules: tuple[Module, ...] = ()
    """In the order of the index; base language, plain English."""
    scenarios: tuple[Scenario, ...] = ()
    module_variants: tuple[Module, ...] = ()
    """Other languages and easy read; same ids as their base."""
    scenario_variants: tuple[Scenario, ...] = ()
    more: Text | None = None
    """More to read: what the index says about the pages that have no exercises, with its list of links."""
    pages: tuple[Article, ...] = ()
    """Those pages, in the order of that list."""
    page_variants: tuple[Article, ...] = ()
    glossary: Glossary | None = None
    glossary_variants: tuple[Glossary, ...] = ()

    def module(self, module_id: str) -> Module | None:
        return next((module for module in self.modules if module.id == module_id), None)

    def scenario(self, scenario_id: str) -> Scenario | None:
        return next((scenario for scenario in self.scenarios if scenario.id == scenario_id), None)
