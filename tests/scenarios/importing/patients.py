"""Virtual patients written for these tests, as MVP and as an OpenLabyrinth export."""

from __future__ import annotations

import base64
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

NODES = {
    "11": ("At the door", "<p>Mr <b>Oyelaran</b> will not let you in.</p>"),
    "12": ("Push on", "<p>You step in.</p>"),
    "13": ("Wait", "<p>You wait. [[CR:5]] [[AV:3]]</p>"),
    "14": ("Broken off", "<p>He shuts the door.</p>"),
    "15": ("Tea", "<p>Tea.</p>"),
}
LINKS = [
    ("11", "12", "Step in"), ("11", "13", "Wait outside"), ("12", "14", "Continue"),
    ("12", "13", "Step back"), ("13", "15", "Ask to come in"),
]  # fmt: skip


def coded(text: str) -> str:
    """In base64, as some exports write it."""
    return base64.b64encode(text.encode()).decode()


def zipped(files: dict[str, str], folder: str = "") -> bytes:
    """A zip of texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}{name}", text)
    return buffer.getvalue()


def table(name: str, rows: list[dict[str, str]], packed: tuple[str, ...] = ()) -> str:
    """One table of an advanced export."""
    parts = []
    for number, row in enumerate(rows):
        cells = "".join(
            f"<{key}>{coded(value) if key in packed and value else escape(value)}</{key}>"
            for key, value in row.items()
        )
        parts.append(f"<{name}_{number}>{cells}</{name}_{number}>")
    return f'<?xml version="1.0"?><xml><{name}>{"".join(parts)}</{name}></xml>'


def labyrinth(**changes: str) -> bytes:
    """The case as an advanced export."""
    nodes = [
        {
            "id": key, "title": title, "text": text, "type_id": "1" if key == "11" else "2",
            "priority_id": {"12": "2", "13": "3"}.get(key, "1"), "x": str(int(key) * 10), "y": "7",
            "conditional": "[12]and[13]" if key == "15" else "",
            "conditional_message": "Not yet." if key == "15" else "",
        }
        for key, (title, text) in NODES.items()
    ]  # fmt: skip
    links = [
        {"id": str(number), "node_id_1": first, "node_id_2": second, "text": label,
         "order": str(number)}
        for number, (first, second, label) in enumerate(LINKS)
    ]  # fmt: skip
    packed = ("title", "text", "name", "rule", "function", "conditional", "message")
    files = {
        "map.xml": f"<xml><map><id>1</id><name>{coded('The visit')}</name>"
        f"<feedback>{coded('<p>Think.</p>')}</feedback></map></xml>",
        "map_node.xml": table("map_node", nodes, packed),
        "map_node_link.xml": table("map_node_link", links, packed),
        "map_counter.xml": table(
            "map_counter",
            [{"id": "5", "name": "His trust", "start_value": "3", "out_of": "6", "visible": "1"}],
            packed,
        ),
        "map_node_counter.xml": table(
            "map_node_counter",
            [
                {"id": "1", "node_id": "12", "counter_id": "5", "function": "-3"},
                {"id": "2", "node_id": "13", "counter_id": "5", "function": "=4"},
                {"id": "3", "node_id": "13", "counter_id": "5", "function": "rand()"},
            ],
            packed,
        ),
        "map_counter_rule.xml": table(
            "map_counter_rule",
            [
                {"id": "1", "counter_id": "5", "relation_id": "3", "value": "0",
                 "function": "redir", "redirect_node_id": "14", "message": "Lost."},
            ],
            packed,
        ),
        "map_counter_commonrules.xml": table(
            "map_counter_commonrules",
            [{"id": "1", "rule": "IF [[CR:5]] > 2 THEN exec('rm'); ENDIF;"}],
            packed,
        ),
        **changes,
    }  # fmt: skip
    return zipped(files)


def path(kind: str, key: str, spaced: bool) -> str:
    """An XPath as one of the exporters writes it."""
    return f"/A/B/{kind}[ @id = '{key}' ]" if spaced else f"/A/B/{kind}[@id='{key}']"


def patient(spaced: bool = False, packed: bool = True, vpsim: bool = False) -> bytes:
    """The case as MVP: of OpenLabyrinth (in base64), or of vpSim (plain, with nodes of its own)."""
    code = coded if packed else escape
    nodes = dict(NODES)
    links = list(LINKS)
    if vpsim:
        nodes["90"] = ("Choice for At the door", "<p>x</p>")
        links += [("11", "90", "#auto")]
    actions = {"12": ("-", "3"), "13": ("=", "4")}
    activity = "".join(
        f"<ActivityNode id={quoteattr(key)} label={quoteattr(title)}>"
        f"<Content>{path('DAMNode', 'D' + key, spaced)}</Content><Rules>"
        + (
            f"<CounterActionRule><CounterPath>{path('Counter', '5', spaced)}</CounterPath>"
            f"<CounterOperator>{actions[key][0]}</CounterOperator>"
            f"<CounterRuleValue>{actions[key][1]}</CounterRuleValue></CounterActionRule>"
            if key in actions
            else ""
        )
        + "<Probability>off</Probability></Rules></ActivityNode>"
        for key, (title, _) in nodes.items()
    )
    ways = "".join(
        f"<Link label={quoteattr(label)}>"
        f"<ActivityNodeA>{path('ActivityNode', first, spaced)}</ActivityNodeA>"
        f"<ActivityNodeB>{path('ActivityNode', second, spaced)}</ActivityNodeB></Link>"
        for first, second, label in links
    )
    texts = "".join(
        f"<VPDText id='T{key}'><div>{code(text) if packed else text}</div></VPDText>"
        for key, (_, text) in nodes.items()
    )
    shown = "".join(
        f"<DAMNode id='D{key}'><DAMNodeItem><ItemPath>{path('VPDText', 'T' + key, spaced)}"
        "</ItemPath><ItemOrder>1</ItemOrder></DAMNodeItem></DAMNode>"
        for key in nodes
    )
    return zipped(
        {
            "activitymodel.xml": "<ActivityModel xmlns='urn:a'><Properties><Counters>"
            "<Counter id='5' isVisible='true'><CounterLabel>His trust</CounterLabel>"
            "<CounterInitValue>3</CounterInitValue><CounterRules><Rule><Relation>leq</Relation>"
            f"<Value>0</Value><RuleRedirect>{path('ActivityNode', '14', spaced)}</RuleRedirect>"
            "</Rule></CounterRules></Counter></Counters></Properties><ActivityNodes>"
            f"<NodeSection label='unallocated'>{activity}</NodeSection></ActivityNodes>"
            f"<Links>{ways}</Links></ActivityModel>",
            "dataavailabilitymodel.xml": f"<M xmlns='urn:d'>{shown}</M>",
            "virtualpatientdata.xml": f"<V xmlns='urn:v'>{texts}"
            "<PatientDemographics><Name>Oyelaran</Name><Age>71</Age></PatientDemographics></V>",
            "metadata.xml": "<lom><title><string>The visit</string></title></lom>",
        },
        "case/",
    )
