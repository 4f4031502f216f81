"""Playing a branching scenario: one scene, one choice, what happened, the next scene.

What belongs here: paths, gauges, endings. What does not: who may see a path (nobody but the learner).
"""
