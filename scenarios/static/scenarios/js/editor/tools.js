// The bar above: which side is shown, undo and redo, and what reaches the whole case.

import { el, icon, say, word } from "./dom.js";

export class Tools {
  constructor(editor, place) {
    this.editor = editor;
    this.view = (name, text) => el("button", { type: "button", class: "case-view", "data-view": name, "aria-pressed": "false", onclick: () => editor.show(name) }, text);
    this.problems = this.view("problems", word.problems);
    this.views = [this.view("outline", word.outline), this.view("map", word.map), this.view("scene", word.scene), this.problems];
    this.undo = this.tool("undo", "resubmit", word.undo, () => editor.history.undo());
    this.redo = this.tool("redo", "rotate", word.redo, () => editor.history.redo());
    this.add = this.tool("add", "plus", word.add_scene, () => editor.changes.add());
    const paste = this.tool("paste", "clipboard-list", word.paste, () => editor.paste.ask());
    place.append(
      el("div", { class: "case-bar__views", role: "group", "aria-label": word.views }, ...this.views),
      el("div", { class: "case-tools", role: "group", "aria-label": word.case_tools }, this.undo, this.redo, this.add, paste),
    );
    editor.root.addEventListener("keydown", (event) => this.keydown(event));
  }

  tool(name, picture, text, onclick) {
    return el("button", { type: "button", class: "button button-small button-secondary case-tool", "data-tool": name, onclick }, icon(picture), text);
  }

  draw() {
    const { past, future } = this.editor.history;
    this.state(this.undo, past.length, word.undo);
    this.state(this.redo, future.length, word.redo);
  }

  // Not disabled, so that the focus never falls from under the hand that undoes.
  state(node, steps, text) {
    node.setAttribute("aria-disabled", String(!steps));
    node.title = say(word.steps, { count: steps });
    node.lastChild.textContent = text;
  }

  count(stop, look) {
    this.problems.textContent = stop + look ? `${word.problems} (${stop + look})` : word.problems;
  }

  shown(name) {
    // On a wide screen the left side stays in view while a scene is open.
    const { wide, root } = this.editor;
    const pressed = wide ? root.dataset.left : name;
    for (const view of this.views) view.setAttribute("aria-pressed", String(view.dataset.view === pressed));
  }

  // In a text field the browser's own undo is for letters; everywhere else these keys undo steps.
  keydown(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    const writing = event.target.matches("textarea, input:not([type=checkbox]):not([role=combobox])");
    if (writing) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.editor.history.redo();
    else this.editor.history.undo();
  }
}
