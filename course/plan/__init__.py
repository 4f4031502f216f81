"""The learner's plan: what they kept in exercises, brought together section by section, with their own words beside it.

What belongs here: the page of the plan, looking it over, and its copies to keep. What does not: keeping exercises (study).
Nothing is copied into a plan. It is put together from the newest answers each time it is shown, so an answer that was
changed or taken away is changed or gone here too. Refused: a table of plans, which would hold private words twice.
"""
