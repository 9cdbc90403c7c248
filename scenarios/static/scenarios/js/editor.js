// The case editor: structured fields over one document, no JSON to type, everything by keyboard.
// The document lives in a hidden text of the form, so Wagtail saves, compares and previews it.

import { Panel } from "./editor-panel.js";

const word = JSON.parse(document.getElementById("case-editor-words")?.textContent ?? "{}");
const spec = JSON.parse(document.getElementById("case-editor-fields")?.textContent ?? "{}");
const pictures = JSON.parse(document.getElementById("case-editor-pictures")?.textContent ?? "[]");

export const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
};

const newKey = (start) => `${start}-${Math.random().toString(36).slice(2, 8)}`;
const button = (text, onclick, variant = "button-secondary") =>
  el("button", { type: "button", class: `button button-small ${variant}`, onclick }, text);

class Editor {
  constructor(root) {
    this.root = root;
    this.main = root.querySelector("[data-case-main]");
    this.store = root.querySelector("[data-case-document]");
    this.data = JSON.parse(this.store.value || "{}");
    for (const name of ["scenes", "vars", "principles", "interrupts"]) this.data[name] ??= [];
    this.data.debrief ??= {};
    this.ids = 0;
    this.panel = new Panel(this, word);
    this.draw();
    this.panel.ask(0);
  }

  changed() {
    this.store.value = JSON.stringify(this.data);
    this.store.dispatchEvent(new Event("input", { bubbles: true }));
    this.store.dispatchEvent(new Event("change", { bubbles: true }));
    this.panel.ask();
  }

  draw(focus) {
    const open = this.open = new Set([...this.main.querySelectorAll("details[open][data-key]")].map((node) => node.dataset.key));
    this.main.replaceChildren(
      el("div", { class: "case-scenes" }, ...this.data.scenes.map((scene, index) => this.scene(scene, index, open))),
      button(`+ ${word.add_scene}`, () => this.addScene(this.data.scenes.length)),
      ...spec.case.map((part) => this.section(part, open)),
    );
    if (focus) this.main.querySelector(focus)?.focus();
  }

  // Scenes

  scene(scene, index, open) {
    const summary = el(
      "summary",
      {},
      el("span", { class: "case-scene__number" }, String(index + 1)),
      el("span", { class: `case-kind case-kind--${scene.kind ?? "info"}` }, spec.kinds[scene.kind ?? "info"] ?? scene.kind),
      el("span", { class: "case-scene__title", "data-title": true }, scene.title || word.untitled),
      this.data.start === scene.key ? el("span", { class: "case-scene__note" }, word.start) : null,
      el("span", { class: "case-scene__note", "data-mark": scene.key }),
    );
    const box = el("details", { class: "case-scene", "data-key": scene.key }, summary);
    const fill = () => box.childElementCount === 1 && box.append(this.sceneBody(scene));
    box.addEventListener("toggle", () => box.open && fill());
    if (open?.has(scene.key)) {
      fill();
      box.open = true;
    }
    return box;
  }

  sceneBody(scene) {
    const fields = spec.scene.filter((field) => !field.kinds || field.kinds.includes(scene.kind ?? "info"));
    const common = fields.filter((field) => !field.more);
    const more = fields.filter((field) => field.more);
    return el(
      "div",
      { class: "case-scene__body" },
      this.links(scene),
      ...common.map((field) => this.field(scene, field, `${scene.key}/`)),
      more.length
        ? el("details", { class: "case-more", "data-key": `${scene.key}/more`, open: this.open?.has(`${scene.key}/more`) ?? false }, el("summary", {}, spec.more), ...more.map((field) => this.field(scene, field, `${scene.key}/`)))
        : null,
      el("p", { class: "help" }, `${word.key}: `, el("code", {}, scene.key)),
      this.sceneTools(scene),
    );
  }

  links(scene) {
    const from = this.data.scenes.filter((other) => this.targets(other).includes(scene.key));
    const start = this.data.start === scene.key;
    const names = from.map((other) => other.title || word.untitled).join(", ");
    return el("p", { class: "help" }, names ? `${word.leads_here}: ${names}` : start ? word.start : word.unreached);
  }

