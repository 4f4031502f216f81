"""How far a learner is: worked out from the answer log each time, in integers, by one function for every place that shows it.

Refused: a stored percentage. It would be wrong the day the course changes.
"""
