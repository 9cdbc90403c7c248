"""Why a goal is missed, in words, as found by profiling. Shown only where it is missed."""

PAGE = (
    "Templates take most of the processor time (components, one small template in another); the "
    "page's statements are built once and its head is drawn once. No single part stands out."
)

OF: dict[str, str] = {
    "G1": (
        "Its statements are built and planned once and its scene and form drawn once; what is left "
        "is Django's way with a request (nineteen middlewares, session, transaction) and a page of "
        "way, counters and marks in three templates, where the floor draws a heading and a form. "
        "Weighed and not done: one statement for session, login and run, which would tie the "
        "player to how sessions are kept, and a page put together without templates."
    ),
    "G2": (
        "As G1, and the second request loads session, person and run again and draws a whole page. "
        "Statements are as many as the goal allows."
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
    "C12": (
        "Wall time, so it counts whatever else the machine did in that moment: see the load "
        "averages above."
    ),
    "G12": (
        "WeasyPrint itself takes more on this machine than the goal beside Moodle allows; what we "
        "add to it (award, engraving, QR, storing, three rows) stays within the other limit."
    ),
    "G14": "It reads the file and its SHA-256 besides the three statements.",
    "G17": (
        "SQLite works in the web process, so its share counts in full, and every request with a "
        "transaction waits for the disk."
    ),
}
