"""The core's pages: a learner's, the catalogue's, and those of the Wagtail admin."""
