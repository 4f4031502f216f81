"""People's rights over what is held about them: a copy of all of it, and having it erased.

What belongs here: the copy, erasing, and clearing away what is past its time. What does not: changing single things
(accounts) and deleting one's own words (study). Refused: a copy that is made in advance and kept in a file for the person
to fetch: it would be a second place with everybody's words in it, unlocked.
"""
