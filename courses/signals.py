"""What the core announces, on commit, for higher applications to act on.

Each is sent with `send_robust`, so that a failing listener harms nobody else; a sweep command
makes a
lost signal harmless. Arguments are ids: the listener reads what it needs.
"""

from django.dispatch import Signal

edition_cut = Signal()
"""An edition was cut. Sent by `services.editions.cut` with `edition_id`, `course_id`."""

assigned = Signal()
"""People were asked to take a course. Sent by `services.assignments.assign` with
`assignment_ids`.
"""

assignment_withdrawn = Signal()
"""An assignment was taken back. Sent by `services.assignments.withdraw` with `assignment_id`."""

enrolled = Signal()
"""A person began a turn through a course. Sent by `services.enrolments.enrol` with
`enrolment_id`.
"""

enrolment_withdrawn = Signal()
"""A turn ended without completion. Sent by `services.enrolments.withdraw` with `enrolment_id`."""

attempt_finished = Signal()
"""A try ended. Sent by `services.attempts.finish` with `attempt_id`, `passed`."""

course_completed = Signal()
"""A person completed a course. Sent by `services.completions.settle` with `completion_id`."""
