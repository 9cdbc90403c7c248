// The fields of a record, from the description the server gives; each knows its place by path.

import { combobox } from "./combobox.js";
import { el, library, newId, pictures, word } from "./dom.js";
import { list } from "./lists.js";
import { condition } from "./rules.js";

export class Fields {
  constructor(editor) {
    this.editor = editor;
  }

  get data() {
    return this.editor.data;
  }

  // `owner` is the scene that the record belongs to, or null for the case as a whole.
  field(record, field, path, owner) {
    if (field.types && !field.types.includes(record[field.by ?? "type"] ?? field.untyped ?? "count")) return null;
    if (field.name === "value" && ["on", "off"].includes(record.op)) return null;
    const at = path + field.name;
    if (field.type === "list") return list(this, record, field, at, owner);
    if (field.type === "group") {
      const inner = field.kept ? this.kept(record, field) : (record[field.name] ??= {});
      return el("fieldset", { class: "case-group", "data-path": at }, el("legend", {}, field.label), ...field.fields.map((sub) => this.field(inner, sub, `${at}.`, owner)));
    }
    if (field.type === "points") return this.points(record, field, at);
    if (field.type === "condition") return condition(this, record, field, at);
    const id = newId();
    const help = field.help ? el("p", { class: "help", id: `${id}-help` }, field.help) : null;
    const control = this.control(record, field, { id, "data-path": at, "aria-describedby": help ? `${id}-help` : null }, owner);
    const label = el("label", { for: id, class: "w-field__label" }, field.label);
    if (field.type === "check") return el("div", { class: "case-field case-field--check" }, control, label, help);
    return el("div", { class: `case-field case-field--${field.type}` }, label, help, control, field.type === "scene" ? this.way(record, field, owner) : null);
  }

  // A group that is no part of the record until the field that keeps it is set.
  kept(record, field) {
    const inner = record[field.name] ?? {};
    Object.defineProperty(inner, "keep", {
      configurable: true,
      value: () => {
        if (inner[field.kept]) record[field.name] = inner;
        else delete record[field.name];
      },
    });
    return inner;
  }

  // A number for each scale of the case; nothing while it has none.
  points(record, field, at) {
    if (!this.data.scales?.length) return null;
    const inner = (record[field.name] ??= {});
    const each = this.data.scales.map((scale) => this.field(inner, { name: scale.key, type: "number", label: scale.label || scale.key, initial: 0 }, `${at}.`));
    return el("fieldset", { class: "case-group", "data-path": at }, el("legend", {}, field.label), ...each);
  }

  // Beside a target: go there, or put a scene between.
  way(record, field, owner) {
    const { changes, story } = this.editor;
    const to = record[field.name];
    const known = story.scenes.has(to);
    if (!known && !owner) return null;
    return el(
      "div",
      { class: "case-tools case-tools--quiet" },
      known ? el("button", { type: "button", class: "case-link", onclick: () => this.editor.open(to, "heading") }, word.go_there) : null,
      owner ? el("button", { type: "button", class: "case-link", onclick: () => changes.insert(owner, record, field.name) }, word.insert_here) : null,
    );
  }

