// <case-map>: a second view of the case that the editor owns. It shows the graph it is given and
// says what the author did; it never changes the graph.
//
// Properties: graph, problems, selected, layoutUrl (attribute layout-url). Attribute words: the id of
// a JSON script with every word it shows. Events, all bubbling: case-map:select {key},
// case-map:connect {from, choice|null, to}, case-map:move {key, x, y}, case-map:reset {}.

import { render } from "preact";
import { ReactFlowProvider } from "@xyflow/react";
import { bones, read, HEIGHT, WIDTH } from "./model.js";
import { Map as CaseMap } from "./map.jsx";
import "@xyflow/react/dist/base.css";
import "./case-map.css";

const WAIT_MS = 120;
const EMPTY = { positions: {}, bends: new Map(), loose: new Set() };

class CaseMapElement extends HTMLElement {
  #graph = null;
  #problems = [];
  #selected = null;
  #drawing = null;
  #asked = "";
  #turn = 0;
  #failed = false;

  connectedCallback() {
    this.words = { ...JSON.parse(document.getElementById(this.getAttribute("words"))?.textContent ?? "{}"), id: this.getAttribute("words") };
    this.place = this.querySelector("[data-case-map-place]") ?? this.appendChild(document.createElement("div"));
    this.#ask(0);
    this.#draw();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    render(null, this.place);
  }

  get graph() { return this.#graph; }
  set graph(graph) { this.#graph = graph; this.#ask(); this.#draw(); }
  get problems() { return this.#problems; }
  set problems(problems) { this.#problems = problems ?? []; this.#draw(); }
  get selected() { return this.#selected; }
  set selected(key) { this.#selected = key || null; this.#draw(); }
  get layoutUrl() { return this.getAttribute("layout-url") ?? ""; }
  set layoutUrl(url) { this.setAttribute("layout-url", url); this.#ask(); }

  say(name, detail) {
    this.dispatchEvent(new CustomEvent(`case-map:${name}`, { bubbles: true, detail }));
  }

  #ask(wait = WAIT_MS) {
    if (!this.isConnected || !this.#graph || !this.layoutUrl) return;
    const body = JSON.stringify({ document: bones(this.#graph) });
    if (body === this.#asked) return;
    this.#asked = body;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#layOut(body), this.#drawing ? wait : 0);
  }

  async #layOut(body) {
    const turn = (this.#turn += 1);
    try {
      const token = (this.closest("form") ?? document).querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const answer = await fetch(this.layoutUrl, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (turn !== this.#turn) return;
      this.#failed = false;
      this.#drawing = { positions: found.positions, bends: new Map(found.bends.map(([from, to, points]) => [`${from}\u0000${to}`, points])), loose: new Set(found.loose) };
    } catch {
      if (turn !== this.#turn) return;
      this.#failed = true;
      this.#asked = "";
    }
    this.#draw();
  }

  #draw() {
    if (!this.isConnected || !this.place || this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      if (!this.isConnected || (!this.#drawing && !this.#failed)) return;
      const model = read(this.#graph, this.#problems);
      render(
        <ReactFlowProvider>
          <CaseMap element={this} model={model} drawing={guessed(model, this.#drawing ?? EMPTY)} selected={this.#selected} words={this.words} failed={this.#failed} />
        </ReactFlowProvider>,
        this.place,
      );
      this.toggleAttribute("ready", true);
    });
  }
}

// A scene that the server has not placed yet waits beside the one that leads to it.
function guessed(model, drawing) {
  const missing = model.order.filter((key) => !drawing.positions[key]);
  const positions = missing.length ? { ...drawing.positions } : drawing.positions;
  missing.forEach((key, at) => {
    const before = positions[model.scenes.get(key).before.find((one) => positions[one])];
    positions[key] = before ? [before[0] + 304, before[1] + 112] : [(at % 6) * (WIDTH + 96), Math.floor(at / 6) * (HEIGHT + 28)];
  });
  return positions === drawing.positions ? drawing : { ...drawing, positions };
}

customElements.define("case-map", CaseMapElement);
