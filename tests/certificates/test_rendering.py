"""The document itself: tagged, deterministic, fetching nothing, printing every name."""

import http.server
import io
import threading

import pikepdf
import pypdfium2
import pytest

from certificates import rendering
from tests.certificates.facts import facts

NAMES = {
    "Welsh": "Siân Ŵyn",
    "Greek": "Λένα Παπαδοπούλου",
    "Cyrillic": "Олена Ґудзь",
    "Hausa": "Ɓala Ƙaɗo",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Armenian": "Արամ",
    "Hebrew": "שרה לוי",
    "Arabic": "محمد عبد الله",
    "Devanagari": "अनीता शर्मा",
    "Bengali": "তানভীর আহমেদ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "Gujarati": "પ્રિયા પટેલ",
    "Tamil": "தமிழ்ச்செல்வி",
    "Telugu": "లక్ష్మి",
    "Kannada": "ಲಕ್ಷ್ಮಿ",
    "Malayalam": "ലക്ഷ്മി",
    "Sinhala": "නිමල්",
    "Thai": "สมชาย ใจดี",
    "Lao": "ສົມຊາຍ",
    "Myanmar": "မောင်မောင်",
    "Georgian": "ნინო",
    "Ethiopic": "አበበ በቀለ",
    "Khmer": "សុខា",
    "Han": "王小明 龘",
    "Kana": "山田 はなこ",
    "Hangul": "김 철수",
}


@pytest.fixture(scope="module")
def document():
    return rendering.render(facts=facts())


def missing_letters(log: pytest.LogCaptureFixture) -> list[str]:
    """What WeasyPrint said of letters that no face has: it prints a box for each (.notdef)."""
    return [line for line in log.messages if ".notdef" in line]


def families_of(pdf: bytes) -> set[str]:
    """The names of the embedded fonts: a bundled face has a family name of our own."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(font.BaseFont).split("+")[-1]
            for page in opened.pages
            for _, font in page.resources.Font.items()
        }


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in opened)


def test_it_says_everything_a_body_asks_for(document):
    text = text_of(document)
    for part in (
        "Certificate of completion",
        "Siân Ŵyn-Okonkwo",
        "Ethical codes at work",
        "1 November 2026",
        "20 November 2026",
        "3.5 contact hours",
        "2.0 contact hours",
        "Ethics",
        "self-paced online",
        "Ada Example, MSW, LCSW",
        "Say what a boundary protects",
        "Harbour Care",
        "12 Quay Street, Bristol",
        "Eleanor Whitcombe",
        "Director of Learning",
        "CND-2026-000123",
        "K7QF-2M9X-T3WA-H8RN",
        "5VZC-0PDE-6YJB",
        "learn.example.org/verify/",
        "not accredited",
    ):
        assert part in text, part


def test_it_is_tagged_pdf_ua_with_language_title_and_alternative_text(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-gb"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title) == "Certificate of completion CND-2026-000123"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Certificate of completion CND-2026-000123"
        kinds = [str(each.S) for each in pdf.objects if _is_structure(each)]
        assert {"/Document", "/H1", "/H2", "/Table", "/TH", "/Figure"} <= set(kinds)
        figures = [each for each in pdf.objects if _is_structure(each) and each.S == "/Figure"]
        assert [str(each.Alt) for each in figures] == [
            "QR code that opens https://learn.example.org/verify/K7QF2M9XT3WAH8RN5VZC0PDE6YJB/"
        ]
        assert "/JavaScript" not in str(pdf.Root.keys())


def _is_structure(thing) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"


def test_every_mark_on_the_page_is_tagged_or_decoration(document):
    """No stroke or letter stands outside marked content: PDF/UA 7.1."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        depth, loose = 0, []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            name = str(operator)
            depth += (name in ("BMC", "BDC")) - (name == "EMC")
            if depth == 0 and name in ("Tj", "TJ", "S", "s", "f", "F", "f*", "B", "B*", "b", "Do"):
                loose.append((name, operands))
        assert loose == []


def test_every_font_is_embedded(document):
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for _, font in pdf.pages[0].resources.Font.items():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))


def test_the_same_facts_give_the_same_bytes(document):
    rendering.render(facts=facts(name="山田 はなこ"))  # another typeface in between changes nothing
    assert rendering.render(facts=facts()) == document
    assert rendering.render(facts=facts(name="Another")) != document


