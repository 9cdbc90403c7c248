// Counts the words of a text while it is written: a quiet guide, in the browser alone.
for (const area of document.querySelectorAll("textarea[data-words]")) {
  const said = area.parentElement.querySelector("[data-words-said]");
  const place = said.querySelector("[data-words-count]");
  const count = () => {
    place.textContent = String(area.value.split(/\s+/u).filter(Boolean).length);
  };
  area.addEventListener("input", count);
  count();
  said.hidden = false;
}
