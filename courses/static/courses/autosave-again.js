// What is written while Wagtail's autosave is under way. Wagtail counts the form as saved with whatever stands in it when the
// answer comes, so words written meanwhile would stand under "Saved" and be kept nowhere. They are marked as not saved.

// Wagtail sets these itself.
const OWN = new Set(["csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"]);
const sent = new WeakMap();

const plain = (value) => (value instanceof File ? `${value.name} ${value.size}` : value);
const values = (data, name) => JSON.stringify(data.getAll(name).map(plain));

// Only fields that were sent are compared: what the answer itself adds or changes is no edit.
function rewritten(before, now, answered) {
  const names = [...new Set(before.keys())].filter((name) => !OWN.has(name) && !name.startsWith("comments-") && !(name in answered));
  return names.some((name) => values(before, name) !== values(now, name));
}

document.addEventListener("w-autosave:save", ({ target, detail }) => sent.set(target, detail.formData));
document.addEventListener("w-autosave:success", ({ target, detail }) => {
  const before = sent.get(target);
  if (before && rewritten(before, new FormData(target), detail.response?.field_updates ?? {})) target.dataset.wUnsavedForceValue = "true";
});
