"""Questions in and out: files of other tools, and the databases of the quiz app for Django.

Readers are pure: bytes in, neutral items out (`items`). One writer brings items into the bank
(`storing.bring_in`), and one function reads them out of it (`converting.from_question`).
"""
