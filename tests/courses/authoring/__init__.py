"""What trainers do in the Wagtail admin, and what it does to the people who learn."""
