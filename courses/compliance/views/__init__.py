"""The manager's pages at /manage/."""
