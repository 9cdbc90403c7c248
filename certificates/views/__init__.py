"""A learner's own certificates, public verification, and the administrators' register."""
