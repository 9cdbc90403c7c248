"""Why a goal is missed, in words, as found by profiling. Shown only where it is missed."""

OF: dict[str, str] = {}
