"""Draw questions, keep answers, mark a sitting, and pin what was published."""
