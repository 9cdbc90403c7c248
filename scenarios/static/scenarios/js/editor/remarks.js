// What colleagues say about a scene or a choice: kept at its key, so it outlives every version.

import { button, count, el, link, newId, post, say, signedOut, word } from "./dom.js";

export class Remarks {
  constructor(editor) {
    this.editor = editor;
    this.all = [];
    this.pk = editor.root.dataset.casePk || "";
    document.addEventListener("w-autosave:success", ({ detail }) => {
      if (this.pk || !detail?.response?.pk) return;
      this.pk = String(detail.response.pk);
      this.load();
    });
    if (this.pk) this.load();
  }

  url(comment = "") {
    return this.editor.root.dataset.remarksUrl.replace("/0/", `/${this.pk}/`) + (comment ? `${comment}/` : "");
  }

  async load() {
    try {
      const answer = await fetch(this.url(), { headers: { Accept: "application/json" } });
      if (signedOut(answer)) return this.editor.say(word.signed_out);
      if (answer.ok) this.show((await answer.json()).comments);
    } catch {
      this.show([]);
    }
  }

  show(all) {
    this.all = all;
    const held = document.activeElement?.closest?.("[data-remarks]")?.dataset.remarks;
    for (const node of this.editor.root.querySelectorAll("[data-remarks]")) node.replaceChildren(...this.inside(node.dataset.remarks, node.dataset.remarks === held || node.querySelector("details")?.open));
    if (this.editor.current === "/remarks") this.editor.pane.draw();
    this.editor.outline.refresh([...this.editor.outline.index.keys()]);
    if (held !== undefined) this.editor.root.querySelector(`[data-remarks="${CSS.escape(held)}"] textarea`)?.focus();
  }

  of(anchor) {
    return this.all.filter((one) => one.anchor === anchor);
  }

  // How many are open at a scene and its choices.
  open(scene) {
    const keys = new Set([scene.key, ...(scene.choices ?? []).map((choice) => choice.key)]);
    return this.all.filter((one) => keys.has(one.anchor) && !one.settled).length;
  }

  get waiting() {
    return this.all.filter((one) => !one.settled).length;
  }

  place(anchor) {
    return el("div", { class: "case-remarks", "data-remarks": anchor }, ...this.inside(anchor, false));
  }

  inside(anchor, open) {
    const mine = this.of(anchor);
    const waiting = mine.filter((one) => !one.settled).length;
    const title = waiting ? count(word.remarks_open, waiting) : mine.length ? word.remarks_settled : word.remark_say;
    return [el("details", { class: "case-more", open: Boolean(open) }, el("summary", {}, title), el("div", { class: "case-more__body" }, this.list(mine), this.form(anchor)))];
  }

  list(some) {
    return some.length ? el("ul", { class: "case-remarks__list" }, ...some.map((one) => this.item(one))) : null;
  }

  item(one) {
    return el(
      "li",
      { class: one.settled ? "case-remark case-remark--settled" : "case-remark" },
      el("p", { class: "case-remark__by" }, el("strong", {}, one.author), `, ${one.at}`, one.settled ? ` · ${say(word.remark_settled, { name: one.settled })}` : ""),
      el("p", { class: "case-remark__text" }, one.text),
      link(one.settled ? word.remark_reopen : word.remark_settle, () => this.send(this.url(one.uuid), { settled: !one.settled }), { "aria-label": `${one.settled ? word.remark_reopen : word.remark_settle}: ${one.text.slice(0, 60)}` }),
    );
  }

  form(anchor) {
    if (!this.pk) return el("p", { class: "help" }, word.remark_later);
    const id = newId();
    const area = el("textarea", { id, rows: 3, maxlength: 2000, oninput: (event) => event.stopPropagation(), onchange: (event) => event.stopPropagation() });
    const fault = el("p", { role: "alert", class: "case-dialog__fault" });
    return el("div", { class: "case-field" }, el("label", { for: id, class: "w-field__label" }, word.remark), area, fault, el("div", { class: "case-tools" }, button(word.remark_add, () => this.send(this.url(), { anchor, text: area.value }, fault))));
  }

  async send(url, body, fault) {
    try {
      const answer = await post(this.editor.root, url, body);
      if (signedOut(answer)) {
        if (fault) fault.textContent = word.signed_out;
        else this.editor.say(word.signed_out);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (found.fault) fault.textContent = found.fault;
      else {
        this.show(found.comments);
        this.editor.say(body.text ? word.remark_said : word.remark_done);
      }
    } catch {
      if (fault) fault.textContent = word.read_failed;
      else this.editor.say(word.read_failed);
    }
  }

  // Every open comment with the way to its place, and those about the case as a whole.
  page() {
    const { story, changes, data } = this.editor;
    const homes = new Map(data.scenes.flatMap((scene) => [[scene.key, scene], ...(scene.choices ?? []).map((choice) => [choice.key, scene])]));
    const away = this.all.filter((one) => !one.settled && homes.has(one.anchor));
    const here = this.all.filter((one) => !homes.has(one.anchor));
    const go = (one) => {
      const scene = homes.get(one.anchor);
      return el("li", {}, link(`${story.number.get(scene.key)}. ${changes.name(scene)}`, () => this.lead(scene.key, one.anchor)), `: ${one.text.slice(0, 120)}`);
    };
    return [away.length ? el("ul", { class: "case-dialog__list" }, ...away.map(go)) : el("p", { class: "help" }, word.remarks_none), el("h4", {}, word.whole_case), this.list(here), this.form("")].filter(Boolean);
  }

  lead(scene, anchor) {
    this.editor.open(scene, "heading");
    const place = this.editor.root.querySelector(`[data-remarks="${CSS.escape(anchor)}"] details`);
    if (!place) return;
    place.open = true;
    place.querySelector("summary").focus();
  }
}
