"""Builders of what tests need, through the real services wherever there is one."""
