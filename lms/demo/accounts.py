"""The four demo accounts, whose one password everybody may know."""

PASSWORD = "candour demo 2026"  # noqa: S105  public on purpose
# e-mail, what to do with it
ACCOUNTS = (
    ("learner@example.org", "a learner: take a course to its certificate"),
    ("trainer@example.org", "a trainer: change a module or a case, at /admin/"),
    ("manager@example.org", "a manager: see who has done what, and ask people"),
    ("admin@example.org", "an administrator: people, roles, everything"),
)
