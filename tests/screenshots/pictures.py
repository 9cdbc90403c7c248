"""Taking, shrinking and composing pictures."""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
COLOURS = 256
PAPER = "#ece5d5"
OVERVIEW = "overview"


class Camera:
    """Takes the page as it stands, at both widths."""

    def __init__(self, page, folder: Path) -> None:
        self.page, self.folder = page, folder

    def take(
        self, name: str, *, only: str = "", reload: bool = True, at: str = "", block: str = "center"
    ) -> None:
        """Two pictures, `<name>-desk.png` and `<name>-phone.png`, from the top of the page.

        `at` scrolls to a selector first, to the `block` of the window. Without `reload` what was
        typed or picked stays.
        """
        for width, (wide, high) in WIDTHS.items():
            if only and only != width:
                continue
            self.page.set_viewport_size({"width": wide, "height": high})
            if reload:
                self.page.reload()
            if at:
                self.page.locator(at).first.evaluate(
                    f"(e) => e.scrollIntoView({{block: '{block}'}})"
                )
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=self.folder / f"{name}-{width}.png")
        self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["desk"], strict=True)))


def of_pdf(pdf: Path, to: Path) -> None:
    """The first page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    document[0].render(scale=1.4).to_pil().save(to)
    document.close()


def small(file: Path, to: Path) -> int:
    """Write a picture with a palette of its own most frequent colours; the bytes that it takes.

    The overview has soft shadows, which would take the whole palette: it keeps its colours.
    """
    with Image.open(file) as opened:
        image = opened.convert("RGB")
    if file.stem == OVERVIEW:
        image.save(to, optimize=True)
        return to.stat().st_size
    found = sorted(image.getcolors(image.width * image.height) or [], reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _count, colour in found for part in colour])
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(to, optimize=True)
    return to.stat().st_size


def overview(folder: Path) -> None:
    """A case on a phone, before the course on a desk: the picture of the README."""
    desk = Image.open(folder / "course-desk.png").convert("RGB")
    phone = Image.open(folder / "case-scene-phone.png").convert("RGB")
    phone = phone.resize((300, 300 * phone.height // phone.width), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (1440, 900), PAPER)
    _lay(sheet, desk.resize((1120, 700), Image.Resampling.LANCZOS), (60, 60), radius=10)
    _lay(sheet, phone, (1080, 190), radius=26)
    sheet.save(folder / f"{OVERVIEW}.png")


def _lay(sheet: Image.Image, picture: Image.Image, at: tuple[int, int], *, radius: int) -> None:
    """Lay a picture with round corners and a soft shadow on a sheet."""
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *picture.size), radius, fill=255)
    shadow = Image.new("L", sheet.size, 0)
    shadow.paste(mask.point(lambda value: value // 3), (at[0], at[1] + 14))
    shadow = shadow.filter(ImageFilter.GaussianBlur(18))
    sheet.paste(Image.new("RGB", sheet.size, "#3a2c14"), (0, 0), shadow)
    sheet.paste(picture, at, mask)
