// The map beside the outline: it is given the case, and what it says becomes a change of the case.

import { word } from "./dom.js";

const POINTED_MS = 800;

export class MapView {
  constructor(editor, place) {
    this.editor = editor;
    this.map = place.querySelector("case-map");
    this.place = place;
    this.pointed = -POINTED_MS;
    if (!this.map) return;
    const on = (name, run) => this.map.addEventListener(`case-map:${name}`, (event) => { event.stopPropagation(); run(event.detail); });
    // Who points at a scene keeps looking at the map; who walked there by keys goes on to the fields.
    on("select", ({ key }) => {
      const pointed = performance.now() - this.pointed < POINTED_MS;
      editor.open(key, pointed && editor.wide ? null : "heading");
    });
    on("connect", (detail) => editor.changes.connect(detail));
    on("move", (detail) => editor.changes.place(detail));
    on("reset", () => editor.changes.layOutAnew());
    this.map.addEventListener("pointerup", () => (this.pointed = performance.now()));
    this.map.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }

  // Hidden it costs nothing: it is told what changed when it is looked at.
  draw() {
    if (!this.map || this.place.hidden) return;
    this.map.graph = structuredClone(this.editor.data);
    this.mark();
  }

  mark() {
    if (!this.map || this.place.hidden) return;
    this.map.problems = this.editor.panel.found;
    this.map.selected = this.editor.story.scenes.has(this.editor.current) ? this.editor.current : null;
    this.map.setAttribute("aria-label", word.map);
  }
}
