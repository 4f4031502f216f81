"""All SQL, and nothing but SQL. Each function answers one question or makes one change; none of them commits.

`engine.Store.transaction()` is the only place that commits. Functions take an open connection first and return plain
values or frozen rows, so no calculation here or above can load anything by accident.
Refused: ORM objects for what every request does (loading them costs more than all of Flask), SQL inside the rooms.
"""
