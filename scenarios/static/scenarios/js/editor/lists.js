// A list of records inside a scene or the case: each with its fields, moved and deleted by buttons.

import { button, el, link, newKey, say, word } from "./dom.js";

export function list(fields, record, field, at, owner) {
  const { editor } = fields;
  const items = (record[field.name] ??= []);
  const name = (index) => say(word.item, { item: field.item, number: index + 1 });
  const again = (change, focus, said) => editor.changes.step(change, { focus, said });
  const rows = items.map((item, index) => {
    const here = `${at}.${item.key ?? index}`;
    const move = (by) => again(() => {
      items.splice(index, 1);
      items.splice(index + by, 0, item);
    }, item.key ? here : `${at}.${index + by}`, say(by < 0 ? word.moved_up : word.moved_down, { scene: name(index) }));
    return el(
      "fieldset",
      { class: "case-item", "data-path": here },
      el("legend", {}, name(index)),
      ...field.fields.map((sub) => fields.field(item, sub, `${here}.`, owner)),
      el(
        "div",
        { class: "case-tools" },
        index > 0 ? button(word.up, () => move(-1), "button-secondary", { "aria-label": `${word.up}: ${name(index)}` }) : null,
        index < items.length - 1 ? button(word.down, () => move(1), "button-secondary", { "aria-label": `${word.down}: ${name(index)}` }) : null,
        button(word.delete, () => again(() => items.splice(index, 1), at, say(word.item_deleted, { item: name(index) })), "no", { "aria-label": `${word.delete}: ${name(index)}` }),
        field.keyed === "choice" ? link(word.to_outline, () => editor.home(), { "data-skip": true }) : null,
      ),
      field.keyed === "choice" ? editor.remarks?.place(item.key) : null,
    );
  });
  const add = button(`+ ${word.add}: ${field.item}`, () => {
    const item = structuredClone(field.fresh ?? {});
    if (field.keyed) item.key = newKey(field.keyed);
    fields.begin(item, field.fields);
    again(() => items.push(item), `${at}.${item.key ?? items.length}`);
  }, "button-secondary", { "data-add": at });
  return el("div", { class: "case-list", "data-path": at }, el("h4", { class: "case-list__title" }, field.label), field.help ? el("p", { class: "help" }, field.help) : null, ...rows, add);
}
