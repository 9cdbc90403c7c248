"""Branching scenarios: the graph and its rules, the editor, the player and the evidence of a run.

Owns the words scenario, scene, choice, ending, debrief, run, step and path. The modules `shapes`,
`conditions`, `graph`, `engine`, `ranges`, `exploration`, `validation`, `changes` and `documents`
are pure Python: no Django, no database, no clock. Everything that a learner meets is decided there,
and so can be tested and previewed anywhere.
"""
