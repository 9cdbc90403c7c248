"""What a course asks for at its end: what people thought, and that they took it themselves."""
