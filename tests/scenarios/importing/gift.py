"""One virtual patient as three exporters write it: nine nodes, eleven links, two counters."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from scenarios.graph import Graph
from tests.scenarios.importing.patients import coded, path, table, zipped

NODES = {
    "101": ("Start", "<p>Ms K. hands you a wrapped box.</p>"),
    "102": ("Accept quietly", "<p>You take it and speak of something else.</p>"),
    "103": ("Explore meaning", "<p>You ask what the box means to her.</p>"),
    "104": ("Decline by policy", "<p>You name the rule of the house.</p>"),
    "105": ("Consult supervisor", "<p>You say that you will ask a colleague first.</p>"),
    "106": ("Rupture", "<p>Ms K. stays away.</p>"),
    "107": ("Repair", "<p>You talk about it openly.</p>"),
    "108": ("Audit", "<p>An auditor finds the box.</p>"),
    "109": ("Debrief", "<p>What was the gift for?</p>"),
}
LINKS = [
    ("101", "102", "Accept the gift"), ("101", "103", "Ask about its meaning"),
    ("101", "104", "Decline: policy"), ("102", "108", "Continue"),
    ("102", "105", "Tell your supervisor"), ("103", "105", "Consult"),
    ("103", "107", "Accept together"), ("104", "106", "Continue"),
    ("104", "103", "Ask how she feels"), ("105", "107", "Continue"), ("107", "109", "Continue"),
]  # fmt: skip
COUNTERS = {"31": ("Trust", "5"), "32": ("Risk", "0")}
ACTIONS = {"102": ("32", "+", "2"), "103": ("31", "+", "1"), "104": ("31", "-", "2")}
WAYS = sorted(
    (NODES[first][0], "" if label == "Continue" else label, NODES[second][0])
    for first, second, label in LINKS
)


def ways(graph: Graph) -> list[tuple[str, str, str]]:
    """Every way of a case by titles; one that only leads on has no label."""
    found = []
    for scene in graph.scenes:
        labels = {choice.key: choice.label for choice in scene.choices}
        found += [
            (scene.title, labels.get(key, "").removeprefix("Continue"), graph.scene[to].title)
            for _, key, to in scene.ways()
        ]
    return sorted(found)


def labyrinth() -> bytes:
    """OpenLabyrinth's advanced export, with a condition on a node and a free rule."""
    nodes = [
        {"id": key, "title": title, "text": text, "type_id": "1" if key == "101" else "2",
         "conditional": "[102]and[105]" if key == "109" else "",
         "conditional_message": "Not yet." if key == "109" else ""}
        for key, (title, text) in NODES.items()
    ]  # fmt: skip
    links = [
        {"id": f"{number}", "node_id_1": first, "node_id_2": second, "text": label}
        for number, (first, second, label) in enumerate(LINKS)
    ]
    counters = [
        {"id": key, "name": label, "start_value": start, "out_of": "10", "visible": "1"}
        for key, (label, start) in COUNTERS.items()
    ]
    acts = [
        {"id": f"{number}", "node_id": node, "counter_id": counter, "function": f"{sign}{value}"}
        for number, (node, (counter, sign, value)) in enumerate(ACTIONS.items())
    ]
    rule = {"id": "1", "counter_id": "31", "relation_id": "1", "value": "0",
            "function": "redir", "redirect_node_id": "106"}  # fmt: skip
    free = {"id": "1", "rule": "IF [[CR:31]] >= 7 AND [[CR:32]] = 0 THEN [[CR:31]] = 9 ENDIF;"}
    packed = ("title", "text", "name", "rule", "function", "conditional", "conditional_message")
    return zipped(
        {
            "map.xml": f"<xml><map><id>12</id><name>{coded('A gift')}</name></map></xml>",
            "map_node.xml": table("map_node", nodes, packed),
            "map_node_link.xml": table("map_node_link", links, packed),
            "map_counter.xml": table("map_counter", counters, packed),
            "map_node_counter.xml": table("map_node_counter", acts, packed),
            "map_counter_rule.xml": table("map_counter_rule", [rule], packed),
            "map_counter_commonrules.xml": table("map_counter_commonrules", [free], packed),
        }
    )


