"""What quizzes announce, on commit, for higher applications to act on. Arguments are ids."""

from django.dispatch import Signal

sitting_marked = Signal()
"""People have marked all that they had to of one sitting, and it has its result. Sent by
`services.markings.give` with `attempt_id`.
"""
