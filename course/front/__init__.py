"""Pages that are about the site itself: the front page, about the course, help, privacy, accessibility, files.

What belongs here: pages that anybody may read and that record nothing. What does not: anything about a person's work.
"""
