"""The reference names every rule that checks a case, and no other."""

import re

from tests.house import tree

RULE = re.compile(r'"([EWI]\d\d)"')


def test_every_rule_is_in_the_reference_and_every_row_is_a_rule():
    code = {
        rule
        for path in tree.with_suffix(".py")
        if path.parts[0] == "scenarios"
        for rule in RULE.findall(tree.read(path))
    }
    page = tree.read(next(p for p in tree.with_suffix(".md") if p.name == "case-rules.md"))
    assert set(re.findall(r"^\| ([EWI]\d\d) ", page, re.MULTILINE)) == code