  targets(scene) {
    return [...(scene.choices ?? []), ...(scene.branches ?? [])].map((way) => way.to).concat(scene.next ?? []);
  }

  sceneTools(scene) {
    const at = () => this.data.scenes.indexOf(scene);
    return el(
      "div",
      { class: "case-tools" },
      this.data.start === scene.key ? null : button(word.start_here, () => this.put(this.data, "start", scene.key, `[data-key="${scene.key}"] summary`)),
      button(word.add_after, () => this.addScene(at() + 1)),
      button(word.duplicate, () => this.duplicate(scene)),
      button(word.up, () => this.move(this.data.scenes, scene, -1, `[data-key="${scene.key}"] summary`)),
      button(word.down, () => this.move(this.data.scenes, scene, 1, `[data-key="${scene.key}"] summary`)),
      button(word.delete, () => this.deleteScene(scene), "no"),
    );
  }

  addScene(index, kind = "decision") {
    const scene = { key: newKey("scene"), kind, title: "", body: "" };
    if (kind === "decision") scene.choices = [{ key: newKey("choice"), label: "", to: "" }, { key: newKey("choice"), label: "", to: "" }];
    this.data.scenes.splice(index, 0, scene);
    this.data.start ||= scene.key;
    this.changed();
    this.draw();
    this.reveal(scene.key, "title");
    return scene;
  }

  duplicate(scene) {
    const copy = structuredClone(scene);
    copy.key = newKey("scene");
    copy.title = `${scene.title} (2)`;
    for (const way of [...(copy.choices ?? []), ...(copy.branches ?? [])]) way.key = newKey("choice");
    this.data.scenes.splice(this.data.scenes.indexOf(scene) + 1, 0, copy);
    this.changed();
    this.draw();
    this.reveal(copy.key, "title");
  }

  deleteScene(scene) {
    const count = this.data.scenes.filter((other) => other !== scene && this.targets(other).includes(scene.key)).length;
    const warning = count ? `\n${count} ${word.warning_leads}` : "";
    if (!window.confirm(`${word.delete_scene}\n“${scene.title || word.untitled}”${warning}`)) return;
    this.data.scenes.splice(this.data.scenes.indexOf(scene), 1);
    for (const other of this.data.scenes) {
      for (const way of [...(other.choices ?? []), ...(other.branches ?? [])]) if (way.to === scene.key) way.to = "";
      if (other.next === scene.key) other.next = "";
    }
    if (this.data.start === scene.key) this.data.start = "";
    this.changed();
    this.draw(".case-scene summary");
  }

