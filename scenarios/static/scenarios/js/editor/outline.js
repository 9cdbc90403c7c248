// The outline: the story as a tree that arrow keys walk, drawn in pieces as they come into view.

import { count, el, icon, say, spec, word } from "./dom.js";

const PIECE = 60;
const ROW_PX = 52;
const DEEPEST = 7;
const MARKS = [["E", "warning", "blocks_here"], ["W", "help", "warns_here"]];

export class Outline {
  constructor(editor) {
    this.editor = editor;
    this.tree = el("div", { role: "tree", "aria-label": word.outline, class: "case-tree", onkeydown: (event) => this.keydown(event), onclick: (event) => this.click(event), onfocusin: (event) => this.focused(event) });
    this.search = el("input", { type: "search", id: "case-find", autocomplete: "off", oninput: (event) => { event.stopPropagation(); this.find(event.target.value); }, onchange: (event) => event.stopPropagation(), onkeydown: (event) => this.searchKey(event) });
    this.found = el("p", { class: "case-outline__found", role: "status" });
    this.node = el("div", { class: "case-outline" }, el("div", { class: "case-outline__find" }, el("label", { for: "case-find" }, word.find), this.search, this.found), this.tree);
    this.seen = new IntersectionObserver((pieces) => pieces.forEach((piece) => piece.isIntersecting && this.fill(piece.target)), { root: this.tree, rootMargin: "600px" });
    this.marks = {};
    this.cursor = "";
  }

  // Rows: the whole case first, then the story; each has a name that outlives a redrawing.
  rows() {
    const { story, data } = this.editor;
    const wanted = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (!wanted.length) {
      const parts = spec.case.map((part) => ({ type: "part", part, level: 1, id: `/${part.name}` }));
      const talk = { type: "part", part: { name: "remarks", label: word.remarks, fields: [] }, level: 1, id: "/remarks" };
      return [...parts, talk, ...story.rows.map((row) => ({ ...row, id: row.type === "scene" ? row.key : `${row.type}:${row.from ?? row.group}/${row.way?.path ?? ""}` }))];
    }
    const texts = (scene) => [scene.title, scene.body, scene.expert, scene.debrief, scene.place, scene.speaker, scene.prompt?.question, ...(scene.choices ?? []).flatMap((choice) => [choice.label, choice.feedback?.text])].join("\n").toLowerCase();
    const within = (text) => wanted.every((one) => text.includes(one));
    const scenes = story.order.map((key) => story.scenes.get(key)).filter((scene) => within(texts(scene)));
    // What is called so comes before what only says so.
    const named = new Set(scenes.filter((scene) => within((scene.title ?? "").toLowerCase())));
    return data.scenes.length ? [...named, ...scenes.filter((scene) => !named.has(scene))].map((scene) => ({ type: "scene", key: scene.key, scene, level: 1, id: scene.key })) : [];
  }

  draw() {
    this.list = this.rows();
    this.index = new Map(this.list.map((row, at) => [row.id, at]));
    const scenes = this.list.filter((row) => row.type === "scene").length;
    this.found.textContent = this.search.value.trim() ? count(word.found, scenes) : "";
    if (!this.index.has(this.cursor)) this.cursor = this.index.has(this.editor.current) ? this.editor.current : this.list.find((row) => row.type !== "group")?.id ?? "";
    this.seen.disconnect();
    const top = this.tree.scrollTop;
    const pieces = [];
    for (let at = 0; at < this.list.length; at += PIECE) {
      const piece = el("div", { role: "none", class: "case-tree__piece" });
      piece.first = at;
      piece.style.blockSize = `${Math.min(PIECE, this.list.length - at) * ROW_PX}px`;
      pieces.push(piece);
    }
    this.tree.replaceChildren(...pieces);
    if (pieces[0]) this.fill(pieces[0]);
    const home = pieces[Math.floor((this.index.get(this.cursor) ?? 0) / PIECE)];
    if (home) this.fill(home);
    this.tree.scrollTop = top;
    pieces.forEach((piece) => this.seen.observe(piece));
  }

