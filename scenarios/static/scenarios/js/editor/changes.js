// What an author can do to scenes: each change is one step of undo and says in words what it did.

import { ask } from "./dialog.js";
import { count, el, newKey, say, word } from "./dom.js";
import { holders, targets, ways } from "./story.js";

export class Changes {
  constructor(editor) {
    this.editor = editor;
  }

  get data() {
    return this.editor.data;
  }

  name(scene) {
    return scene.title?.trim() || word.untitled;
  }

  // Begin a step, end it, and show the outcome.
  step(change, { at, focus = "title", said } = {}) {
    this.editor.history.take();
    const answer = change();
    this.editor.changed();
    this.editor.history.take();
    if (at !== undefined) this.editor.outline.search.value = "";
    this.editor.redraw(at ?? this.editor.current, focus);
    if (said) this.editor.say(said);
    return answer;
  }

  fresh(kind, title = "") {
    const scene = { key: newKey("scene"), kind, title };
    if (kind === "decision") scene.choices = [0, 1].map(() => ({ key: newKey("choice"), label: "", to: "" }));
    return scene;
  }

  // A scene named in a list of targets: made beside its owner, which keeps the focus.
  create(title, beside) {
    const scene = this.fresh("info", title);
    this.data.scenes.splice(this.data.scenes.findIndex((one) => one.key === beside) + 1 || this.data.scenes.length, 0, scene);
    this.data.start ||= scene.key;
    this.editor.say(say(word.added, { scene: title || word.untitled }));
    return scene.key;
  }

  add(after) {
    const scene = this.fresh("info");
    this.step(() => {
      const index = after ? this.data.scenes.indexOf(after) + 1 : this.data.scenes.length;
      this.data.scenes.splice(index, 0, scene);
      this.data.start ||= scene.key;
      const [only, more] = after ? ways(after) : [];
      if (only && !more) {
        if (only.to) scene.next = only.to;
        only.holder[only.name] = scene.key;
      }
    }, { at: scene.key, said: say(word.added, { scene: word.untitled }) });
  }

  // Between a scene and where this way leads.
  insert(owner, holder, name) {
    const scene = this.fresh("info");
    if (holder[name]) scene.next = holder[name];
    this.step(() => {
      this.data.scenes.splice(this.data.scenes.indexOf(owner) + 1, 0, scene);
      holder[name] = scene.key;
    }, { at: scene.key, said: say(word.added, { scene: word.untitled }) });
  }

  duplicate(scene) {
    const copy = structuredClone(scene);
    copy.key = newKey("scene");
    copy.title = say(word.copy_of, { title: this.name(scene) });
    delete copy.position;
    for (const choice of copy.choices ?? []) choice.key = newKey("choice");
    for (const branch of copy.branches ?? []) branch.key = newKey("branch");
    this.step(() => this.data.scenes.splice(this.data.scenes.indexOf(scene) + 1, 0, copy), { at: copy.key, said: say(word.added, { scene: copy.title }) });
  }

  begin(scene) {
    this.step(() => (this.data.start = scene.key), { at: scene.key, focus: "", said: word.start });
  }

  // Where a scene can go: among the ways of the scene that it is told under, or among the loose ones.
  room(scene) {
    const { story } = this.editor;
    const row = story.rows[story.place.get(scene.key)];
    const parent = row?.from && story.scenes.get(row.from);
    const list = parent && (parent.kind === "decision" ? parent.choices : parent.kind === "chance" ? parent.branches : null);
    if (list) return { list, index: list.indexOf(row.way.holder) };
    return row?.from || scene.key === this.data.start ? null : { list: this.data.scenes, index: this.data.scenes.indexOf(scene) };
  }

  move(scene, by) {
    const room = this.room(scene);
    const there = room && room.list[room.index + by];
    if (!there) return this.editor.say(word.no_room);
    this.step(() => {
      const [moved] = room.list.splice(room.index, 1);
      room.list.splice(room.index + by, 0, moved);
    }, { at: scene.key, focus: null, said: say(by < 0 ? word.moved_up : word.moved_down, { scene: this.name(scene) }) });
  }

  // Honest: what else would be cut off is counted first, and the author says what becomes of it.
  remove(scene) {
    const below = this.editor.story.branch(scene.key, this.data);
    const leading = this.data.scenes.filter((one) => one !== scene && targets(one).includes(scene.key));
    const all = new Set([scene.key, ...below]);
    const names = [...below].slice(0, 8).map((key) => this.name(this.editor.story.scenes.get(key)));
    const body = [
      leading.length ? el("p", {}, say(word.leads_lost, { scenes: leading.map((one) => `“${this.name(one)}”`).join(", ") })) : null,
      below.size ? el("p", {}, count(word.only_here, below.size)) : el("p", {}, word.nothing_below),
      below.size ? el("ul", { class: "case-dialog__list" }, ...names.map((name) => el("li", {}, name)), below.size > 8 ? el("li", {}, say(word.and_more, { count: below.size - 8 })) : null) : null,
    ].filter(Boolean);
    const actions = below.size
      ? [
          [word.keep_loose, () => this.take(new Set([scene.key]), scene)],
          [count(word.delete_branch, all.size), () => this.take(all, scene), "no"],
        ]
      : [[word.delete_scene, () => this.take(all, scene), "no"]];
    ask(this.editor.root, say(word.delete_title, { scene: this.name(scene) }), body, actions, { safe: true });
  }

  take(keys, scene) {
    const { story } = this.editor;
    const order = story.order;
    const index = order.indexOf(scene.key);
    const next = order.slice(0, index).reverse().find((key) => !keys.has(key)) ?? order.find((key) => !keys.has(key));
    this.step(() => {
      this.data.scenes = this.data.scenes.filter((one) => !keys.has(one.key));
      for (const [holder, name] of holders(this.data)) if (keys.has(holder[name])) holder[name] = "";
      if (keys.has(this.data.start)) this.data.start = "";
    }, { at: next ?? null, focus: "", said: count(word.deleted, keys.size) });
  }

  connect({ from, choice, to }) {
    const scene = this.editor.story.scenes.get(from);
    if (!scene || !this.editor.story.scenes.has(to)) return;
    const way = ways(scene).find((one) => choice && (one.holder.key === choice || one.mark === choice));
    this.step(() => {
      if (way) way.holder.to = to;
      else if (scene.kind === "decision") (scene.choices ??= []).push({ key: newKey("choice"), label: "", to });
      else if (scene.kind !== "ending") scene.next = to;
    }, { at: from, focus: null });
  }

  place({ key, x, y }) {
    const scene = this.editor.story.scenes.get(key);
    if (scene) this.step(() => (scene.position = { x: Math.round(x), y: Math.round(y) }), { focus: null });
  }

  layOutAnew() {
    this.step(() => this.data.scenes.forEach((scene) => delete scene.position), { focus: null });
  }
}
