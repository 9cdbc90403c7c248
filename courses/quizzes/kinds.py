"""The types of questions, by the codes under which they are stored."""

SINGLE = "single"
MULTIPLE = "multiple"
TRUE_FALSE = "true_false"
MATCHING = "matching"
ORDERING = "ordering"
SHORT_TEXT = "short_text"
NUMERIC = "numeric"
CLOZE = "cloze"
ESSAY = "essay"

CHOICES = frozenset({SINGLE, MULTIPLE, TRUE_FALSE})
ONE_ANSWER = frozenset({SINGLE, TRUE_FALSE})

# How much of the mark an answer gets that is right in part.
WHOLE, PARTIAL = "whole", "partial"
# Whether an answer in numbers must name its unit.
NO_UNIT, UNIT_REQUIRED, UNIT_OPTIONAL = "none", "required", "optional"
