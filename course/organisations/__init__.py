"""Organisations: what each is called, who looks after it, and the record people have of what staff did.

What belongs here: an organisation's page, its words, its roles. What does not: cohorts and who is in them.
"""