  reveal(key, field) {
    const box = this.main.querySelector(`details[data-key="${CSS.escape(key)}"]`);
    if (!box) return;
    if (box.childElementCount === 1) box.append(this.sceneBody(this.data.scenes.find((scene) => scene.key === key)));
    box.open = true;
    const path = field ? `${key}/${field}` : "";
    let target = null;
    for (let at = path; at && !target; at = at.slice(0, Math.max(at.lastIndexOf("."), 0))) {
      target = box.querySelector(`[data-path="${CSS.escape(at)}"]`);
    }
    for (let up = target?.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    (target?.matches("input, textarea, select") ? target : target?.querySelector("input, textarea, select") ?? box.querySelector("summary")).focus();
    box.scrollIntoView({ block: "nearest" });
  }

  revealCase(field) {
    const target = this.main.querySelector(`[data-path="${CSS.escape(`/${field.split(".")[0]}`)}"]`);
    const box = target?.closest("details");
    if (box) box.open = true;
    (target?.querySelector("input, textarea, select, button") ?? box?.querySelector("summary"))?.focus();
  }

  // The case as a whole

  section(part, open) {
    const target = part.inside ? (this.data[part.inside] ??= {}) : this.data;
    const count = part.fields.reduce((sum, field) => sum + (target[field.name]?.length ?? 0), 0);
    const box = el("details", { class: "case-section", "data-key": `/${part.name}` }, el("summary", {}, part.label, el("span", { class: "case-scene__note" }, String(count))));
    box.append(el("p", { class: "help" }, part.help), ...part.fields.map((field) => this.field(target, field, "/")));
    box.open = open?.has(`/${part.name}`) ?? false;
    return box;
  }

  // Fields

  field(record, field, path) {
    if (field.types && !field.types.includes(record.type ?? "count")) return null;
    if (field.name === "value" && ["on", "off"].includes(record.op)) return null;
    if (field.name === "once" && field.initial === true) record.once ??= true;
    const at = path + field.name;
    if (field.type === "list") return this.list(record, field, at);
    if (field.type === "group") {
      const inner = (record[field.name] ??= {});
      return el("fieldset", { class: "case-group", "data-path": at }, el("legend", {}, field.label), ...field.fields.map((sub) => this.field(inner, sub, `${at}.`)));
    }
    const id = `case-field-${(this.ids += 1)}`;
    const help = field.help ? el("p", { class: "help", id: `${id}-help` }, field.help) : null;
    const control = this.control(record, field, { id, "data-path": at, "aria-describedby": help ? `${id}-help` : null });
    const label = el("label", { for: id, class: "w-field__label" }, field.label);
    if (field.type === "check") return el("div", { class: "case-field case-field--check" }, control, label, help);
    const extra = field.type === "condition" ? this.conditionTools(control, at) : null;
    return el("div", { class: `case-field case-field--${field.type}` }, label, help, control, extra);
  }

  control(record, field, attributes) {
    const value = record[field.name] ?? field.initial ?? "";
    const set = (next, redraw) => this.put(record, field.name, next, redraw ? `[data-path="${attributes["data-path"]}"]` : null, field.initial);
    if (field.type === "start" && record.type === "option") {
      return this.select(record, { type: "select", options: Object.fromEntries([["", word.none], ...(record.options ?? []).map((one) => [one, one])]) }, value, attributes, set);
    }
    if (field.type === "check" || (field.type === "start" && record.type === "flag")) {
      return el("input", { ...attributes, type: "checkbox", checked: value === true, onchange: (event) => set(event.target.checked) });
    }
    if (["select", "scene", "variable", "principle", "picture"].includes(field.type)) return this.select(record, field, value, attributes, set);
    if (field.type === "area" || field.type === "lines") {
      const text = field.type === "lines" ? (record[field.name] ?? []).join("\n") : value;
      const rows = field.rows ?? 6;
      const read = (raw) => (field.type === "lines" ? raw.split("\n").map((line) => line.trim()).filter(Boolean) : raw);
      return el("textarea", { ...attributes, rows, oninput: (event) => set(read(event.target.value)) }, text);
    }
    const number = ["number", "start"].includes(field.type) || (field.type === "value" && this.isCount(record));
    const input = el("input", {
      ...attributes,
      type: number ? "number" : "text",
      value: String(value),
      oninput: (event) => {
        set(number ? Math.trunc(Number(event.target.value) || 0) : event.target.value);
        if (field.name === "title") event.target.closest(".case-scene").querySelector("[data-title]").textContent = event.target.value || word.untitled;
      },
    });
    return input;
  }

  isCount(record) {
    const variable = this.data.vars.find((item) => item.key === record.var);
    return !variable || (variable.type ?? "count") === "count";
  }

  select(record, field, value, attributes, set) {
    const options = this.options(field, record);
    if (value !== "" && !options.some(([key]) => key === value)) options.push([value, `${value} ?`]);
    const select = el(
      "select",
      { ...attributes, onchange: (event) => (event.target.value === "+new" ? this.newTarget(record, field) : set(event.target.value, field.redraw)) },
      ...options.map(([key, label]) => el("option", { value: key, selected: key === value }, label)),
    );
    select.value = value;
    return select;
  }

  options(field) {
    if (field.type === "scene") {
      return [["", word.none], ...this.data.scenes.map((scene, index) => [scene.key, `${index + 1}. ${scene.title || word.untitled}`]), ["+new", `+ ${word.new_scene}`]];
    }
    if (field.type === "variable") return [["", word.none], ...this.data.vars.map((item) => [item.key, item.label || item.key])];
    if (field.type === "principle") return [["", word.none], ...this.data.principles.map((item) => [item.key, item.label || item.key])];
    if (field.type === "picture") return [["", word.none], ...pictures];
    return Object.entries(field.options);
  }

  newTarget(record, field) {
    const owner = this.data.scenes.findIndex((scene) => scene === record || (scene.choices ?? []).includes(record));
    const scene = this.addScene(owner < 0 ? this.data.scenes.length : owner + 1);
    record[field.name] = scene.key;
    this.changed();
    this.draw();
    this.reveal(scene.key, "title");
  }

  put(record, name, value, focus, initial) {
    if (value === "" || (value === initial && name !== "once")) delete record[name];
    else record[name] = value;
    this.changed();
    if (focus) this.draw(focus);
  }

  // Lists

  list(record, field, at) {
    const items = (record[field.name] ??= []);
    const again = (focus) => {
      this.changed();
      this.draw(focus);
    };
    const rows = items.map((item, index) => {
      const here = `${at}.${item.key ?? index}`;
      return el(
        "fieldset",
        { class: "case-item", "data-path": here },
        el("legend", {}, `${field.item} ${index + 1}`),
        ...field.fields.map((sub) => this.field(item, sub, `${here}.`)),
        item.key ? el("p", { class: "help" }, `${word.key}: `, el("code", {}, item.key)) : null,
        el(
          "div",
          { class: "case-tools" },
          index > 0 ? button(word.up, () => this.move(items, item, -1, `[data-path="${here}"] input`)) : null,
          index < items.length - 1 ? button(word.down, () => this.move(items, item, 1, `[data-path="${here}"] input`)) : null,
          button(word.delete, () => {
            items.splice(index, 1);
            again(`[data-path="${at}"] button`);
          }, "no"),
        ),
      );
    });
    const add = button(`+ ${word.add}: ${field.item}`, () => {
      const item = { ...structuredClone(field.fresh ?? {}) };
      if (field.keyed) item.key = newKey(field.keyed);
      items.push(item);
      again(`[data-path="${at}.${item.key ?? items.length - 1}"] :is(input, select, textarea)`);
    });
    return el("div", { class: "case-list", "data-path": at }, el("h3", { class: "case-list__title" }, field.label), field.help ? el("p", { class: "help" }, field.help) : null, ...rows, add);
  }

  move(items, item, step, focus) {
    const index = items.indexOf(item);
    if (!items[index + step]) return;
    items.splice(index, 1);
    items.splice(index + step, 0, item);
    this.changed();
    this.draw(focus);
  }

  conditionTools(control, at) {
    const names = [
      ...this.data.vars.map((item) => [(item.type ?? "count") === "count" ? `${item.key} >= ${item.min ?? 0}` : item.type === "option" ? `${item.key} = "${item.options?.[0] ?? ""}"` : item.key, item.label || item.key]),
      ...this.data.scenes.map((scene) => [`visited(${scene.key})`, `visited: ${scene.title}`]),
      ...this.data.scenes.flatMap((scene) => (scene.choices ?? []).map((choice) => [`chose(${choice.key})`, `chose: ${choice.label}`])),
    ];
    const pick = el(
      "select",
      {
        "aria-label": word.insert,
        class: "case-insert",
        onchange: (event) => {
          if (!event.target.value) return;
          const before = control.value.trim();
          control.value = before ? `${before} and ${event.target.value}` : event.target.value;
          event.target.value = "";
          control.dispatchEvent(new Event("input", { bubbles: true }));
          control.focus();
        },
      },
      el("option", { value: "" }, `${word.insert}…`),
      ...names.map(([text, label]) => el("option", { value: text }, label)),
    );
    return el("div", { class: "case-condition" }, pick, el("p", { class: "case-sentence", "data-sentence": at, role: "status" }));
  }
}

document.querySelectorAll("[data-case-editor]").forEach((root) => new Editor(root));
