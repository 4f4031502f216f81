"""The course as trainers write it: read, checked, rendered and compiled, never changed by a learner.

What belongs here: the Markdown format, its errors, ids and keys, the safe road to HTML, releases as files.
What does not: the database, Flask, anything about a person.
Refused: Python-Markdown for the tree (it has no positions, so it cannot say which line is wrong).
"""
