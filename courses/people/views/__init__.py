"""Pages about people: for administrators, at /manage/admin/people/."""
