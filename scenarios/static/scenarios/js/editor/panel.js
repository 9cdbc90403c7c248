// What the case still needs: asked of the server while somebody writes, grouped by scene.

import { button, count, el, icon, link, post, say, signedOut, spec, word } from "./dom.js";

const WAIT_MS = 250;
const GROUPS_SHOWN = 40;
const NAMES = { E: ["warning", "blocks"], W: ["help", "warn"] };

export class Panel {
  constructor(editor, place) {
    this.editor = editor;
    this.place = place;
    this.asked = 0;
    this.found = [];
    this.sentences = {};
    this.many = false;
  }

  ask(wait = WAIT_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), wait);
  }

  async check() {
    const { root, data } = this.editor;
    const number = (this.asked += 1);
    try {
      const minutes = Number(root.closest("form").querySelector("[name=est_minutes]")?.value) || null;
      const answer = await post(root, root.dataset.checkUrl, { document: data, minutes });
      if (signedOut(answer)) {
        // Said once above, where it is heard; here it stays to be read.
        if (!this.out) this.editor.say(word.signed_out);
        this.out = true;
        if (number === this.asked) this.tell(word.signed_out, null);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      // Signed in again: what waited here is saved now.
      if (this.out) this.editor.store.dispatchEvent(new Event("change", { bubbles: true }));
      this.out = false;
      if (number === this.asked) this.show(found);
    } catch {
      if (number === this.asked) this.tell(word.offline);
    }
  }

  tell(text, role = "status") {
    this.place.replaceChildren(el("p", { role }, text));
  }

  // A problem of the case as a whole belongs to the part that its field stands in.
  home(problem) {
    if (problem.key) return problem.key;
    const first = problem.field.split(/[.[]/)[0];
    return spec.case.some((part) => part.name === first) ? `/${first}` : "";
  }

  show({ problems, sentences }) {
    this.found = problems;
    // The debrief is a part of its own here, whose paths begin with its fields.
    this.sentences = Object.fromEntries(Object.entries(sentences).map(([path, text]) => [path.replace(/^\/debrief\./, "/"), text]));
    const marks = {};
    for (const problem of problems) if (problem.severity !== "I") ((marks[this.home(problem)] ??= {})[problem.severity] ??= 0, (marks[this.home(problem)][problem.severity] += 1));
    this.editor.outline.show(marks);
    this.draw();
    for (const node of this.editor.root.querySelectorAll("[data-sentence]")) node.textContent = this.sentences[node.dataset.sentence] ?? "";
    for (const node of this.editor.root.querySelectorAll("[data-case-here]")) node.replaceChildren(...this.here(node.dataset.caseHere));
    this.editor.checked(problems);
  }

  draw() {
    const counted = (severity) => this.found.filter((problem) => problem.severity === severity).length;
    const [stop, look] = [counted("E"), counted("W")];
    const summary = el("p", { class: "case-panel__sum", role: "status" }, stop ? count(word.sum_blocks, stop) : word.nothing, look ? ` ${count(word.sum_warns, look)}` : "");
    const groups = this.groups();
    const shown = this.many ? groups : groups.slice(0, GROUPS_SHOWN);
    const more = groups.length > shown.length ? button(say(word.show_all, { count: groups.length }), () => { this.many = true; this.draw(); }) : null;
    const numbers = this.found.filter((problem) => problem.severity === "I");
    const kept = [this.place.querySelector("details")?.open, this.place.scrollTop];
    const again = document.activeElement?.closest?.("[data-problem]")?.dataset.problem;
    this.place.replaceChildren(
      summary,
      ...shown.map(([id, some]) => el("div", { class: "case-panel__group" }, el("h4", {}, this.title(id)), this.listed(some))),
      ...[more].filter(Boolean),
      numbers.length ? el("details", { open: kept[0] ?? false }, el("summary", {}, word.inform), el("ul", { class: "case-problems" }, ...numbers.map((problem) => el("li", {}, problem.message)))) : "",
    );
    this.place.scrollTop = kept[1];
    if (again) this.place.querySelector(`[data-problem="${CSS.escape(again)}"]`)?.focus();
    this.editor.tools.count(stop, look);
  }

  groups() {
    const { story } = this.editor;
    const groups = new Map();
    for (const problem of this.found.filter((one) => one.severity !== "I")) {
      const id = this.home(problem);
      if (!groups.has(id)) groups.set(id, []);
      groups.get(id).push(problem);
    }
    const rank = ([id, some]) => [some.some((one) => one.severity === "E") ? 0 : 1, story.number.get(id) ?? 0];
    return [...groups].sort((one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1]);
  }

  title(id) {
    const { story, changes } = this.editor;
    const scene = story.scenes.get(id);
    if (scene) return `${story.number.get(id)}. ${changes.name(scene)}`;
    return spec.case.find((part) => `/${part.name}` === id)?.label ?? word.whole_case;
  }

  listed(some) {
    const sorted = [...some].sort((one, other) => one.severity.localeCompare(other.severity));
    return el("ul", { class: "case-problems" }, ...sorted.map((problem) => this.item(problem)));
  }

  item(problem) {
    const [name, text] = NAMES[problem.severity];
    const go = link(problem.short ?? problem.message, () => this.editor.reveal(this.home(problem), problem.field), { "data-problem": `${problem.rule} ${problem.key} ${problem.field}` });
    return el("li", { class: `case-problem case-problem--${problem.severity}` }, el("span", { class: "case-problem__mark" }, icon(name), word[text]), " ", go);
  }

  here(id) {
    const some = this.found.filter((problem) => problem.severity !== "I" && this.home(problem) === id);
    return some.length ? [this.listed(some)] : [];
  }
}
