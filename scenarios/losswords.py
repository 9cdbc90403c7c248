"""What each code of an import report means, in the words of somebody who has never seen one."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_SUSPECTED = _("A place that names a scene: perhaps a way. Tick it above if it is one.")
_QUIET = _("How the text looked.")
_DROPPED_WORDS = _("Words for which a case has no place.")
_TO_WAYS = _("A detour of the story; it became a way.")
_PROGRAM = _("A part of the other tool's programming.")

WORDS = {
    "L-ALT": _(
        "Text that changes from visit to visit, or one of several feedbacks: the first is kept."
    ),
    "L-AUDIO": _("Sound."),
    "L-AVATAR": _("A drawn figure."),
    "L-CHANCE": _("A scene decided by chance."),
    "L-CHAT": _("A chat."),
    "L-CLASSIFIER": _("Answers that the other tool was trained to recognise."),
    "L-COLUMN": _("A column of the sheet that is not read."),
    "L-COMMIT": _("The questions how sure somebody is, and why."),
    "L-COND": _("A condition that a case cannot say: what depended on it is open to everybody."),
    "L-CP-LAYOUT": _("Slides, tables or text boxes: their words stand in order."),
    "L-CSS": _QUIET,
    "L-DATA": _("A list or another value that is not a number, a word, or yes and no."),
    "L-DEBRIEF": _("A debrief."),
    "L-DUPLICATE": _("A scene whose name was taken already."),
    "L-DYN": _("A way that is worked out while playing: draw it in the editor."),
    "L-END": _("A way that does not say where it leads, or an ending for which there is no place."),
    "L-EXPR": _("A change that is worked out from other values."),
    "L-EXTERNAL": _PROGRAM,
    "L-FALLBACK": _("A choice that opens when all others were taken."),
    "L-FEEDBACK": _DROPPED_WORDS,
    "L-FUNC": _PROGRAM,
    "L-GADGET": _("A gadget beside the story."),
    "L-GLUE": _("Lines that run on into the next: they were joined."),
    "L-GOTO": _("A jump without a click: it became the choice “Continue”."),
    "L-HINT": _("A hint or a solution: kept as your note."),
    "L-INCLUDE": _(
        "Text that stood inside other scenes: it stands there now, or could not be found."
    ),
    "L-INFO": _("A pop-up with more to read."),
    "L-INNER": _("A quiz or exercise inside a scene: its question stays as words."),
    "L-INPUT": _("Something that the player typed, picked or ticked."),
    "L-INPUT-LINK": _SUSPECTED,
    "L-JINJA": _("A text or value that was worked out while playing."),
    "L-JS": _(
        "A script. It is never run; read what it was for, and say it in a scene if it matters."
    ),
    "L-LAYOUT": _("Tables and text boxes, footnotes, comments or deleted words of the document."),
    "L-LIST": _PROGRAM,
    "L-LIVE": _("Text that came late or was replaced: it stands there at once."),
    "L-LOOP": _("Text that was repeated: it stands there once."),
    "L-LOOSE": _("The story stopped here without an end: it ends here."),
    "L-MACRO": _("A command of the other tool that a case has no word for."),
    "L-MACRO-LINK": _SUSPECTED,
    "L-MEDIA": _("A picture, recording or film: add it to the scene by hand."),
    "L-MESSAGE": _DROPPED_WORDS,
    "L-NAMELESS": _("A scene without a name."),
    "L-NEVER": _("A choice that is never open."),
    "L-NOTE": _("A note for authors."),
    "L-ONCE": _("A choice that can be taken once."),
    "L-PANEL": _("What a panel is asked."),
    "L-PARAM": _PROGRAM,
    "L-PRINT": _("A value shown in the text: its name stands there in brackets."),
    "L-PROB": _("A way by lot: it became a chance scene."),
    "L-PROMPT": _("A question to write about."),
    "L-RANDOM": _("A value drawn by lot."),
    "L-RATING": _("How a choice was judged."),
    "L-REVEAL": _("A click that opened more text: the text is kept."),
    "L-RULE": _("A rule in the other tool's own language. Write it anew if it matters."),
    "L-SCORE": _("Points for which there is no place."),
    "L-SET-IF": _("A change that happens only under a condition."),
    "L-SKIN": _QUIET,
    "L-START": _("Where the story begins."),
    "L-STORIES": _("The file holds more stories: only the first is read."),
    "L-STYLE": _QUIET,
    "L-TAG": _("A mark on a line of the story."),
    "L-TARGET": _("A way to something that is not in the file."),
    "L-TEMP": _("A value that lasted for a moment only."),
    "L-THREAD": _TO_WAYS,
    "L-TIMER": _("A time limit: set one in the editor if the pressure is the lesson."),
    "L-TUNNEL": _TO_WAYS,
    "L-VAR": _("Something that the case remembers."),
    "L-VPD": _("Facts about a patient: they stand in the text or in your note."),
    "L-WIDGET": _("A command that the story made for itself."),
    "L-WIDGET-LINK": _SUSPECTED,
}


def said(code: str):
    """The code in plain words, the code itself after it."""
    words = WORDS.get(code)
    return format_lazy("{} ({})", words, code) if words else code
