"""The core: pages, editions, activities, enrolments, attempts, completions and events.

It never names an activity type; types are applications found through `settings.ACTIVITY_TYPES`.
"""
