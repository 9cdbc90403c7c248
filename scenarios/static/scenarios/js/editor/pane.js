// The right side: the one scene being edited, or one part of the case as a whole.

import { at as placed, button, el, icon, link, say, spec, word } from "./dom.js";
import { Fields } from "./fields.js";

// The nodes from a control outward, up to but without the place they stand in.
function within(node, place) {
  const way = [];
  for (let up = node; up && up !== place; up = up.parentNode) way.push(up);
  return node && place.contains(node) ? way : null;
}

export class Pane {
  constructor(editor, place) {
    this.editor = editor;
    this.place = place;
    this.fields = new Fields(editor);
    this.more = false;
  }

  draw(held = null) {
    const { story, current } = this.editor;
    const part = spec.case.find((one) => `/${one.name}` === current);
    const scene = story.scenes.get(current);
    const drawn = el("div", {}, ...(current === "/remarks" ? this.talk() : part ? this.part(part) : scene ? this.scene(scene) : this.empty()));
    if (!held || !this.around(held, drawn)) this.place.replaceChildren(...drawn.childNodes);
  }

  // Draw everything but the control that is in use: a select that is replaced forgets the letters
  // typed so far.
  around(held, drawn) {
    const twin = drawn.querySelector(placed(held.dataset.path));
    const [old, fresh] = [within(held, this.place), within(twin, drawn)];
    if (!old || old.length !== fresh?.length) return false;
    for (const [index, node] of old.entries()) {
      const [parent, other] = [node.parentNode, fresh[index]];
      for (const child of [...parent.childNodes]) if (child !== node) child.remove();
      const all = [...other.parentNode.childNodes];
      const at = all.indexOf(other);
      node.before(...all.slice(0, at));
      node.after(...all.slice(at + 1));
    }
    // The new label is for the new control.
    for (const name of ["id", "aria-describedby"]) if (twin.hasAttribute(name)) held.setAttribute(name, twin.getAttribute(name));
    return true;
  }

  heading(...inside) {
    return el("h3", { class: "case-pane__title", tabindex: "-1", "data-case-heading": true }, ...inside);
  }

  skip() {
    return link(word.to_outline, () => this.editor.home(), { "data-skip": true });
  }

  empty() {
    const { changes, starters } = this.editor;
    return [
      this.heading(word.begin),
      el("p", {}, word.begin_help),
      el("div", { class: "case-tools" }, button(word.begin_blank, () => changes.add(), ""), button(word.paste_outline, () => this.editor.paste.ask())),
      starters.draw(),
    ];
  }

  talk() {
    return [this.heading(word.remarks), el("p", { class: "help" }, word.remarks_help), ...this.editor.remarks.page()];
  }

  part(part) {
    const { data } = this.editor;
    const target = part.inside ? (data[part.inside] ??= {}) : data;
    return [this.heading(part.label), el("p", { class: "help" }, part.help), this.problems(`/${part.name}`), ...part.fields.map((field) => this.fields.field(target, field, "/", null))];
  }

  scene(scene) {
    const { story, changes, remarks } = this.editor;
    const mine = spec.scene.filter((field) => !field.kinds || field.kinds.includes(scene.kind ?? "info"));
    const draw = (field) => this.fields.field(scene, field, `${scene.key}/`, scene);
    const more = mine.filter((field) => field.more);
    return [
      this.heading(el("span", { class: "case-row__number" }, `${story.number.get(scene.key)}. `), el("span", { "data-title": true }, changes.name(scene))),
      this.from(scene),
      el("p", { class: "case-pane__skip" }, this.skip()),
      this.tools(scene),
      this.problems(scene.key),
      ...mine.filter((field) => !field.more).map(draw),
      more.length ? el("details", { class: "case-more", open: this.more, ontoggle: (event) => (this.more = event.target.open) }, el("summary", {}, spec.more), el("div", { class: "case-more__body" }, ...more.map(draw))) : null,
      remarks?.place(scene.key),
      el("p", { class: "case-pane__skip" }, this.skip()),
      el("p", { class: "help" }, `${word.key}: `, el("code", {}, scene.key)),
    ];
  }

  // The way here, walked back by a click.
  from(scene) {
    const { story, changes } = this.editor;
    const before = story.before.get(scene.key);
    const names = before.slice(0, 12).map((key) => link(`${story.number.get(key)}. ${changes.name(story.scenes.get(key))}`, () => this.editor.open(key, "heading")));
    const starts = scene.key === story.start ? el("strong", {}, word.start) : null;
    const rule = story.rules.has(scene.key) ? el("span", {}, word.rule_leads) : null;
    if (!before.length && !starts && !rule) return el("p", { class: "case-pane__from" }, icon("warning"), word.unreached);
    return el("p", { class: "case-pane__from" }, starts, rule, names.length ? el("span", {}, `${word.leads_here}: `) : null, ...names, before.length > 12 ? say(word.and_more, { count: before.length - 12 }) : null);
  }

  tools(scene) {
    const { changes, paste, story } = this.editor;
    const room = changes.room(scene);
    const tool = (name, text, run, variant = "button-secondary") => button([icon(name), text].filter(Boolean), run, variant, { class: `button button-small ${variant} case-tool`, "data-tool": name });
    return el(
      "div",
      { class: "case-tools", role: "group", "aria-label": word.scene_tools },
      tool("plus", word.add_after, () => changes.add(scene)),
      tool("copy", word.duplicate, () => changes.duplicate(scene)),
      room?.index > 0 ? tool("arrow-up", word.up, () => changes.move(scene, -1)) : null,
      room && room.index < room.list.length - 1 ? tool("arrow-down", word.down, () => changes.move(scene, 1)) : null,
      scene.key === story.start ? null : tool("home", word.start_here, () => changes.begin(scene)),
      tool("clipboard-list", word.copy_scenes, () => paste.copy(scene)),
      scene.key === story.start ? null : tool("redirect", word.extract, () => paste.extract(scene)),
      tool("bin", word.delete_scene, () => changes.remove(scene), "no"),
    );
  }

  // What is wrong right here, where the hands are.
  problems(id) {
    return el("div", { class: "case-pane__problems", "data-case-here": id }, ...this.editor.panel.here(id));
  }

  retitled() {
    const { story, current, changes } = this.editor;
    const title = this.place.querySelector("[data-title]");
    if (title) title.textContent = changes.name(story.scenes.get(current));
  }

  // The field at a path, or the nearest thing that contains it.
  find(path) {
    for (let at = path; at; at = at.slice(0, Math.max(at.lastIndexOf("."), at.lastIndexOf("/"), 0))) {
      const found = this.place.querySelector(`[data-path="${CSS.escape(at)}"]`);
      if (found) return found;
    }
    return null;
  }

  focus(path) {
    const target = path === "heading" ? null : this.find(path);
    for (let up = target?.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    const inside = target?.matches("input, textarea, select") ? target : target?.querySelector("input, textarea, select, [data-add]");
    const node = inside ?? this.place.querySelector("[data-case-heading]");
    node?.focus({ preventScroll: true });
    (target?.closest("fieldset, .case-field") ?? node)?.scrollIntoView({ block: "nearest" });
  }
}