  control(record, field, attributes, owner) {
    const value = record[field.name] ?? field.initial ?? "";
    const set = (next, held) => this.put(record, field, next, held);
    if (field.type === "scene") return this.target(record, field, value, attributes, owner, set);
    if (field.type === "start" && record.type === "option") {
      return this.select({ type: "select", options: Object.fromEntries([["", word.none], ...(record.options ?? []).map((one) => [one, one])]) }, value, attributes, set);
    }
    if (field.type === "value" && this.variable(record.var)?.type === "option") {
      return this.select({ type: "select", options: Object.fromEntries([["", word.none], ...(this.variable(record.var).options ?? []).map((one) => [one, one])]) }, typeof value === "string" ? value : "", attributes, set);
    }
    if (field.type === "check" || (field.type === "start" && record.type === "flag")) {
      return el("input", { ...attributes, type: "checkbox", checked: value === true, onchange: (event) => set(event.target.checked) });
    }
    if (field.type === "own_choice") {
      const own = (owner.choices ?? []).map((one) => [one.key, one.label || one.key]);
      return this.select({ type: "select", options: Object.fromEntries([["", word.none], ...own]) }, value, attributes, set);
    }
    if (field.type === "library") {
      const kind = record.kind ?? "image";
      const files = (library[kind] ??= []);
      return combobox({
        attributes,
        value: value ? String(value) : "",
        options: () => files.map(([id, title]) => [String(id), title]),
        pick: (next) => set(next ? Number(next) : ""),
        more: (text, id) => this.editor.searched(kind, text, id, files),
      });
    }
    if (["select", "variable", "principle", "picture"].includes(field.type)) return this.select(field, value, attributes, set, this.allowed(record, field));
    if (field.type === "area" || field.type === "lines") {
      const lines = field.type === "lines";
      const read = (raw) => (lines ? raw.split("\n").map((line) => line.trim()).filter(Boolean) : raw);
      return el("textarea", { ...attributes, rows: field.rows ?? 6, oninput: (event) => set(read(event.target.value)) }, lines ? (record[field.name] ?? []).join("\n") : value);
    }
    const number = ["number", "start", "value"].includes(field.type);
    return el("input", {
      ...attributes,
      type: number ? "number" : "text",
      value: String(value),
      oninput: (event) => set(number ? Math.trunc(Number(event.target.value) || 0) : event.target.value),
    });
  }

  variable(key) {
    return this.data.vars.find((item) => item.key === key);
  }

  // An effect offers only what its variable can do.
  allowed(record, field) {
    const kind = field.name === "op" ? this.variable(record.var)?.type ?? (record.var && "count") : null;
    const fit = { count: ["add", "sub", "set"], flag: ["on", "off"], option: ["set"] }[kind];
    return fit ? ([key]) => fit.includes(key) : () => true;
  }

  select(field, value, attributes, set, allowed = () => true) {
    const options = this.options(field).filter(allowed);
    if (!options.some(([key]) => key === value)) options.push([value, value === "" ? word.none : field.options?.[value] ?? `${value} ?`]);
    const select = el("select", { ...attributes, onchange: (event) => set(event.target.value, field.redraw ? event.target : null) }, ...options.map(([key, label]) => el("option", { value: key, selected: key === value }, label)));
    select.value = value;
    return select;
  }

  options(field) {
    const named = (items) => [["", word.none], ...items.map((item) => [item.key, item.label || item.key])];
    if (field.type === "variable") return named(this.data.vars);
    if (field.type === "principle") return named(this.data.principles);
    if (field.type === "picture") return [["", word.none], ...pictures];
    return Object.entries(field.options);
  }

  target(record, field, value, attributes, owner, set) {
    return combobox({
      attributes,
      value,
      options: () => this.editor.sceneOptions(),
      pick: (key) => {
        this.editor.history.take();
        set(key);
        this.editor.history.take();
        this.editor.redraw(this.editor.current, attributes["data-path"]);
      },
      create: (title) => this.editor.changes.create(title, owner?.key),
    });
  }

  // `held` is the control whose change shows other fields.
  put(record, field, value, held) {
    if (field.name === "var" && field.type === "variable") this.suit(record, value);
    if (value === "" || (value === field.initial && field.name !== "once")) delete record[field.name];
    else record[field.name] = value;
    // What a number starts with is no start for a flag.
    if (field.name === "type") delete record.initial;
    record.keep?.();
    this.editor.changed();
    if (field.name === "title") this.editor.retitled();
    if (held) this.editor.redraw(this.editor.current, null, held);
  }

  // A new effect is about the first variable until another is chosen.
  begin(record, own) {
    const [first] = this.data.vars;
    if (!first || !own.some((one) => one.name === "var" && one.type === "variable")) return;
    record.var = first.key;
    this.suit(record, first.key);
  }

  // A flag is turned on or off, a word is set: what happens follows the variable.
  suit(record, key) {
    const type = this.variable(key)?.type ?? "count";
    const fit = { count: ["add", "sub", "set"], flag: ["on", "off"], option: ["set"] }[type];
    if (!fit.includes(record.op)) record.op = fit[0];
    if (type === "count" && typeof record.value === "string") delete record.value;
    if (type === "option") record.value = this.variable(key).options?.[0] ?? "";
    if (type === "flag") delete record.value;
  }
}
