// Scenes taken from one case to another, and a case pasted as text: the dialogs.

import { bring, packed } from "./bring.js";
import { ask } from "./dialog.js";
import { holders, targets } from "./story.js";
import { count, el, newId, newKey, post, say, signedOut, word } from "./dom.js";

const PLACE = "candour-copied-scenes";
const SHOWN = 12;
const ARRIVED = "#bring-copied";

export class Paste {
  constructor(editor) {
    this.editor = editor;
  }

  title() {
    return this.editor.root.closest("form").querySelector("[name=title]")?.value || word.untitled;
  }

  // One scene, or what only it leads to as well.
  copy(scene) {
    const { changes, story, data, root } = this.editor;
    const below = story.branch(scene.key, data);
    const take = (keys) => {
      const text = JSON.stringify(packed(data, keys, this.title()));
      try {
        localStorage.setItem(PLACE, text);
      } catch {
        this.editor.say(word.copy_failed);
        return false;
      }
      navigator.clipboard?.writeText(text).catch(() => {});
      this.editor.say(count(word.copied, keys.size));
      return true;
    };
    if (!below.size) {
      take(new Set([scene.key]));
      return;
    }
    ask(root, say(word.copy_title, { scene: changes.name(scene) }), [el("p", {}, count(word.only_here, below.size))], [
      [word.copy_one, () => take(new Set([scene.key]))],
      [count(word.copy_branch, below.size + 1), () => take(new Set([scene.key, ...below])), ""],
      [count(word.move_branch, below.size + 1), () => this.cut(scene, take, new Set([scene.key, ...below])), "no"],
    ]);
  }

  // Copied first: what could not be copied stays.
  cut(scene, take, keys) {
    if (take(keys)) this.editor.changes.take(keys, scene);
  }

  // A branch goes to another place, or into a case of its own: what becomes of every way into it
  // and out of it is said before, and undo takes it back.
  extract(scene) {
    const { changes, story, data, root } = this.editor;
    const keys = new Set([scene.key, ...story.branch(scene.key, data)]);
    const name = (key) => `${story.number.get(key)}. ${changes.name(story.scenes.get(key))}`;
    const all = data.scenes.filter((one, at) => data.scenes.findIndex((other) => other.key === one.key) === at);
    const inward = all.filter((one) => !keys.has(one.key) && targets(one).some((to) => keys.has(to)));
    const outward = [...new Set(all.filter((one) => keys.has(one.key)).flatMap(targets).filter((to) => story.scenes.has(to) && !keys.has(to)))];
    const open = (one) => ["decision", "chance"].includes(one.kind) || (one.kind !== "ending" && !story.scenes.has(one.next));
    const places = all.filter((one) => !keys.has(one.key) && !inward.includes(one) && open(one));
    const id = newId();
    const where = el("select", { id, onchange: (event) => event.stopPropagation() }, ...places.map((one) => el("option", { value: one.key }, name(one.key))));
    const listed = (some) => some.map((key) => `“${changes.name(story.scenes.get(key))}”`).join(", ");
    const body = [
      el("p", {}, count(word.extract_goes, keys.size)),
      el("p", {}, inward.length ? say(word.extract_in, { scenes: listed(inward.map((one) => one.key)) }) : word.extract_no_in),
      el("p", {}, outward.length ? say(word.extract_out, { scenes: listed(outward) }) : word.extract_no_out),
      places.length ? el("div", { class: "case-field" }, el("label", { for: id, class: "w-field__label" }, word.extract_where), where) : null,
    ].filter(Boolean);
    ask(root, say(word.extract_title, { scene: changes.name(scene) }), body, [
      places.length ? [word.extract_here, () => this.rehang(scene, where.value, inward), ""] : null,
      [word.extract_new, () => this.away(scene, keys), "button-secondary"],
    ].filter(Boolean), { safe: true });
  }

  // In the same case: what led to the branch leads nowhere, and the chosen scene leads there.
  rehang(scene, to, inward) {
    const { changes, data, story } = this.editor;
    const place = data.scenes.find((one) => one.key === to);
    changes.step(() => {
      // A rule of the whole case leads there still.
      const ruled = new Set(data.interrupts);
      for (const [holder, name] of holders(data)) if (holder[name] === scene.key && !ruled.has(holder)) holder[name] = "";
      if (place.kind === "decision") (place.choices ??= []).push({ key: newKey("choice"), label: scene.title ?? "", to: scene.key });
      else if (place.kind === "chance") (place.branches ??= []).push({ key: newKey("branch"), to: scene.key });
      else place.next = scene.key;
    }, { at: scene.key, focus: "heading", said: say(word.extracted, { scene: changes.name(story.scenes.get(to)) }) + (inward.length ? ` ${count(word.extract_left, inward.length)}` : "") });
  }

