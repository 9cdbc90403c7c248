"""What happens to people: logins, roles, memberships, and the sealing of their private text."""
