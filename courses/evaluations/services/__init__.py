"""Take answers to evaluation forms and signatures below attestations, once."""