  fill(piece) {
    if (piece.childElementCount) return;
    piece.style.blockSize = "";
    piece.append(...this.list.slice(piece.first, piece.first + PIECE).map((row) => this.row(row)));
  }

  row(row) {
    if (row.type === "group") return el("p", { class: "case-tree__group", role: "none" }, count(row.group === "rule" ? word.by_rule : word.loose, row.count));
    const current = row.type === "scene" ? row.key === this.editor.current : row.id === this.editor.current;
    const node = el("div", {
      role: "treeitem",
      class: `case-row case-row--${row.type}${current ? " case-row--current" : ""}`,
      "aria-level": row.level,
      "aria-selected": String(current),
      tabindex: row.id === this.cursor ? "0" : "-1",
      "data-row": row.id,
    }, ...this.inside(row));
    node.style.setProperty("--case-level", Math.min(row.level - 1, DEEPEST));
    return node;
  }

  inside(row) {
    const { story, changes } = this.editor;
    const by = (row.ways ?? []).filter((way) => way.mark).map((way) => el("span", { class: "case-row__by" }, `${way.mark}. ${way.label || word.no_label}`));
    if (row.type === "part") return [el("span", { class: "case-row__title" }, row.part.label), this.notes([this.mark(row.id, row.part)])];
    if (row.type === "open") return [...by, el("span", { class: "case-row__open" }, icon("warning"), row.way.to ? word.leads_missing : word.leads_nowhere)];
    const name = (key) => `${story.number.get(key)}. ${changes.name(story.scenes.get(key))}`;
    if (row.type === "goes") {
      const others = story.before.get(row.key).filter((key) => key !== row.from).map((key) => story.number.get(key)).sort((a, b) => a - b);
      const also = others.length ? ` ${say(word.also_from, { scenes: others.slice(0, 6).join(", ") + (others.length > 6 ? "…" : "") })}` : "";
      return [...by, el("span", { class: "case-row__goes" }, `→ ${say(word.goes_to, { scene: name(row.key) })}${also}`)];
    }
    const kind = spec.kinds[row.scene.kind ?? "info"] ?? row.scene.kind;
    return [
      ...by,
      el("span", { class: "case-row__title" }, el("span", { class: "case-row__number" }, `${story.number.get(row.key)}. `), changes.name(row.scene)),
      this.notes([el("span", { class: `case-kind case-kind--${row.scene.kind ?? "info"}` }, kind), row.key === story.start ? el("span", { class: "case-row__start" }, word.starts) : null, ...this.problems(row.key), this.talk(row.scene)]),
    ];
  }

  notes(parts) {
    return el("span", { class: "case-row__notes" }, ...parts);
  }

  mark(id, part) {
    const target = part.inside ? this.editor.data[part.inside] ?? {} : this.editor.data;
    if (part.name === "remarks") return [el("span", {}, this.editor.remarks?.waiting ? String(this.editor.remarks.waiting) : word.none_yet)];
    const some = part.fields.reduce((sum, field) => sum + (target[field.name]?.length ?? 0), 0);
    return [el("span", {}, some ? String(some) : word.none_yet), ...this.problems(id)];
  }

  problems(id) {
    return MARKS.filter(([severity]) => this.marks[id]?.[severity]).map(([severity, name, text]) => el("span", { class: `case-mark case-mark--${severity}` }, icon(name), say(word[text], { count: this.marks[id][severity] })));
  }

  talk(scene) {
    const open = this.editor.remarks?.open(scene) ?? 0;
    return open ? el("span", { class: "case-mark" }, icon("comment"), count(word.remarks_open, open)) : null;
  }

  // Draw one row anew: its title or its marks changed, and nothing moved.
  refresh(ids) {
    for (const id of ids ?? this.index?.keys() ?? []) {
      const node = this.at(id);
      const row = this.list[this.index.get(id)];
      if (node && row && row.type !== "group") node.replaceChildren(...this.inside(row));
    }
  }

  retitle(key) {
    const about = this.list.filter((row) => row.key === key || row.from === key).map((row) => row.id);
    this.refresh(about);
  }

