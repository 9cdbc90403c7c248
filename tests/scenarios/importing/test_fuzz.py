"""Damaged and hostile files: the importers answer soon, with a graph or with the named error."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.graph import Graph
from scenarios.importing import registry
from scenarios.importing.faults import ImportFault
from tests.scenarios.importing import samples

SHARDS = [b"", b"[[", b"<<if ", b"(if: ", b"{", b"]]", b'"', b"->", b"\x00", b"- ", b"::"]
SLOWEST = 5  # seconds for one small file, on a busy machine


def brought_in(data: bytes, name: str, form: str) -> None:
    """Read a file; anything but a graph that can be stored, or the named error, is a fault."""
    began = time.monotonic()
    try:
        graph, report = registry.read(data, name, form)
    except ImportFault as error:
        assert str(error)
    else:
        assert Graph.from_data(graph.as_json()) == graph
        assert report.as_json()["scenes"] == len(graph.scenes)
    assert time.monotonic() - began < SLOWEST


@st.composite
def damaged(draw, data: bytes) -> bytes:
    """A file with parts cut out, doubled, swapped or overwritten; in a zip, one of its files."""
    if data.startswith(b"PK") and draw(st.integers(0, 3)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        chosen = draw(st.sampled_from(sorted(files)))
        files[chosen] = draw(damaged(files[chosen]))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in files.items():
                archive.writestr(name, part)
        return buffer.getvalue()
    for _ in range(draw(st.integers(1, 5))):
        size = max(len(data), 1)
        start = draw(st.integers(0, size))
        end = min(size, start + draw(st.integers(0, 60)))
        middle = draw(
            st.sampled_from([data[start:end] * 2, *SHARDS])
            | st.binary(max_size=12)
            | st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
        )
        data = data[:start] + middle + data[end:]
    return data


@pytest.mark.parametrize("form", sorted(samples.SAMPLES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(choice=st.data())
def test_a_damaged_file_is_read_or_refused(form, choice):
    name, data = choice.draw(st.sampled_from(samples.SAMPLES[form]))

    brought_in(choice.draw(damaged(data)), name, form)


@pytest.mark.parametrize("form", sorted(registry.FORMATS))
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_noise_is_read_or_refused(form, data):
    brought_in(data, "noise", form)


@pytest.mark.parametrize(
    "piece",
    [
        b"[" * 50_000, b"(if: " * 20_000, b"{" * 50_000, b"<<if $x>>" * 20_000, b"((" * 40_000,
        b"<!--" * 30_000, b"[[" * 40_000, b"<div " * 30_000, b"(a:" * 30_000, b"'" * 60_000,
        b"<<link \"" * 20_000, b"(link:'x')[" * 10_000, b"* " * 30_000, b"<b>" * 40_000,
        b"[if " * 20_000 + b"]", b"&#x" * 30_000, b"not " * 400, b"-" * 60_000,
        b"<blockquote>" * 9_000,
        b"<ul><li>" * 9_000, b"(set: $x to " + b"(" * 1_900 + b")",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["Harlowe", "SugarCube", "Chapbook", "Snowman"])
def test_what_nests_without_end_is_read_in_bounded_time(form, piece):
    data = b':: StoryData\n{"format":"%s"}\n\n:: Start\n%s\n[[End]]\n\n:: End\nx' % (
        form.encode(), piece,
    )  # fmt: skip

    brought_in(data, "x.twee", "twee")
