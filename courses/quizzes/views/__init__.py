"""The pages on which a quiz is taken and looked back at."""