  show(marks) {
    const before = this.marks;
    this.marks = marks;
    const ids = new Set([...Object.keys(before), ...Object.keys(marks)]);
    this.refresh([...ids].filter((id) => this.index.has(id) && JSON.stringify(before[id]) !== JSON.stringify(marks[id])));
  }

  at(id) {
    return this.tree.querySelector(`[data-row="${CSS.escape(id)}"]`);
  }

  // The scene on the right is another one: say so here, without taking the focus.
  select(id) {
    for (const node of this.tree.querySelectorAll("[aria-selected=true]")) this.lit(node, false);
    if (!this.index.has(id)) return;
    this.move(id, { focus: false });
    this.lit(this.at(id), true);
  }

  lit(node, on) {
    node?.setAttribute("aria-selected", String(on));
    node?.classList.toggle("case-row--current", on);
  }

  move(id, { focus = true } = {}) {
    this.at(this.cursor)?.setAttribute("tabindex", "-1");
    this.cursor = id;
    this.fill(this.tree.children[Math.floor(this.index.get(id) / PIECE)]);
    const node = this.at(id);
    node.setAttribute("tabindex", "0");
    if (focus) node.focus({ preventScroll: true });
    const [row, tree] = [node.getBoundingClientRect(), this.tree.getBoundingClientRect()];
    if (row.top < tree.top) this.tree.scrollTop -= tree.top - row.top + 8;
    else if (row.bottom > tree.bottom) this.tree.scrollTop += row.bottom - tree.bottom + 8;
  }

  focused(event) {
    const id = event.target.closest("[data-row]")?.dataset.row;
    if (id === undefined || id === this.cursor) return;
    this.at(this.cursor)?.setAttribute("tabindex", "-1");
    this.cursor = id;
    event.target.setAttribute("tabindex", "0");
  }

  click(event) {
    const id = event.target.closest("[data-row]")?.dataset.row;
    if (id !== undefined) this.open(this.list[this.index.get(id)]);
  }

  open(row, focus = "heading") {
    if (row.type === "scene") this.editor.open(row.key, focus);
    else if (row.type === "goes") this.editor.open(row.key, focus);
    else if (row.type === "open") this.editor.reveal(row.from, row.way.path);
    else this.editor.open(row.id, focus);
  }

  step(by) {
    let at = (this.index.get(this.cursor) ?? 0) + by;
    while (this.list[at]?.type === "group") at += Math.sign(by);
    return this.list[Math.max(0, Math.min(at, this.list.length - 1))];
  }

  parent() {
    const at = this.index.get(this.cursor);
    const { level } = this.list[at];
    for (let up = at - 1; up >= 0; up -= 1) if (this.list[up].level < level && this.list[up].type === "scene") return this.list[up];
    return null;
  }

  keydown(event) {
    const row = this.list[this.index.get(this.cursor)];
    if (!row || event.ctrlKey || event.metaKey) return;
    const { changes } = this.editor;
    if (event.altKey && row.type === "scene" && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      changes.move(row.scene, event.key === "ArrowUp" ? -1 : 1);
      return this.move(row.id);
    }
    if (event.altKey) return;
    const end = this.list.length - 1;
    const to = { ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1), PageDown: () => this.step(10), PageUp: () => this.step(-10), Home: () => this.list.find((one) => one.type !== "group"), End: () => this.list[end], ArrowRight: () => (this.list[this.index.get(row.id) + 1]?.level > row.level ? this.step(1) : null), ArrowLeft: () => this.parent() }[event.key];
    if (to) {
      event.preventDefault();
      const next = to();
      if (next && next.type !== "group") this.move(next.id);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.open(row, event.key === " " ? null : "heading");
    } else if (event.key === "Delete" && row.type === "scene") {
      event.preventDefault();
      changes.remove(row.scene);
    }
  }

  find() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), 120);
  }

  searchKey(event) {
    if (event.key === "Escape" && this.search.value) {
      event.preventDefault();
      this.search.value = "";
      this.draw();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      clearTimeout(this.waiting);
      this.draw();
      const first = this.list.find((row) => row.type !== "group");
      if (first) event.key === "Enter" && this.search.value.trim() ? this.open(first) : this.move(first.id);
    }
  }
}
