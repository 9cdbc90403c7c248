"""The learner's player and debrief; the author's check and preview."""
