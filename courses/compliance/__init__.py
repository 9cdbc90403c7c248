"""Compliance: who was asked to do what by when, how they stand, and the manager's pages."""
