"""What `.ci/bootstrap.py` decides. That it works from nothing is tried on a bare system."""

import importlib.util
import json
import sys

import pytest

from tests.house import tree


@pytest.fixture
def bootstrap(monkeypatch, tmp_path):
    spec = importlib.util.spec_from_file_location("bootstrap", tree.ROOT / ".ci/bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / "stamp.json"))
    monkeypatch.setattr(module, "PYTHON", sys.executable)
    return module


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ((3, 10, 14), False),
        ((3, 11, 1), False),
        ((3, 11, 2), True),
        ((3, 12, 0), True),
        ((3, 13, 9), True),
        ((3, 14, 0), False),
        ((0, 0, 0), False),
        ((), False),
    ],
)
def test_only_tested_pythons_are_usable(bootstrap, version, answer):
    assert bootstrap.usable(version) is answer


def test_an_old_python_is_refused_in_words(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "usable", lambda version: False)
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))

    with pytest.raises(bootstrap.Stop, match=r"this is 3\.9\.2"):
        bootstrap.find_python()


def test_requirements_that_did_not_change_are_not_installed_again(bootstrap, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("pip was called")

    monkeypatch.setattr(bootstrap.subprocess, "Popen", never)
    with open(bootstrap.STAMP, "w", encoding="utf-8") as file:
        json.dump({"base": bootstrap.digest("base")}, file)

    bootstrap.install_requirements("base")


def test_requirements_that_changed_are_installed(bootstrap, monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "follow", lambda process, total: asked.append(total))
    monkeypatch.setattr(bootstrap.subprocess, "Popen", lambda *args, **kwargs: None)
    with open(bootstrap.STAMP, "w", encoding="utf-8") as file:
        json.dump({"base": "older"}, file)

    bootstrap.install_requirements("development")

    assert asked == [len(bootstrap.pins("development"))]
    assert bootstrap.read_stamp() == {
        "development": bootstrap.digest("development"),
        "base": bootstrap.digest("base"),
    }


def test_development_pins_everything_that_base_pins(bootstrap):
    assert bootstrap.pins("base") <= bootstrap.pins("development")


def test_every_requirement_has_a_hash(bootstrap):
    for name in ("base", "development"):
        text = (tree.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        entries = [part for part in text.split("\n") if part and part[0] not in " #"]

        assert len(entries) == len(bootstrap.pins(name))
        assert all(entry.endswith("\\") for entry in entries)


def test_a_folder_that_is_no_environment_is_left_alone(bootstrap, tmp_path, monkeypatch):
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/precious.txt").write_text("mine")
    monkeypatch.setattr(bootstrap, "PYTHON", str(tmp_path / ".venv/bin/python"))

    with pytest.raises(bootstrap.Stop, match="no virtual environment"):
        bootstrap.ensure_venv(sys.executable)
    assert (tmp_path / ".venv/precious.txt").read_text() == "mine"


def test_what_may_not_be_installed_is_named(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "apt", lambda: None)
    monkeypatch.setattr(bootstrap, "missing_libraries", lambda: ["libpango-1.0-0"])

    bootstrap.ensure_libraries()

    assert "sudo apt-get install libpango-1.0-0" in capsys.readouterr().out
