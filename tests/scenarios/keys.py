"""A page used by keyboard alone: Tab until something has the focus, then its own keys."""

NAME = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "";
  const labelled = (node.getAttribute("aria-labelledby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const text = node.getAttribute("aria-label") || labelled || node.labels?.[0]?.innerText
    || node.innerText || "";
  return text.replace(/\\s+/g, " ").trim();
}"""
MOST = 220


def name(page) -> str:
    """What a screen reader would call the thing that has the focus."""
    return page.evaluate(NAME)


def go(page, wanted: str, key: str = "Tab", kind: str = "*") -> None:
    """Press Tab until the focus is on what is called so, or begins so."""
    seen = []
    for number in range(MOST):
        if number:
            page.keyboard.press(key)
        seen.append(name(page))
        fits = page.evaluate("kind => document.activeElement.matches(kind)", kind)
        if fits and (seen[-1] == wanted or seen[-1].startswith(f"{wanted} ")):
            return
    raise AssertionError(f"{wanted!r} is not reached by {key}; seen: {seen[:60]}")


def press(page, wanted: str, key: str = "Enter", back: bool = False) -> None:
    """Go to a button and press it."""
    go(page, wanted, "Shift+Tab" if back else "Tab")
    page.keyboard.press(key)


def write(page, text: str) -> None:
    """Write into what has the focus, over what it holds."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def fill(page, label: str, text: str) -> None:
    """Go to a field and write."""
    go(page, label, kind="input, textarea")
    write(page, text)


def pick(page, label: str, option: str) -> None:
    """Go to a select and walk down it to an option."""
    go(page, label, kind="select")
    page.keyboard.press("Home")
    for _ in range(30):
        chosen = "document.activeElement.selectedOptions[0].textContent"
        if page.evaluate(chosen) == option:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label!r} has no option {option!r}")


def lead(page, label: str, text: str) -> None:
    """Go to a list that is searched, type, and take the first that fits."""
    go(page, label)
    page.keyboard.type(text)
    page.locator("[role=listbox]:visible [role=option]").first.wait_for()
    page.keyboard.press("Enter")
