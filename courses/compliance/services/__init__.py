"""Services of compliance: keep standings in step with the facts, ask people and take that back."""
