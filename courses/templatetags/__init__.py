"""Filters and tags of the core's templates."""
