// The case editor: at left the outline or the map, at right one scene, below what is still needed.
// The document lives in a hidden text of the form, so Wagtail saves, compares and previews it.

import { Changes } from "./editor/changes.js";
import { signedOut, word } from "./editor/dom.js";
import { History } from "./editor/history.js";
import { MapView } from "./editor/map.js";
import { Outline } from "./editor/outline.js";
import { Pane } from "./editor/pane.js";
import { Panel } from "./editor/panel.js";
import { Paste } from "./editor/paste.js";
import { Remarks } from "./editor/remarks.js";
import { Starters } from "./editor/starters.js";
import { Story } from "./editor/story.js";
import { Tools } from "./editor/tools.js";

const LISTS = ["scenes", "vars", "scales", "principles", "interrupts"];
const BROWSE_MS = 400;
const ASKED = "#case-";
// Wagtail's tabs look at the address first.
const ARRIVED_MS = 150;
// As in editor.css.
const WIDE_REM = 52;

class Editor {
  constructor(root) {
    const part = (name) => root.querySelector(`[data-case-${name}]`);
    this.root = root;
    this.store = part("document");
    this.said = part("said");
    this.data = JSON.parse(this.store.value || "{}");
    for (const name of LISTS) this.data[name] ??= [];
    this.data.debrief ??= {};
    this.changes = new Changes(this);
    this.history = new History(this);
    this.story = new Story(this.data);
    this.current = this.story.scenes.has(this.data.start) ? this.data.start : this.story.order[0] ?? "";
    this.paste = new Paste(this);
    this.starters = new Starters(this);
    // Other pages lead to a scene by its key.
    const asked = location.hash.startsWith(ASKED) ? decodeURIComponent(location.hash.slice(ASKED.length)) : "";
    if (this.story.scenes.has(asked)) this.current = asked;
    this.panel = new Panel(this, part("problems"));
    this.outline = new Outline(this);
    this.map = new MapView(this, part("map"));
    this.pane = new Pane(this, part("main"));
    this.tools = new Tools(this, part("bar"));
    part("outline").append(this.outline.node);
    window.addEventListener("resize", () => this.tools.shown(root.dataset.view));
    root.addEventListener("keydown", (event) => this.between(event));
    root.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("input") && event.preventDefault());
    this.remarks = new Remarks(this);
    this.show(this.story.scenes.size ? "outline" : "scene");
    this.redraw(this.current, null);
    if (asked && asked === this.current) setTimeout(() => this.open(asked, "heading"), ARRIVED_MS);
    if (this.history.brought) {
      this.changed();
      this.say(word.brought_back);
    }
    // A save that failed may mean that the session is over: the check finds out and says so.
    document.addEventListener("w-autosave:error", () => this.panel.ask(0));
    this.history.offer();
    this.paste.arrive();
    this.panel.ask(0);
    root.classList.add("case-editor--ready");
  }

  // F6 goes from the fields to the outline, and from anywhere else to the fields.
  between(event) {
    if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.target.closest("[data-case-main], [data-case-problems]")) this.home();
    else this.open(this.current, "heading");
  }

  // Back to the line of the outline that is being edited.
  home() {
    this.show("outline");
    if (!this.outline.index.has(this.current)) {
      this.outline.search.value = "";
      this.outline.draw();
    }
    this.outline.move(this.outline.index.has(this.current) ? this.current : this.outline.cursor);
  }

  say(text) {
    this.said.textContent = "";
    requestAnimationFrame(() => (this.said.textContent = text));
  }

  // Something was written: the form is told, the check asked, the step remembered.
  changed() {
    this.store.value = JSON.stringify(this.data);
    this.store.dispatchEvent(new Event("input", { bubbles: true }));
    this.store.dispatchEvent(new Event("change", { bubbles: true }));
    this.history.unsaved();
    this.panel.ask();
    this.history.later();
    clearTimeout(this.drawing);
    this.drawing = setTimeout(() => this.map.draw(), BROWSE_MS);
  }

  // Scenes or ways changed: tell the story anew. `focus` is a path, "heading", or null to stay.
  // `held` is a control in use, which stays the same node.
  redraw(current, focus, held = null) {
    this.story = new Story(this.data);
    if (!this.story.scenes.has(current) && !current?.startsWith("/")) current = this.story.order[0] ?? "";
    this.current = current;
    this.outline.draw();
    this.pane.draw(held);
    this.tools.draw();
    this.map.draw();
    if (focus === null || focus === undefined) return;
    if (focus !== "heading") this.show("scene");
    this.pane.focus(focus.includes("/") || focus === "heading" ? focus : `${current}/${focus}`);
  }

  // Undo and redo put other records in place; the focus stays on the button.
  replaced(at) {
    const held = document.activeElement?.closest("[data-tool]")?.dataset.tool;
    // What was said before is not so any more.
    this.said.textContent = "";
    for (const name of LISTS) this.data[name] ??= [];
    this.data.debrief ??= {};
    this.store.value = JSON.stringify(this.data);
    this.store.dispatchEvent(new Event("change", { bubbles: true }));
    this.history.unsaved();
    this.redraw(at?.split("#")[0] ?? this.current, null);
    this.panel.ask();
    if (held) this.root.querySelector(`[data-case-bar] [data-tool="${held}"]`)?.focus();
  }

  retitled() {
    this.outline.retitle(this.current);
    this.pane.retitled();
  }

  // Show a scene, or a part of the case; `focus` null leaves the focus where it is.
  open(id, focus) {
    if (id !== this.current) {
      this.history.take();
      this.current = id;
      this.pane.draw();
    }
    this.outline.select(id);
    this.map.mark();
    if (focus) {
      this.show("scene");
      this.pane.focus(focus);
      this.root.querySelector("[data-case-main]").scrollIntoView({ block: "nearest" });
    }
  }

  // Go to the field that a problem is about.
  reveal(id, field) {
    const scene = this.story.scenes.has(id);
    if (!scene && !id.startsWith("/")) return this.open(this.current, "heading");
    this.open(id, scene ? `${id}/${field}` : `/${field.replace(/^debrief\./, "")}`);
  }

  // Narrow screens show one side at a time; wide ones change only what stands at the left.
  show(name) {
    this.root.dataset.view = name;
    if (name === "outline" || name === "map") {
      this.root.dataset.left = name;
      this.root.querySelector("[data-case-outline]").hidden = name === "map";
      this.root.querySelector("[data-case-map]").hidden = name !== "map";
      this.map.draw();
    }
    this.tools.shown(name);
  }

  get wide() {
    return this.root.clientWidth >= WIDE_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  checked() {
    this.map.mark();
  }

  // Files of the library that fit a text, or have a number: those that came are remembered.
  async searched(kind, text, id, known) {
    try {
      const answer = await fetch(`${this.root.dataset.libraryUrl}?${new URLSearchParams({ kind, q: text, id: id ?? "" })}`, { headers: { Accept: "application/json" } });
      if (signedOut(answer)) this.say(word.signed_out);
      if (!answer.ok || signedOut(answer)) return false;
      const { files } = await answer.json();
      const fresh = files.filter(([one]) => !known.some(([other]) => other === one));
      known.push(...fresh);
      return fresh.length > 0;
    } catch {
      return false;
    }
  }

  sceneOptions() {
    return this.story.order.map((key) => [key, `${this.story.number.get(key)}. ${this.changes.name(this.story.scenes.get(key))}`]);
  }
}

document.querySelectorAll("[data-case-editor]").forEach((root) => new Editor(root));