  // Into a case of its own, in another tab: copied first, then taken out here as one step.
  away(scene, keys) {
    const { changes, data, root } = this.editor;
    try {
      localStorage.setItem(PLACE, JSON.stringify({ ...packed(data, keys, this.title()), start: scene.key }));
    } catch {
      return this.editor.say(word.copy_failed);
    }
    window.open(`${root.dataset.newUrl}${ARRIVED}`, "_blank", "noopener");
    changes.take(keys, scene);
  }

  // A new case that was opened for a branch begins with it.
  arrive() {
    const parcel = location.hash === ARRIVED && !this.editor.data.scenes.length ? this.copied() : null;
    if (location.hash === ARRIVED) history.replaceState(null, "", location.pathname);
    if (parcel) this.bring(parcel);
  }

  copied() {
    try {
      return this.parcel(localStorage.getItem(PLACE) ?? "");
    } catch {
      return null;
    }
  }

  parcel(text) {
    try {
      const found = JSON.parse(text);
      return found?.candour === "scenes" && Array.isArray(found.scenes) && found.scenes.length ? found : null;
    } catch {
      return null;
    }
  }

  ask() {
    const id = newId();
    const area = el("textarea", { id, rows: 10, spellcheck: "false", "aria-describedby": `${id}-help`, oninput: (event) => event.stopPropagation(), onchange: (event) => event.stopPropagation() });
    const fault = el("p", { role: "alert", class: "case-dialog__fault" });
    const parcel = this.copied();
    const body = [
      parcel ? el("p", {}, count(word.waiting, parcel.scenes.length, { title: parcel.title })) : null,
      el("label", { for: id }, word.paste_label),
      el("p", { class: "help", id: `${id}-help` }, word.paste_help),
      area,
      fault,
    ].filter(Boolean);
    const actions = [[word.read_text, () => this.read(area.value, fault), parcel ? "button-secondary" : "", true]];
    if (parcel) actions.unshift([word.bring_copied, () => this.offer(parcel, []), ""]);
    ask(this.editor.root, word.paste, body, actions);
  }

  async read(text, fault) {
    const parcel = this.parcel(text);
    if (parcel) return () => this.offer(parcel, []);
    const { root } = this.editor;
    try {
      const answer = await post(root, root.dataset.readUrl, { text });
      if (signedOut(answer)) {
        fault.textContent = word.signed_out;
        return false;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (found.fault) {
        fault.textContent = found.fault;
        return false;
      }
      return () => this.offer(found.document, found.losses, found.unreachable);
    } catch {
      fault.textContent = word.read_failed;
      return false;
    }
  }

  // What comes, what is left out, and which of our variables theirs are.
  offer(parcel, losses, unreachable = 0) {
    const { data } = this.editor;
    const mapping = {};
    const rows = data.vars.length ? (parcel.vars ?? []).map((variable) => this.variable(variable, mapping)) : [];
    const body = [
      el("p", {}, count(word.comes, parcel.scenes.length)),
      losses.length ? el("div", {}, el("p", {}, count(word.lost, losses.length)), el("ul", { class: "case-dialog__list" }, ...losses.slice(0, SHOWN).map((loss) => el("li", {}, [loss.where, loss.sample].filter(Boolean).join(": "))))) : null,
      unreachable ? el("p", {}, count(word.unreached_many, unreachable)) : null,
      rows.length ? el("h4", {}, word.variables_meet) : null,
      ...rows,
    ].filter(Boolean);
    ask(this.editor.root, word.bring_title, body, [[count(word.bring, parcel.scenes.length), () => this.bring(parcel, mapping), ""]]);
  }

  variable(variable, mapping) {
    const type = variable.type ?? "count";
    const fit = this.editor.data.vars.filter((one) => (one.type ?? "count") === type);
    const twin = fit.find((one) => one.key === variable.key && (one.label || "") === (variable.label || ""));
    if (twin) mapping[variable.key] = twin.key;
    const id = newId();
    return el(
      "div",
      { class: "case-field" },
      el("label", { for: id }, say(word.variable_is, { name: variable.label || variable.key })),
      el("select", { id, onchange: (event) => { event.stopPropagation(); mapping[variable.key] = event.target.value; } }, el("option", { value: "" }, word.variable_new), ...fit.map((one) => el("option", { value: one.key, selected: one === twin }, one.label || one.key))),
    );
  }

  bring(parcel, mapping = {}) {
    const { changes, data } = this.editor;
    this.editor.history.take();
    const start = bring(data, parcel, mapping);
    changes.step(() => {}, { at: start, focus: null, said: count(word.brought, parcel.scenes.length) });
    // The outline shows what came, and where it begins.
    this.editor.show("outline");
    this.editor.outline.move(start);
  }
}