def patient(prefix: str = "", vpsim: bool = False) -> bytes:
    """The MVP package: of OpenLabyrinth in base64, of vpSim plain, with nodes of its own."""
    code = escape if vpsim else coded
    nodes, links = dict(NODES), list(LINKS)
    if vpsim:
        nodes["190"] = ("Choices for Start", "<p>x</p>")
        links += [("101", "190", "#auto")]
    n = f"{prefix}:" if prefix else ""
    bound = f"xmlns:{prefix}" if prefix else "xmlns"

    def act(key: str) -> str:
        if key not in ACTIONS:
            return ""
        counter, sign, value = ACTIONS[key]
        return (
            f"<{n}CounterActionRule><{n}CounterPath>{path('Counter', counter, vpsim)}"
            f"</{n}CounterPath><{n}CounterOperator>{sign}</{n}CounterOperator>"
            f"<{n}CounterRuleValue>{value}</{n}CounterRuleValue></{n}CounterActionRule>"
        )

    counters = "".join(
        f"<{n}Counter id='{key}' isVisible='true'><{n}CounterLabel>{label}</{n}CounterLabel>"
        f"<{n}CounterInitValue>{start}</{n}CounterInitValue>"
        + (
            f"<{n}CounterRules><{n}Rule><{n}Relation>eq</{n}Relation><{n}Value>0</{n}Value>"
            f"<{n}RuleRedirect>{path('ActivityNode', '106', vpsim)}</{n}RuleRedirect></{n}Rule>"
            f"</{n}CounterRules>"
            if key == "31"
            else ""
        )
        + f"</{n}Counter>"
        for key, (label, start) in COUNTERS.items()
    )
    activity = "".join(
        f"<{n}ActivityNode id='{key}' label={quoteattr(title)}>"
        f"<{n}Content>{path('DAMNode', 'D' + key, vpsim)}</{n}Content>"
        f"<{n}Rules>{act(key)}</{n}Rules></{n}ActivityNode>"
        for key, (title, _) in nodes.items()
    )
    roads = "".join(
        f"<{n}Link label={quoteattr(label)}>"
        f"<{n}ActivityNodeA>{path('ActivityNode', first, vpsim)}</{n}ActivityNodeA>"
        f"<{n}ActivityNodeB>{path('ActivityNode', second, vpsim)}</{n}ActivityNodeB></{n}Link>"
        for first, second, label in links
    )
    texts = "".join(
        f"<{n}VPDText id='T{key}'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"{text if vpsim else code(text)}</div></{n}VPDText>"
        for key, (_, text) in nodes.items()
    )
    shown = "".join(
        f"<{n}DAMNode id='D{key}'><{n}DAMNodeItem><{n}ItemPath>{path('VPDText', 'T' + key, vpsim)}"
        f"</{n}ItemPath><{n}ItemOrder>1</{n}ItemOrder></{n}DAMNodeItem></{n}DAMNode>"
        for key in nodes
    )
    return zipped(
        {
            "activitymodel.xml": f"<{n}ActivityModel {bound}='urn:a'><{n}Properties><{n}Counters>"
            f"{counters}</{n}Counters></{n}Properties><{n}ActivityNodes><{n}NodeSection "
            f"label='unallocated'>{activity}</{n}NodeSection></{n}ActivityNodes>"
            f"<{n}Links>{roads}</{n}Links></{n}ActivityModel>",
            "dataavailabilitymodel.xml": f"<{n}M {bound}='urn:d'>{shown}</{n}M>",
            "virtualpatientdata.xml": f"<{n}V {bound}='urn:v'>{texts}</{n}V>",
        },
        "deep/inside/" if vpsim else "",
    )


EXPORTS: dict[str, Callable[[], bytes]] = {
    "OpenLabyrinth": patient,
    "vpSim": lambda: patient(prefix="vp", vpsim=True),
    "advanced": labyrinth,
}
