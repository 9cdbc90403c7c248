"""Take a case out to other tools: a graph in, bytes out, and what could not go along in words."""
