"""Many people at one case, through the learner's doors or as rows."""

from tests.factories.scenario import make_scenario, send


def play(client, attempt, hall: str, call: str, sure: int = 3, *, close: bool = True) -> None:
    """Play the kettle to its debrief by two choices, or stop at the ending."""
    send(client, attempt, "choose", choice=hall)
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam.")
    send(client, attempt, "choose", choice=call, confidence=sure, reason="Because she asked me.")
    if close:
        send(client, attempt, "close", answer_0="Because.")


def open_attempt(world, course, name: str, team=None):
    """A new person's client and open attempt."""
    person = world.person(name, team=team)
    return world.client(person), world.begin(world.enrol(person, course), "scenario")


def kettle(world, title: str = "Tea"):
    """The published kettle in a course of its own."""
    scenario = make_scenario()
    return scenario, world.course(title, module_activities=[("scenario", scenario)])


def twelve(world, course, names: str = "Peer", team=None) -> None:
    """Seven push and hush, five ask and tell; one of the seven took a first “ask” back."""
    for number in range(12):
        client, attempt = open_attempt(world, course, f"{names} {number}", team)
        if number == 0:
            send(client, attempt, "choose", choice="hall-push")
            send(client, attempt, "back")
            play(client, attempt, "hall-ask", "call-tell", 4)
        elif number < 7:
            play(client, attempt, "hall-push", "call-hush", 4)
        else:
            play(client, attempt, "hall-ask", "call-tell", 1)
