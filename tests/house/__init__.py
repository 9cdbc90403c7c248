"""The house rules that a machine can hold: layers, templates, documents, names."""
