"""Everything the checker can say: each code once, with how much it matters, what it means for a learner, and one fix.

Words in braces are filled in by the check that found the problem. An error keeps a page from going live; a warning and an
advice do not. Keep the words plain: no blame, and nothing a trainer would have to look up except "HTML".
"""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING, ADVICE = "error", "warning", "advice"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: `message` and `fix` are filled in with str.format."""

    code: str
    severity: str
    message: str
    fix: str


def _rows(severity: str, *rows: tuple[str, str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(code, severity, message, fix) for code, message, fix in rows)


FILES = (
    *_rows(
        ERROR,
        (
            "file-too-big",
            "This file is {size}, which is more than a page can hold. It was not read.",
            "Split it into smaller modules. A page can hold {limit}.",
        ),
        (
            "not-utf-8",
            'This file has a character that was not saved in the usual way ("UTF-8"): byte {byte} on this line.',
            "Open the file in your editor and save it again as UTF-8.",
        ),
        (
            "nul-byte",
            "This line holds an empty character (NUL), so the file may be damaged.",
            "Delete this line and type it again. If the whole file looks odd, go back to an older copy.",
        ),
        (
            "line-too-long",
            "This line has {length} characters. The most is {limit}.",
            "Break it into paragraphs, with an empty line between them.",
        ),
        (
            "too-deep",
            "This line goes {depth} levels deep. The most is {limit}.",
            "Use fewer levels of list, quote or bracket.",
        ),
        (
            "leaves-folder",
            "This is a shortcut to a place outside the course folder, so it was not read.",
            "Put a copy of the file here instead of a shortcut.",
        ),
        (
            "no-pages",
            "I found no modules here.",
            'Put your modules in a folder called "modules". The command "course new NAME" makes a small one to start from.',
        ),
        (
            "side-file-damaged",
            "This file keeps the ids of answers, and I cannot read it.",
            'Put back the last good copy of it. If there is none, delete it and run "course stamp".',
        ),
        (
            "file-name",
            'The file name "{name}" does not work in a web address.',
            "Use small letters, numbers and hyphens:  {guess}",
        ),
    ),
)

DETAILS = (
    *_rows(
        ERROR,
        (
            "no-front-matter",
            "This file does not start with a details block.",
            "Put these lines at the very top:  ---  then  id: {guess}  then  --- .",
        ),
        (
            "unclosed-front-matter",
            "The details block is never closed, so I cannot tell where the page starts.",
            "Put a line with only --- after line {after}.",
        ),
        (
            "front-matter-yaml",
            "{reason}",
            "{repair}",
        ),
        (
            "front-matter-twice",
            '"{key}" is written twice in the details block. The first is on line {first}.',
            "Delete one of them.",
        ),
        (
            "no-id",
            "This file has no id, so answers to it could not be kept.",
            "Add a line to the details block:  id: {guess}",
        ),
        (
            "bad-id",
            'The id "{id}" has characters that an id cannot have.',
            "Use small letters, numbers and hyphens:  {guess}",
        ),
        (
            "duplicate-module-id",
            'The id "{id}" is already used by {other}. Answers to the two would be mixed up.',
            "If you copied that file to start a new one, change this id to  {guess} .",
        ),
        (
            "no-pass-mark",
            "This file has {questions} but no pass mark.",
            "Add a line to the details block:  pass mark: {guess}",
        ),
        (
            "bad-pass-mark",
            'I cannot read the pass mark "{value}".',
            "{repair}",
        ),
        (
            "bank-optional",
            'This question and the one on line {first} are in the bank "{name}", but only one of the two is optional.',
            "Make all questions of a bank optional, or none.",
        ),
        (
            "exercise-not-found",
            'I cannot find the exercise "{target}".',
            "{repair}",
        ),
        (
            "earlier-is-later",
            '"{title}" comes after this exercise, so there is no earlier answer to show.',
            "Link to an exercise that learners reach before this one.",
        ),
        (
            "pass-mark-total",
            "The pass mark is out of {of}, but this file has {questions}.",
            "Change it to  pass mark: {guess}",
        ),
        (
            "pass-mark-too-high",
            "Nobody can pass: the best score is {best}, and the pass mark is {need}.",
            "Lower the pass mark to {best} or less.",
        ),
        (
            "unknown-stage",
            '"{stage}" is not one of the research stages.',
            "{maybe}The stages are: {stages}.",
        ),
        (
            "bad-time",
            'I cannot read the time "{value}".',
            "Write it like this:  {key}: 40 minutes  or  {key}: 1 hour 30 minutes",
        ),
        (
            "bad-date",
            'I cannot read the date "{value}".',
            "Write the year, the month and the day:  {key}: 2026-09-14",
        ),
        (
            "bad-reading-age",
            'I cannot read the reading age "{value}".',
            "Write a number from 7 to 18:  reading age: 13",
        ),
        (
            "bad-tally",
            'The scenario cannot count "{value}".',
            "Use one word in small letters for each thing you count:  tallies: [trust, time]",
        ),
        (
            "unknown-serves",
            'There is no principle or feature with the id "{id}".',
            "{maybe}The ids are in modules/index.md.",
        ),
        (
            "bad-fact",
            '"{value}" is not the number of a fact.',
            "Write a letter and a number for each, with commas between:  {key}: F20, F21",
        ),
    ),
    *_rows(
        WARNING,
        (
            "bank-of-one",
            'This is the only question with "One of: {name}", so there is nothing to choose from.',
            "Give the same line to the other questions of the bank, or delete it.",
        ),
        (
            "earlier-other-lines",
            'This scale has {here} lines, but "{title}" has {there}, so they cannot stand side by side.',
            "Write the same lines in the same order.",
        ),
        (
            "front-matter-unknown",
            'I do not know "{key}", so this line of the details block is not used.',
            "{repair}",
        ),
        (
            "not-for-this-page",
            '"{key}" is only for {where}, so it does nothing here.',
            "Delete this line.",
        ),
    ),
)

PAGE = (
    *_rows(
        ERROR,
        (
            "duplicate-id",
            'The id "{id}" is already used on line {first}. Answers to the two would be mixed up.',
            "If you copied this block to start a new one, delete this line; a new id will be made. "
            "If not, change it to  {guess} .",
        ),
        (
            "id-without-heading",
            'The id "{id}" has no {thing} heading right above it.',
            "If the heading was deleted by mistake, put it back. If not, delete this line too.",
        ),
        (
            "no-title",
            "This file has no title.",
            "Add a line under the details block:  # {guess}",
        ),
        (
            "two-titles",
            "This file already has a title, on line {first}. People who use screen readers expect one.",
            "Use ## here instead of #.",
        ),
        (
            "heading-skip",
            "This heading jumps from level {before} to level {level}. Screen readers use levels to find their way.",
            "Use {guess} here instead of {marks}.",
        ),
        (
            "heading-no-space",
            "This looks like a heading, but there is no space after {marks}.",
            "Add a space:  {marks} {words}",
        ),
        (
            "empty-heading",
            "This heading has no words.",
            "Write the heading, or delete this line.",
        ),
        (
            "activity-no-title",
            "This activity has no title.",
            "Write a few words after the colon:  {guess} What made you curious?",
        ),
        (
            "dashes-under-text",
            "Dashes right under text turn that text into a heading.",
            "Leave an empty line above the dashes.",
        ),
        (
            "no-summary",
            "This module has no plain English summary.",
            "Add a section near the top:  ## In plain English  and say in a few short sentences what the module is about.",
        ),
        (
            "heading-is-an-id",
            "This heading and the activity on line {other} would have the same address, #{id}.",
            "Change the words of this heading. The id of the activity stays.",
        ),
        (
            "image-no-alt",
            "This picture has no description for people who cannot see it.",
            "Write what the picture shows between the square brackets:  ![Two people talking over tea]({target}) . "
            "If it is only decoration, write  ![decorative]({target}) .",
        ),
        (
            "image-not-found",
            'I cannot find the picture "{target}".',
            "{repair}",
        ),
        (
            "image-elsewhere",
            "This picture is on another site. It could change or disappear, and that site could see who your learners are.",
            "Save a copy in the media folder, if you may, and link to that:  ![{words}](media/{name})",
        ),
        (
            "unsafe-html",
            "<{tag}> is not allowed: it could run code or trick a learner.",
            'Delete it. For a form, use an activity heading such as "### Reflect: …". For a video, use "### Video: …".',
        ),
        (
            "raw-html",
            "<{tag}> is HTML code. Modules are written without code.",
            "{repair}",
        ),
        (
            "link-not-found",
            "{reason}",
            "{repair}",
        ),
        (
            "link-unsafe",
            'A link that starts with "{start}" is not allowed: it could run code or trick a learner.',
            "Link to a page that starts with https:// , or delete the link.",
        ),
        (
            "link-empty",
            "This link {lacks}.",
            "Write both parts:  [What they will find](https://example.org)",
        ),
        (
            "unclosed-code-block",
            "This block opens with {marks} but is never closed, so everything below it would be shown as code.",
            "Add a line with only {marks} where the block should end, or delete this line.",
        ),
        (
            "unclosed-comment",
            "This hidden note opens with <!-- but is never closed, so everything below it could be hidden.",
            "Add --> where the note should end.",
        ),
        (
            "fence-not-needed",
            "Lines of ::: or /// are not used here.",
            "Delete this line. An activity starts at its heading and ends at the next heading or --- line.",
        ),
        (
            "pasted-bullet",
            'This bullet ("{bullet}") was pasted from a word processor and will not make a list.',
            "Type a hyphen and a space instead:  - ",
        ),
        (
            "callout-kind",
            '"{kind}" is not a kind of callout.',
            "{maybe}The kinds are: NOTE, TIP, IMPORTANT, WARNING, CAUTION.",
        ),
        (
            "callout-title",
            "A callout cannot have words on its first line: GitHub would stop drawing it.",
            "Move the words to the next line:  > {words}",
        ),
        (
            "callout-empty",
            "This callout has no words.",
            "Write the words on the next line, starting with  > ",
        ),
        (
            "callout-in-list",
            "A callout does not work inside a list.",
            "Put it after the list, with an empty line above it and no spaces in front.",
        ),
        (
            "footnote-missing",
            "There is no footnote called [^{label}].",
            "{maybe}",
        ),
        (
            "footnote-twice",
            "The footnote [^{label}] is already on line {first}. Only that one is shown.",
            "Give this one another name, and use that name in the text.",
        ),
    ),
    *_rows(
        WARNING,
        (
            "missing-id",
            "This {thing} has no id yet. If its heading changes, {loss} could lose their place.",
            'Run "course stamp", or add this line under the heading:  <!-- id: {guess} -->',
        ),
        (
            "image-poor-alt",
            'The description "{words}" does not say what the picture shows.',
            "Say what a person would see, for example  ![Two people talking over tea]({target}) .",
        ),
        (
            "link-words",
            'A link that only says "{words}" does not tell people where it goes.',
            'Use words that say what they will find, for example "Read the consent form".',
        ),
        (
            "footnote-unused",
            "No text points to the footnote [^{label}], so nobody will see it.",
            "Put [^{label}] in the text where it belongs, or delete this line.",
        ),
        (
            "too-hard",
            "{reads} The target is reading age {target}.",
            'Use shorter sentences and everyday words, for example "use" for "utilise" and "about" for "regarding".',
        ),
        (
            "long-sentence",
            "This sentence has {words} words. Long sentences are hard to follow; the most is {limit}.",
            "Make two or more sentences of it.",
        ),
        (
            "link-not-on-github",
            'The link "{target}" works here, but not in the preview on GitHub.',
            "Write it in small letters, with hyphens for spaces and no punctuation:  {guess}",
        ),
    ),
)

ACTIVITIES = (
    *_rows(
        ERROR,
        (
            "unknown-setting",
            "{reason}",
            "{repair}",
        ),
        (
            "setting-twice",
            '"{key}" is already set for this activity, on line {first}.',
            "Delete one of the two lines.",
        ),
        (
            "bad-setting",
            'I cannot tell what "{key}: {value}" means.',
            "{repair}",
        ),
        (
            "diary-no-stage",
            "This diary entry does not say which research stage it belongs to.",
            "Add a line under the heading:  Stage: {guess}  (the stages are: {stages})",
        ),
        (
            "unknown-plan-section",
            'The plan has no section called "{name}".',
            "{maybe}The sections are in modules/index.md: {sections}.",
        ),
        (
            "dates-column",
            "{reason}",
            "{repair}",
        ),
        (
            "bad-scale",
            'I cannot read the scale "{value}".',
            "Write the two ends and what they mean:  Scale: 1 (not at all) to 5 (very)",
        ),
        (
            "no-scale",
            "This activity does not say what the scale is.",
            "Add a line under the heading:  Scale: 1 (not at all) to 5 (very)",
        ),
        (
            "role-no-name",
            "This role card has no name.",
            "Start it with a name in bold:  - **Chair.** {words}",
        ),
        (
            "no-items",
            "This activity needs a list, and there is none{more}.",
            "Add at least {least} lines that start with a hyphen and a space:  - {example}",
        ),
        (
            "grid-no-table",
            "This activity needs a table, and there is none.",
            "Add a table with empty cells to fill in:  | | What helps me |  then  |---|---|  then  | Place | |",
        ),
        (
            "grid-row-long",
            "This row has {cells} cells, but the table has {heads} columns.",
            "Take out the extra | , or add a column to the first row.",
        ),
        (
            "grid-nothing-to-fill",
            "Every cell of this table has words in it, so there is nothing for the learner to fill in.",
            "Leave the cells empty that learners should fill in:  | Place | |",
        ),
        (
            "media-no-file",
            "This {thing} does not say which file to play.",
            "Add a line under the heading:  File: media/{guess}",
        ),
        (
            "file-not-found",
            'I cannot find the file "{target}".',
            "Check the name (capital letters matter) and that you added the file. I looked for {looked}.{maybe}",
        ),
        (
            "no-transcript",
            "This {thing} has no transcript.",
            "Add a line that says only  Transcript:  and type what is said (and, for a video, what is shown) below it.",
        ),
        (
            "no-captions",
            "This video has no captions for people who cannot hear it.",
            "Add a line under the heading:  Captions: media/{guess}",
        ),
        (
            "no-instruction",
            "Nothing tells the learner how to answer.",
            'Add a line above the answers. Write "Choose one.", "Choose all that apply.", "Put these in order." or '
            '"Match each one." Here I would expect "{guess}"',
        ),
        (
            "instruction-mismatch",
            'The instruction says "{instruction}" but the answers are written as {shape}.',
            "{repair}",
        ),
        (
            "two-right-answers",
            "The instruction says choose one, but {count} answers are ticked.",
            'Untick one of them, or change the instruction to "Choose all that apply."',
        ),
        (
            "no-right-answer",
            "No answer is ticked as right.",
            'Put an x in the right one:  - [x] . If there is no right answer, use a "Scale:" or "Reflect:" activity.',
        ),
        (
            "wrong-count",
            'The instruction says "{instruction}" but {count} ticked.',
            "Change the instruction or the ticks, so that both give the same number.",
        ),
        (
            "bad-tick-box",
            '"{box}" is not a tick box.',
            "Write [x] for a right answer and [ ] (with one space inside) for the others.",
        ),
        (
            "no-tick-box",
            "This answer has no tick box.",
            "Start it with  - [ ]  or, if it is right,  - [x] .",
        ),
        (
            "same-answer",
            "This answer is the same as the one on line {first}.",
            "Change one of them, or delete one.",
        ),
        (
            "same-item",
            "This line is the same as the one on line {first}. Learners could not tell them apart.",
            "Change one of them, or delete one.",
        ),
        (
            "empty-answer",
            "This {thing} has no words.",
            "Write the words after it, or delete this line.",
        ),
        (
            "no-answers",
            "This question has no answers to choose from.",
            "Add at least two lines below the instruction:  - [x] The right answer  and  - [ ] Another answer",
        ),
        (
            "one-answer",
            "This question has only one answer, so there is nothing to choose.",
            "Add at least one more answer.",
        ),
        (
            "text-after-answers",
            "I cannot tell what this text after the {thing} is.",
            "{repair}",
        ),
        (
            "answers-without-question",
            "These tick boxes are not part of a question, so learners would see which are right.",
            "Put a heading above them:  ### Question: What do you think?  If they are not answers, leave out the [ ].",
        ),
        (
            "match-gap",
            "This row has an empty side, so there is nothing to match.",
            "Write both sides, or delete the row.",
        ),
        (
            "match-same",
            "This row has the same {side} side as the row on line {first}, so two answers would be right.",
            "Make each one different.",
        ),
        (
            "match-columns",
            "A table to match needs two columns. This one has {count}.",
            "Write each pair as one row with two cells:  | Word | Meaning |",
        ),
    ),
    *_rows(
        WARNING,
        (
            "activity-spelling",
            '"{word}:" is not an activity, so this is shown as an ordinary heading.',
            'If you meant an activity, write "{guess}:".',
        ),
        (
            "no-prompt",
            "Nothing under this heading tells the learner what to do.",
            "Add a sentence or two below it.",
        ),
        (
            "captions-kind",
            'The captions file "{target}" is not of the kind that browsers can show.',
            "Save the captions as a WebVTT file, whose name ends in .vtt .",
        ),
    ),
    *_rows(
        ADVICE,
        (
            "no-feedback",
            "This question gives no feedback, so learners find out if they were right but not why.",
            "Add a line under each answer that starts with  >  or a paragraph at the end that starts with  Why: .",
        ),
    ),
)

SCENARIOS = (
    *_rows(
        ERROR,
        (
            "no-scenes",
            "This scenario has no scenes.",
            "Add a heading for the first scene:  ## The phone rings",
        ),
        (
            "unknown-scene",
            'There is no scene called "{target}".',
            "{maybe}The link is the heading in small letters, with hyphens for spaces and no punctuation.",
        ),
        (
            "unreachable",
            "No choice leads to this {thing}, so no learner will see it.",
            "Add a choice that links to (#{slug}), or delete the scene.",
        ),
        (
            "dead-end",
            "The learner gets stuck here: this scene has no choices and is not an ending.",
            'Add choices as a list of links, or start the heading with "Ending:".',
        ),
        (
            "dead-loop",
            "Once here, the learner can never finish: {scenes}.",
            "Give one of these scenes a choice that leads towards an ending.",
        ),
        (
            "no-ending",
            "This scenario has no ending.",
            "Start the heading of at least one scene with the word Ending and a colon:  ## Ending: The door closes",
        ),
        (
            "ending-goes-on",
            "This is an ending, but it has choices.",
            'Take out the choices, or take the word "{word}:" out of the heading on line {first}.',
        ),
        (
            "ending-spelling",
            '"{word}:" is not a word I know, so this is not yet an ending.',
            'If it is an ending, write "{guess}:".',
        ),
        (
            "choice-no-link",
            "This choice does not lead anywhere.",
            "Make it a link to a scene:  - [{words}](#name-of-the-scene)",
        ),
        (
            "choice-leaves",
            "This choice leads out of the scenario, so the learner could not come back.",
            "Link to a scene in this file:  - [{words}](#name-of-the-scene)",
        ),
        (
            "choice-words-outside",
            "Some words of this choice are outside the link, so learners would not see them.",
            "Put all the words between the square brackets:  - [{words}]({target})",
        ),
        (
            "double-brackets",
            "Choices are not written with [[double brackets]].",
            "Write the choice as a link:  - [Ask them first](#ask-them-first)",
        ),
        (
            "text-after-choices",
            "This text comes after the choices, so learners would choose before they read it.",
            "Move it above the choices. If it says what happens after a choice, put four spaces in front of it.",
        ),
        (
            "same-choice",
            "This choice has the same words as the one on line {first}.",
            "Change one of them, or delete one.",
        ),
        (
            "same-scene-name",
            "There is already a scene with this heading, on line {first}. Links could not tell them apart.",
            "Give this scene another heading.",
        ),
        (
            "bad-points",
            'I cannot tell how much "{value}" adds or takes away.',
            "Write a number and what it counts after a dash:  — 2 points, −1 trust",
        ),
        (
            "unclear-sign",
            "This hyphen could be a dash or a minus sign, so I cannot tell if learners gain or lose.",
            "Use a long dash before the number:  — {gain}  to add, or  — −{gain}  to take away.",
        ),
        (
            "unknown-tally",
            'Nothing called "{word}" is being counted in this scenario.',
            "{repair}",
        ),
        (
            "no-otherwise",
            'Some learners would get stuck here: nothing says what happens if none of the "If you have…" lines fit.',
            "Add a last line:  - Otherwise, go to [ … ](#scene-name)",
        ),
        (
            "otherwise-first",
            'No learner gets as far as this line: "Otherwise" above it, on line {first}, already sends everyone on.',
            'Put the "Otherwise" line last.',
        ),
        (
            "gate-not-read",
            "I cannot read this line.",
            "Write it like this:  - If you have 2 or more points, go to [What happens](#scene-name)",
        ),
        (
            "gate-too-high",
            "No learner can have {need} or more {tally}: the most is {best}.",
            "Lower the number to {best} or less.",
        ),
        (
            "gates-and-choices",
            'This scene has both choices and "If you have…" lines, so I cannot tell which comes first.',
            'Move the "If you have…" lines to a scene of their own, and let the choices lead there.',
        ),
        (
            "too-few-hats",
            "Here learners choose whose eyes to look through, and there are fewer than two to choose from.",
            "List two people or more:  - **Joe Brannigan.** You were a ship's cook. You want to be heard.",
        ),
        (
            "hat-no-name",
            "This hat has no name.",
            "Start it with a name in bold:  - **Name.** {words}",
        ),
        (
            "same-hat",
            'Two hats are called "{name}". The first is on line {first}. Learners could not tell them apart.',
            "Give one of them another first name.",
        ),
        (
            "no-hats",
            'This is for learners who are "{name}", but this story does not let anyone choose who they are.',
            "Add a section  ## Your hat  before the first scene, with a list of two people or more.",
        ),
        (
            "unknown-hat",
            'Nobody called "{name}" is in the list under "Your hat".',
            "{repair}",
        ),
        (
            "passage-not-read",
            "I cannot tell who this is for, so nobody would see it.",
            "Start it like this, in bold:  > **If you are {example}:** What you alone notice.",
        ),
        (
            "passage-for-everyone",
            "This is only for some learners, but everybody would see it.",
            "Make it a quote of its own, with an empty line above:  > **If you are {example}:** What you alone notice.",
        ),
        (
            "passage-empty",
            "This is only for some learners, but it has no words.",
            "Write what they see after the colon, or delete the line.",
        ),
        (
            "passage-not-here",
            "Words for some learners do not work in this part of a story.",
            "Move them into a scene, under a choice, into an ending or into the debrief.",
        ),
        (
            "ending-of-this-story",
            "This is about how an earlier story ended, but it leads to this story.",
            "Link to an ending of another story, or let the choices here lead to different scenes.",
        ),
        (
            "no-such-ending",
            "This is about how an earlier story ended, but it does not lead to an ending.",
            "Link to the heading of an ending:  ({example})",
        ),
        (
            "activity-in-scenario",
            'A "{word}" activity does not work in a scenario.',
            "Move it to a module. Videos and audio can stay.",
        ),
    ),
    *_rows(
        WARNING,
        (
            "hat-not-used",
            "A learner who chooses {name} sees nothing that others do not see.",
            "Add a passage to some scenes:  > **If you are {short}:** What you alone notice.",
        ),
        (
            "no-debrief",
            "There is no debrief after the endings.",
            "Add a last section  ## Debrief  that helps learners think about what happened.",
        ),
    ),
    *_rows(
        ADVICE,
        (
            "same-place",
            "All the choices here lead to the same place and count the same, so it does not matter what a learner chooses.",
            "Add what happens under each choice (four spaces in front), or let one of them lead elsewhere.",
        ),
        (
            "too-many-paths",
            "This scenario has too many paths for me to try them all, so I cannot say what the best score is.",
            "Check the pass mark by playing it, or use fewer loops.",
        ),
    ),
)

INDEX = (
    *_rows(
        ERROR,
        (
            "certificate-line",
            "I cannot tell what this line asks of a learner.",
            "{maybe}The lines I know are: {sentences}.",
        ),
        (
            "no-module-list",
            "The index does not list the modules.",
            "Add a section  ## Modules  with a numbered list of links:  1. [Arriving](arriving.md)",
        ),
        (
            "module-list-line",
            "This line of the list of modules has no link to a module.",
            "Write it as a link:  1. [{words}](name-of-the-file.md)",
        ),
        (
            "module-listed-twice",
            "This module is already in the list, on line {first}.",
            "Delete one of the two lines.",
        ),
        (
            "plan-empty",
            "The plan has no sections.",
            "Add a heading for each, with a sentence below it:  ### Key decisions",
        ),
        (
            "same-plan-section",
            "The plan already has a section with this name, on line {first}. An answer could not tell them apart.",
            "Give one of them another name.",
        ),
        (
            "certificate-no-plan",
            "The certificate asks for a plan, but no exercise goes to one.",
            "Add a section  ## My co-production plan , or delete this line.",
        ),
        (
            "certificate-count",
            "The certificate asks for {asked} scenarios, but there {are}.",
            "Lower the number to {most} or less.",
        ),
        (
            "page-list-line",
            "Here I need a link to a page in the modules folder, and there is none.",
            "Write a list of links:  - [How it came about](history.md)",
        ),
        (
            "page-listed-twice",
            "This page is already in the list, on line {first}.",
            "Delete one of the two lines.",
        ),
        (
            "page-and-module",
            "This file is in the list of modules, on line {first}, and in the list of pages to read.",
            "Delete it from one of the two lists. A page to read has no activities.",
        ),
    ),
    *_rows(
        WARNING,
        (
            "no-index",
            "There is no modules/index.md, so the modules come in the order of their file names.",
            'Add modules/index.md with a section  ## Modules . The command "course new NAME" makes an example.',
        ),
        (
            "module-not-listed",
            "This module is not in the list in modules/index.md, so it comes last.",
            "Add a line under  ## Modules :  1. [{title}]({name}.md)  or, if it has no activities, under  ## More to read .",
        ),
        (
            "index-section",
            'I do not know a section called "{title}" here, so it is not shown.',
            "{maybe}The sections are: {sections}.",
        ),
        (
            "no-certificate-rule",
            "The index does not say how to earn the certificate, so marking every module done is enough.",
            "Add a section  ## Certificate  with a list:  - Mark every module done.",
        ),
    ),
)

GLOSSARY = (
    *_rows(
        ERROR,
        (
            "activity-in-page",
            'A page to read has no activities, and "{title}" is one.',
            "Take it out, or move {name}.md from  ## More to read  to  ## Modules  in modules/index.md.",
        ),
        (
            "term-twice",
            '"{term}" is already explained on line {first}.',
            "Make one entry of the two.",
        ),
        (
            "term-empty",
            'The glossary does not say what "{term}" means.',
            "Write a sentence or two in plain words under it, or delete the heading.",
        ),
        (
            "term-clash",
            '"{form}" already belongs to the entry on line {first}, so a link could not tell which one you mean.',
            "Leave it out here, or there.",
        ),
    ),
    *_rows(
        WARNING,
        (
            "abbreviation-not-explained",
            '"{word}" looks short for something, and the glossary does not have it.',
            "Add it to modules/glossary.md:  ## {word}  and below it what it means. If it belongs to a term that is "
            "there, add it to that term's line:  Also: {word}",
        ),
    ),
)

VARIANTS = (
    *_rows(
        ERROR,
        (
            "variant-no-base",
            "This is another version of {base}, but there is no such file.",
            "Add {base}, or give this file a name without the extra ending.",
        ),
        (
            "variant-id",
            'The id here is "{id}", but {base} has "{wanted}".',
            "Use the same id:  id: {wanted}",
        ),
        (
            "variant-extra",
            'The id "{id}" is not in {base}.',
            "{repair}",
        ),
        (
            "variant-kind",
            'This is a "{kind}" activity, but in {base} it is "{wanted}".',
            "Use the same kind of activity in both.",
        ),
        (
            "variant-count",
            "There are {count} here, but {wanted} in {base}.",
            "Write the same number, in the same order.",
        ),
        (
            "variant-marks",
            "{reason}",
            "Make it the same as in {base}, line {other}.",
        ),
        (
            "variant-sharing",
            'Here the answer is shared with "{shared}", but in {base} with "{wanted}". {base} is what counts.',
            "Make both the same.",
        ),
    ),
    *_rows(
        WARNING,
        (
            "variant-missing",
            '"{title}" (id {id}) is in {base}, but not here. Learners will see it in the other language.',
            "Add it, with the line  <!-- id: {id} -->  under its heading.",
        ),
    ),
    *_rows(
        ADVICE,
        (
            "variant-stale",
            "{base} has changed here since this version was last brought up to date.",
            'Read the two side by side and change this one. If it is right as it is, run "course stamp --keep".',
        ),
    ),
)

CATALOGUE: dict[str, Entry] = {
    entry.code: entry
    for part in (FILES, DETAILS, PAGE, ACTIVITIES, SCENARIOS, INDEX, GLOSSARY, VARIANTS)
    for entry in part
}
