"""A bundle made elsewhere is the bytes that its manifest names, every licence beside them."""

import hashlib
import json

from tests.house import tree

MAP = tree.ROOT / "scenarios/static/scenarios/vendor/case-map"


def test_the_map_is_what_its_manifest_says():
    manifest = json.loads((MAP / "manifest.json").read_text())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in MAP.iterdir()
        if path.name != "manifest.json"
    }
    assert found == manifest["files"]


def test_each_library_of_the_map_is_locked_and_licensed():
    lock = json.loads((tree.ROOT / "scenarios/frontend/package-lock.json").read_text())["packages"]
    legal = (MAP / "LEGAL.txt").read_text()
    libraries = json.loads((MAP / "manifest.json").read_text())["libraries"]
    assert {"@xyflow/react", "preact"} <= {one["name"] for one in libraries}
    for one in libraries:
        locked = lock[f"node_modules/{one['name']}"]
        assert (one["version"], one["integrity"]) == (locked["version"], locked["integrity"])
        assert f"--- {one['name']} {one['version']} ({one['licence']})" in legal
