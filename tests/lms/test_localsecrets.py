import base64
import multiprocessing
import stat

import pytest

from lms import localsecrets


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


def test_secrets_are_made_once_and_read_again(var):
    first = localsecrets.ensure(var)
    second = localsecrets.ensure(var)

    assert second == first
    assert len(first.secret_key) >= 40
    assert [len(base64.b64decode(key.partition(":")[2])) for key in first.sealing_keys] == [32]


def test_files_are_for_their_owner_alone(var):
    localsecrets.ensure(var)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in var.iterdir()}

    assert modes == {"secret_key": 0o600, "sealing_keys": 0o600}


def test_a_key_that_is_there_is_never_overwritten(var):
    var.mkdir()
    old = localsecrets.new_sealing_key()
    (var / "sealing_keys").write_text(f"# the old one stays\n{old}\n", encoding="ascii")

    found = localsecrets.ensure(var)

    assert found.sealing_keys == [old.strip()]
    assert (var / "sealing_keys").read_text(encoding="ascii").startswith("# the old one stays")


@pytest.mark.parametrize(
    "text",
    ["", "\n", "no-colon\n", ":AAAA\n", "k1:AAAA\n", "k1:not base64\n", "k1:" + "A" * 44 + "\n"],
)
def test_a_file_that_holds_no_key_is_an_error_and_stays(var, text):
    var.mkdir()
    (var / "sealing_keys").write_text(text, encoding="ascii")

    with pytest.raises(localsecrets.UnreadableSecret):
        localsecrets.ensure(var)
    assert (var / "sealing_keys").read_text(encoding="ascii") == text


def test_secrets_do_not_show_in_a_log(var):
    found = localsecrets.ensure(var)

    assert found.secret_key not in repr(found)
    assert found.sealing_keys[0] not in f"{found} {found!r}"


def test_without_hard_links_the_first_one_still_wins(var, monkeypatch):
    def refuse(*args):
        raise PermissionError

    monkeypatch.setattr(localsecrets.os, "link", refuse)

    assert localsecrets.ensure(var) == localsecrets.ensure(var)
    assert sorted(path.name for path in var.iterdir()) == ["sealing_keys", "secret_key"]


def make(var, barrier, answers):
    barrier.wait(30)
    found = localsecrets.ensure(var)
    answers.put((found.secret_key, tuple(found.sealing_keys)))


def test_processes_that_begin_at_once_agree(var):
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(4), context.Queue()
    processes = [context.Process(target=make, args=(var, barrier, answers)) for _ in range(4)]
    for process in processes:
        process.start()
    found = {answers.get(timeout=60) for _ in processes}
    for process in processes:
        process.join(30)
    answers.close()
    answers.join_thread()

    assert len(found) == 1
    assert sorted(path.name for path in var.iterdir()) == ["sealing_keys", "secret_key"]
