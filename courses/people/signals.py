"""What people's records announce, on commit, for higher applications to act on.

Sent with `send_robust`, as the core's signals are; a sweep makes a lost one harmless.
"""

from django.dispatch import Signal

people_changed = Signal()
"""Somebody was added, moved to or from a team, hired, left or changed their time zone. Sent by
`people.services.people` with `person_ids`.
"""

people_merged = Signal()
"""A person was merged into another: whoever asks what that one has, finds what both have. Sent by
`people.services.merging` with `merge_id`.
"""
