"""Reading a module, keeping exercises, answering knowledge checks.

What belongs here: what a learner does inside a module. What does not: how far they are (progress), stories (scenarios).
"""