def test_a_latin_certificate_stays_under_40_kb(document):
    assert len(document) <= 40 * 1024
    assert len(pypdfium2.PdfDocument(document)) == 1


def test_its_qr_code_is_dark_on_white_where_it_should_be(document):
    page = pypdfium2.PdfDocument(document)[0].render(scale=2, grayscale=True).to_pil()
    width, height = page.size
    right, bottom = width * (297 - 27) / 297, height * (210 - 20.5) / 210
    square = page.crop(
        (int(right - width * 25 / 297), int(bottom - height * 25 / 210), int(right), int(bottom))
    )
    dark = sum(1 for value in square.tobytes() if value < 100) / (square.width * square.height)
    assert 0.35 < dark < 0.65


def test_it_is_the_same_picture_in_black_and_white(document):
    """Every ink is darker than a mid grey, but for the ground behind the text."""
    page = pypdfium2.PdfDocument(document)[0].render(scale=1, grayscale=True).to_pil()
    assert min(page.tobytes()) < 40


@pytest.mark.parametrize("language", NAMES)
def test_every_name_prints_in_a_bundled_face(language, caplog):
    pdf = rendering.render(facts=facts(name=NAMES[language]))
    assert missing_letters(caplog) == []
    assert all(family.startswith("Certificate-") for family in families_of(pdf))


def test_latin_greek_cyrillic_and_han_names_can_be_copied_out_of_the_pdf():
    for language in (
        "Welsh",
        "Greek",
        "Cyrillic",
        "Vietnamese",
        "Han",
        "Kana",
        "Hangul",
        "Georgian",
    ):
        name = NAMES[language]
        assert name in text_of(rendering.render(facts=facts(name=name))), language


def test_a_letter_that_no_face_has_is_noticed_by_these_tests(caplog):
    pdf = rendering.render(facts=facts(name="\ue123"))
    assert len(missing_letters(caplog)) == 1
    assert pdf.startswith(b"%PDF")


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src="file:///etc/hostname">',
    "</p></div><style>*{display:none}</style>",
    "{{ facts }} {% include 'x' %}",
    "&lt;b&gt; &amp; \"quotes\" 'single'",
    "<link rel=attachment href='file:///etc/passwd'>",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_names_and_titles_prints_as_it_is_written(name):
    pdf = rendering.render(
        facts=facts(name=name, course={"uuid": "", "title": name, "edition": 1}, objectives=[name])
    )
    text = "".join(text_of(pdf).split())
    assert "".join(name.split()) in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})


@pytest.fixture
def canary():
    """A server on this machine that remembers whether anybody called."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


REFERENCES = (
    '<img src="{}">',
    '<object data="{}"></object>',
    '<style>@import "{}";</style>',
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x</p>",
    '<p style="background: url({})">x</p>',
    '<link rel="attachment" href="{}">',
    '<link rel="stylesheet" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
    '<ul><li style="list-style-image: url({})">x</li></ul>',
)


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_renderer_reaches_nothing_but_what_is_bundled(reference, canary, tmp_path):
    from weasyprint.urls import FatalURLFetchingError

    from certificates.rendering.engine import engine

    address, calls = canary
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>canary-words</text></svg>")
    targets = [
        f"{address}/canary.svg",
        secret.as_uri(),
        "bundle:../certificate.css",
        "bundle:nothing.svg",
        "data:image/svg+xml,<svg/>",
    ]
    for target in targets:
        html = f"<html lang=en><title>t</title><body>{reference.format(target)}</body></html>"
        with pytest.raises(FatalURLFetchingError):
            pdf = engine().write(html=html, needed=[], pictures={})
            assert b"canary" not in pdf
            raise FatalURLFetchingError("never asked for it")
    assert calls == []


def test_a_failing_document_is_an_ordinary_error(monkeypatch):
    monkeypatch.setattr(rendering.qr, "svg", lambda address: b"<svg")
    with pytest.raises(rendering.RenderingFailed):
        rendering.render(facts={"language": "en-gb"})


def test_four_threads_share_one_engine():
    expected = {name: rendering.render(facts=facts(name=name)) for name in "ABCD"}
    got: dict[str, bytes] = {}

    def run(name):
        got[name] = rendering.render(facts=facts(name=name))

    threads = [threading.Thread(target=run, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert got == expected
