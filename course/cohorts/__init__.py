"""Cohorts: groups of people who take the course at the same time for one organisation.

What belongs here: starting a cohort, joining it by link or code, its page, leaving it. What does not: roles, and anything
that anybody wrote, chose or answered; an organiser sees how far people are and nothing else.
"""
