// Undo and redo: what each step changed, scene by scene, kept for this window even over a reload.

import { ask } from "./dialog.js";
import { el, say, spec, word } from "./dom.js";

const STEPS = 200;
const WAIT_MS = 500;
const MOST = 4_000_000;

// Empty lists and groups appear when fields are drawn, and are no change.
function solid(_, value) {
  const empty = value && typeof value === "object" && !Object.keys(value).length;
  return empty && !Array.isArray(this) ? undefined : value;
}

const text = (value) => JSON.stringify(value, solid) ?? "";
const parts = (data) => Object.fromEntries(Object.entries(data).map(([name, value]) => [name, name === "scenes" ? "" : text(value)]).filter(([, told]) => told));

// What the server leaves out because it goes without saying.
const SAID = { kind: "info", type: ["count", "text"], show: "never", locked: "hide", reason: "off", timing: "debrief", reveal: "own_path", stance: "upholds", tone: "neutral", weight: 1, value: 1, priority: 1, min: 0, max: 10, initial: [0, false], must: "none", once: [true, false] };

// The same case in the same words, however it was written down.
function plain(value, name) {
  if (Array.isArray(value)) return value.length ? value.map((one) => plain(one)) : undefined;
  if (value && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => [key, plain(value[key], key)]).filter(([, one]) => one !== undefined);
    return pairs.length ? Object.fromEntries(pairs) : undefined;
  }
  return value === "" || value === null || value === false || [SAID[name]].flat().includes(value) ? undefined : value;
}

const same = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

// A draft from elsewhere may hold a key twice: the second is told apart by its number.
function snap(data) {
  const scenes = new Map();
  for (const scene of data.scenes) {
    let id = scene.key;
    for (let number = 2; scenes.has(id); number += 1) id = `${scene.key}#${number}`;
    scenes.set(id, text(scene));
  }
  return { scenes, parts: parts(data) };
}

function between(old, now) {
  const step = { scenes: [], parts: [] };
  for (const id of new Set([...old.scenes.keys(), ...now.scenes.keys()])) {
    const [before, after] = [old.scenes.get(id) ?? null, now.scenes.get(id) ?? null];
    if (before !== after) step.scenes.push([id, before, after]);
  }
  for (const name of new Set([...Object.keys(old.parts), ...Object.keys(now.parts)])) {
    const [before, after] = [old.parts[name] ?? null, now.parts[name] ?? null];
    if (before !== after) step.parts.push([name, before, after]);
  }
  const orders = [[...old.scenes.keys()], [...now.scenes.keys()]];
  if (orders[0].join("\n") !== orders[1].join("\n")) step.order = orders;
  return step.scenes.length || step.parts.length || step.order ? step : null;
}

export class History {
  constructor(editor) {
    this.editor = editor;
    this.past = [];
    this.future = [];
    this.form = editor.root.closest("form");
    // What the server holds, as far as this window knows.
    this.base = editor.store.value;
    this.mark = this.loaded();
    const came = this.recall();
    this.last = snap(editor.data);
    if (came) this.brought = came;
    document.addEventListener("w-autosave:save", ({ detail }) => (this.sent = detail.formData.get(editor.store.name)));
    document.addEventListener("w-autosave:success", ({ detail }) => {
      // What was typed while the save was under way is not in it.
      this.base = this.sent;
      if (editor.store.value !== this.base) this.unsaved();
      const saved = detail?.response;
      if (saved?.revision_id) this.mark = `${saved.revision_id} ${saved.revision_created_at}`;
      this.store();
    });
    window.addEventListener("pagehide", () => { this.take(); this.store(); });
  }

  // Wagtail compares the form with what it held two seconds after the page came, and with what it
  // holds when a save is done: what was written before is told to it, so that it is saved too.
  unsaved() {
    if (this.form) this.form.dataset.wUnsavedForceValue = "true";
  }

  get place() {
    return `candour-case:${location.pathname}`;
  }

  loaded() {
    const value = (name) => this.form?.querySelector(`[name=${name}]`)?.value ?? "";
    return `${value("loaded_revision_id")} ${value("loaded_revision_created_at")}`;
  }

