"""The demonstration: three courses, sixty invented people and two years of their history.

The words live in `content/` as Markdown and YAML, so that a reviewer can correct a sentence without
touching code.
"""
