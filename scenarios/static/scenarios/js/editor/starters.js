// The cases to begin with, offered while a case has no scene.

import { button, el, signedOut, word } from "./dom.js";

const known = JSON.parse(document.getElementById("case-editor-starters")?.textContent ?? "[]");

export class Starters {
  constructor(editor) {
    this.editor = editor;
  }

  draw() {
    return el(
      "div",
      { class: "case-starters" },
      el("h4", {}, word.starters),
      el("ul", {}, ...known.map((one) => this.card(one))),
    );
  }

  card({ url, title, text }) {
    return el("li", {}, el("h5", {}, title), el("p", {}, text), button(word.use_starter, (event) => this.begin(url, event.target), "button-secondary", { "aria-label": `${word.use_starter}: ${title}` }));
  }

  async begin(url, pressed) {
    pressed.disabled = true;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (signedOut(answer)) {
        pressed.disabled = false;
        return this.editor.say(word.signed_out);
      }
      if (!answer.ok) throw new Error(String(answer.status));
      this.editor.paste.bring((await answer.json()).document);
    } catch {
      pressed.disabled = false;
      this.editor.say(word.read_failed);
    }
  }
}