  // Typing becomes one step when the hands rest; everything else is a step of its own.
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.take(); this.store(); }, WAIT_MS);
  }

  take() {
    clearTimeout(this.timer);
    const now = snap(this.editor.data);
    const step = between(this.last, now);
    if (!step) return;
    step.at = this.editor.current;
    this.past.push(step);
    if (this.past.length > STEPS) this.past.shift();
    this.future = [];
    this.last = now;
    this.editor.tools?.draw();
  }

  undo() {
    this.take();
    this.go(this.past, this.future, 0);
  }

  redo() {
    this.take();
    this.go(this.future, this.past, 1);
  }

  go(from, to, side) {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    const { data } = this.editor;
    const scenes = new Map(this.last.scenes);
    for (const [id, ...both] of step.scenes) both[side] === null ? scenes.delete(id) : scenes.set(id, both[side]);
    const order = step.order?.[side] ?? [...scenes.keys()];
    for (const [name, ...both] of step.parts) both[side] ? (data[name] = JSON.parse(both[side])) : delete data[name];
    const kept = new Map([...this.last.scenes.keys()].map((id, index) => [id, data.scenes[index]]));
    const changed = new Set(step.scenes.map(([id]) => id));
    data.scenes = order.map((id) => (changed.has(id) ? JSON.parse(scenes.get(id)) : kept.get(id)));
    this.last = snap(data);
    this.editor.replaced(step.scenes.find(([id, ...both]) => both[side] !== null)?.[0] ?? step.at);
    this.store();
  }

  store() {
    const { pathname } = location;
    if (this.where && this.where !== pathname) sessionStorage.removeItem(`candour-case:${this.where}`);
    this.where = pathname;
    for (let keep = STEPS; ; keep = Math.floor(keep / 2)) {
      const kept = JSON.stringify({ mark: this.mark, base: this.editor.store.value === this.base ? null : this.base, data: this.editor.data, past: keep ? this.past.slice(-keep) : [], future: keep ? this.future.slice(-keep) : [] });
      try {
        if (kept.length > MOST && keep) continue;
        sessionStorage.setItem(this.place, kept);
        return;
      } catch {
        if (!keep) return sessionStorage.removeItem(this.place);
      }
    }
  }

  // Somebody saved a newer version before this window could: its own words wait to be asked for.
  aside({ base, data }) {
    try {
      sessionStorage.setItem(`${this.place}:mine`, JSON.stringify({ base, data }));
    } catch {
      this.editor.say(word.mine_too_much);
    }
  }

  offer() {
    let mine = null;
    try {
      mine = JSON.parse(sessionStorage.getItem(`${this.place}:mine`) ?? "null");
    } catch {
      return;
    }
    const base = mine && snap({ scenes: [], ...JSON.parse(mine.base || "{}") });
    const step = mine && between(base, snap(mine.data));
    if (!step) return;
    const now = snap(this.editor.data);
    const moved = (old, fresh) => old !== fresh && !same(JSON.parse(old || "null"), JSON.parse(fresh || "null"));
    const told = (name, both) => el("li", {}, both ? say(word.mine_both, { scene: name }) : name);
    const scenes = step.scenes.filter(([, , after]) => after).map(([id, , after]) => told(JSON.parse(after).title || word.untitled, moved(base.scenes.get(id), now.scenes.get(id))));
    const parts = spec.case.filter((part) => step.parts.some(([name]) => name === (part.inside ?? part.name))).map((part) => told(part.label, moved(base.parts[part.inside ?? part.name], now.parts[part.inside ?? part.name])));
    const gone = () => sessionStorage.removeItem(`${this.place}:mine`);
    ask(this.editor.root, word.mine_title, [el("p", {}, word.mine_help), el("ul", { class: "case-dialog__list" }, ...scenes, ...parts)], [
      [word.mine_back, () => { this.merge(step); gone(); }, ""],
      [word.mine_go, gone, "no"],
    ], { safe: true });
  }

  // Only what was written here takes the place of what is there now; undo brings that back.
  merge(step) {
    const { data, changes } = this.editor;
    changes.step(() => {
      for (const [id, , after] of step.scenes) {
        if (!after) continue;
        const at = data.scenes.findIndex((one) => one.key === id);
        if (at < 0) data.scenes.push(JSON.parse(after));
        else data.scenes[at] = JSON.parse(after);
      }
      for (const [name, , after] of step.parts) if (after) data[name] = JSON.parse(after);
    }, { focus: null, said: word.brought_back });
  }

  // Only over what this window saw last: somebody else's newer text is never written over.
  recall() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.place) ?? "null");
    } catch {
      return false;
    }
    const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
    const fresh = this.mark.trim() === "";
    if (!kept?.data || (fresh && !again)) return false;
    // A save that was under way when the page was left has another mark and the same text.
    const known = same(this.editor.data, kept.data);
    if (kept.mark !== this.mark && !known) {
      if (kept.base) this.aside(kept);
      return false;
    }
    this.past = kept.past ?? [];
    this.future = kept.future ?? [];
    this.editor.data = kept.data;
    return !known;
  }
}
