"""The formats of other tools: each is read into items, and written from them. No database here."""
