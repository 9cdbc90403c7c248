"""People: organisations, persons, logins, teams, roles, and who may see whom."""
