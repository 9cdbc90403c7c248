"""Rows that are written once, as `courses.people` has them: people are below the core."""

from courses.people.models.appendonly import AppendOnlyModel, AppendOnlyQuerySet, EvidenceLocked

__all__ = ["AppendOnlyModel", "AppendOnlyQuerySet", "EvidenceLocked"]
