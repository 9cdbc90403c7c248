// Counts the words of an entry while it is written: a quiet guide, in the browser alone.
const form = document.querySelector("form[data-words]");
const place = form?.querySelector("[data-words-count]");

const count = () => {
  let words = 0;
  for (const box of form.querySelectorAll("textarea")) {
    words += box.value.split(/\s+/u).filter(Boolean).length;
  }
  place.textContent = String(words);
};

if (place) {
  form.addEventListener("input", count);
  count();
}
