"""Why a goal is missed, in words, as found by profiling. Shown only where it is missed."""

PAGE = (
    "Templates take about half of the processor time (header, components, one small template in "
    "another), building the ORM's queries most of the rest; no single part stands out."
)

OF: dict[str, str] = {
    "G1": (
        f"{PAGE} The floor's next scene is a heading and a form; ours is a page with menus, rail, "
        "cards and counters."
    ),
    "G2": (
        "As G1, and the second request loads session, person and run again. Statements are as many "
        "as the goal allows."
    ),
    "G3": (
        "Each of nine saves pays for session, person and lock (four statements). With script there "
        "are twelve requests: start, page, nine saves, and the last answer with the sending; it is "
        "saved alone where somebody looks over the answers for more than twenty seconds."
    ),
    "G4": (
        "Ten snapshots with their newest answers are read in one statement with three subqueries, "
        "then the attempt, its completion and the course's standing are settled."
    ),
    "G5": f"The text itself comes from the cache. {PAGE}",
    "G7": f"It does not grow with the number of learners. {PAGE}",
    "G9": (
        "Six hundred cells come out of four short statements, but each is worded in Python and set "
        "by the template. Finding and numbering those whom a table shows grows slowly with the "
        "organisation. The home page adds up counts kept by team: a visit costs the same at any "
        "size, and the first one after a change counts the teams in which something changed."
    ),
    "G12": (
        "WeasyPrint itself takes more on this machine than the goal beside Moodle allows; what we "
        "add to it (award, engraving, QR, storing, three rows) stays within the other limit."
    ),
    "G14": (
        "It reads the file and its SHA-256 besides the three statements, and passes nine more "
        "middlewares than the floor (language, security policy, sign-in, sessions list)."
    ),
    "G17": (
        "SQLite works in the web process, so its share counts in full, and every request with a "
        "transaction waits for the disk."
    ),
}
