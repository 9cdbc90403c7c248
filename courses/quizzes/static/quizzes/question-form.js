// The author's form of a question: only the fields that its type has are in sight. Without this file all of them
// are, and each says what it is for.

(() => {
const ROW = {
  text: ["single", "multiple", "true_false", "matching", "ordering", "short_text", "numeric", "cloze"],
  correct: ["single", "multiple", "true_false", "cloze"],
  match: ["matching"],
  gap: ["cloze"],
  share: ["multiple", "short_text", "numeric", "cloze"],
  tolerance: ["numeric", "cloze"],
};
const WHOLE = {
  credit: ["multiple", "matching", "ordering", "cloze"],
  case_sensitive: ["short_text", "cloze"],
  unit_rule: ["numeric"],
};

let type = null;

function wrap(field) {
  return field.closest(".w-panel__wrapper") ?? field.closest("[data-field-wrapper]");
}

// Wagtail's own styles give its boxes a display, which `hidden` alone would lose to.
function toggle(box, visible) {
  box.style.display = visible ? "" : "none";
}

function set(field, types) {
  const box = field && wrap(field);
  if (box) toggle(box, types.includes(type.value));
}

function show() {
  for (const [name, types] of Object.entries(WHOLE)) set(document.querySelector(`[name="${name}"]`), types);
  for (const [name, types] of Object.entries(ROW)) {
    document.querySelectorAll(`[name^="options-"][name$="-${name}"]`).forEach((field) => set(field, types));
  }
  const units = document.querySelector('[name="units-TOTAL_FORMS"]')?.closest(".w-panel");
  if (units) toggle(units, type.value === "numeric");
  const rows = document.querySelector('[name="options-TOTAL_FORMS"]')?.closest(".w-panel");
  if (rows) toggle(rows, type.value !== "essay");
  for (const name of ["rubric-TOTAL_FORMS", "min_words"]) {
    const box = document.querySelector(`[name="${name}"]`)?.closest(".w-panel");
    if (box) toggle(box, type.value === "essay");
  }
  const marking = document.querySelector('[name="credit"]')?.closest(".w-panel");
  if (marking) toggle(marking, Object.values(WHOLE).flat().includes(type.value));
}

function begin() {
  type = document.querySelector('select[name="type"]');
  if (!type) return;
  type.addEventListener("change", show);
  const rows = document.getElementById("id_options-FORMS");
  if (rows) new MutationObserver(show).observe(rows, { childList: true });
  show();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
})();
