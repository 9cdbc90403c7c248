// The map itself: scenes and ways from the model, the toolbar, the keyboard.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Background, MarkerType, MiniMap, ReactFlow, applyNodeChanges, useReactFlow } from "@xyflow/react";
import { HEIGHT, WIDTH, height } from "./model.js";
import { Scene, Way } from "./scene.jsx";
import { walk } from "./walk.js";

const TYPES = { scene: Scene };
const WAYS = { way: Way };
const MANY_WAYS = 150;
const LABEL_APART = 42;
// Between the small map and the frame, as the library has it.
const CORNER = 15;
const READABLE = 0.4;
const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

export function Map({ element, model, drawing, selected, words, failed }) {
  const flow = useReactFlow();
  const root = useRef(null);
  const [hovered, setHovered] = useState(null);
  const [all, setAll] = useState(null);
  const [dragged, setDragged] = useState(null);
  const [said, setSaid] = useState("");
  const from = useRef(null);
  const wanted = useRef(null);
  const count = useMemo(() => model.order.reduce((sum, key) => sum + model.scenes.get(key).ways.length, 0), [model]);
  const everyWay = all ?? count <= MANY_WAYS;
  const base = useMemo(() => model.order.map((key) => node(model, key, drawing, words)), [model, drawing, words]);
  const nodes = useMemo(() => (dragged ? base.map((one) => (one.id === dragged.id ? { ...one, position: dragged.position, dragging: dragged.dragging } : one)) : base).map((one) => (one.id === selected ? { ...one, selected: true, className: `${one.className} case-map__node--chosen`, domAttributes: { "aria-current": "true" } } : one)), [base, dragged, selected]);
  const looked = hovered ?? selected;
  const edges = useMemo(() => ways(model, drawing, looked, everyWay, dragged, words), [model, drawing, looked, everyWay, dragged, words]);
  const reduced = useMemo(() => matchMedia("(prefers-reduced-motion: reduce)").matches, []);
  const time = reduced ? 0 : 160;
  useEffect(() => setDragged(null), [drawing, model]);

  const go = (key, { focus = true } = {}) => {
    const place = drawing.positions[key];
    if (!place) return;
    const { x, y, zoom } = flow.getViewport();
    const box = root.current.querySelector(".react-flow").getBoundingClientRect();
    const near = Math.max(zoom, 0.6);
    const left = place[0] * zoom + x;
    const top = place[1] * zoom + y;
    const inside = left >= 0 && top >= 0 && left + WIDTH * zoom <= box.width && top + HEIGHT * zoom <= box.height;
    if (!inside || near !== zoom) flow.setCenter(place[0] + WIDTH / 2, place[1] + HEIGHT / 2, { zoom: near, duration: focus ? 0 : time });
    if (focus) {
      wanted.current = key;
      land(root.current, wanted);
    }
  };
  useEffect(() => {
    if (selected && !root.current.contains(document.activeElement)) go(selected, { focus: false });
  }, [selected]);

  const keydown = (event) => {
    const key = event.target.closest?.(".react-flow__node")?.dataset.id;
    if (event.key === "Escape") {
      event.preventDefault();
      root.current.querySelector(".case-map__after").focus();
    } else if (key && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      element.say("select", { key });
    } else if (key && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.shiftKey && event.key.startsWith("Arrow")) {
        event.preventDefault();
        const [x, y] = drawing.positions[key];
        const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        element.say("move", { key, x: x + 24 * right, y: y + 24 * down });
        return;
      }
      const next = walk(event.key, key, model, drawing.positions, from.current);
      if (next === undefined) return;
      event.preventDefault();
      if (next === null) return setSaid(words.no_way);
      from.current = event.key === "ArrowRight" ? key : event.key === "ArrowLeft" ? null : from.current;
      setSaid("");
      go(next);
    }
  };

  const find = (event) => {
    event.stopPropagation();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = event.target.value.trim().toLowerCase();
    if (!text) return;
    const name = (key) => `${model.number.get(key)}. ${title(model, key, words)}`.toLowerCase();
    const hits = model.order.filter((key) => name(key).includes(text));
    setSaid(hits.length ? "" : words.not_found);
    if (hits.length) go(hits.find((key) => name(key) === text) ?? hits[0]);
  };

  const connect = ({ source, sourceHandle, target }) => {
    element.say("connect", { from: source, choice: sourceHandle === "next" || sourceHandle === "+" ? null : sourceHandle, to: target });
  };
  const changes = (list) => {
    const moved = list.findLast?.((one) => one.type === "position" && one.position);
    if (moved) setDragged(moved);
  };
  const quiet = (event) => event.stopPropagation();
  const placed = model.order.some((key) => model.scenes.get(key).position);
  return (
    <div class="case-map__frame" ref={root} onKeyDown={keydown} onInput={quiet} onChange={quiet}>
      <div class="case-map__bar" role="group" aria-label={words.tools}>
        <label class="case-map__find">
          <span>{words.find}</span>
          <input type="search" list={`${element.words.id}-titles`} onKeyDown={find} autocomplete="off" />
        </label>
        <datalist id={`${element.words.id}-titles`}>{model.order.slice(0, 400).map((key) => <option key={key} value={`${model.number.get(key)}. ${title(model, key, words)}`} />)}</datalist>
        <button type="button" class="button button-small button-secondary" onClick={() => flow.zoomOut({ duration: time })}>{words.zoom_out}</button>
        <button type="button" class="button button-small button-secondary" onClick={() => flow.zoomIn({ duration: time })}>{words.zoom_in}</button>
        <button type="button" class="button button-small button-secondary" onClick={() => flow.fitView({ duration: time, padding: beside(flow, root.current) })}>{words.whole}</button>
        <button type="button" class="button button-small button-secondary" aria-pressed={everyWay} onClick={() => setAll(!everyWay)}>{words.all_ways}</button>
        {placed ? <button type="button" class="button button-small button-secondary" onClick={() => element.say("reset", {})}>{words.reset}</button> : null}
        <p class="case-map__said" role="status">{failed ? words.failed : said}</p>
      </div>
      <div class="case-map__canvas" role="group" aria-label={words.map}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={TYPES}
          edgeTypes={WAYS}
          onNodesChange={changes}
          onNodeClick={(_, one) => element.say("select", { key: one.id })}
          onNodeMouseEnter={(_, one) => setHovered(one.id)}
          onNodeMouseLeave={() => setHovered(null)}
          onNodeDragStop={(_, one) => element.say("move", { key: one.id, x: Math.round(one.position.x), y: Math.round(one.position.y) })}
          onConnect={connect}
          onReconnect={(edge, next) => connect({ source: next.source, sourceHandle: next.sourceHandle, target: next.target })}
          nodeDragThreshold={4}
          minZoom={0.04}
          maxZoom={1.6}
          onlyRenderVisibleElements
          edgesFocusable={false}
          elementsSelectable={false}
          nodesFocusable
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          onInit={() => begin(flow, drawing, selected ?? model.start, root.current)}
          ariaLabelConfig={{ "node.a11yDescription.default": words.help, "minimap.ariaLabel": words.minimap, "handle.ariaLabel": words.next }}
        >
          <Background gap={24} size={1} />
          <MiniMap pannable zoomable ariaLabel={words.minimap} nodeClassName={(one) => `case-map__dot case-map__dot--${one.data.scene.kind}${one.data.scene.E ? " case-map__dot--E" : ""}`} />
        </ReactFlow>
      </div>
      <p class="case-map__help case-map__after" tabIndex={-1}>{words.help}</p>
    </div>
  );
}

const title = (model, key, words) => model.scenes.get(key).title.trim() || words.untitled;

function node(model, key, drawing, words) {
  const scene = model.scenes.get(key);
  const [x, y] = drawing.positions[key] ?? [0, 0];
  const kind = scene.kind === "ending" ? `${words.kinds.ending}, ${words.tones[scene.tone] ?? scene.tone}` : words.kinds[scene.kind] ?? scene.kind;
  const marks = ["E", "W"].filter((one) => scene[one]).map((one) => [one, say(words[one === "E" ? "blocks" : "warns"], { count: scene[one] })]);
  const rules = scene.rules ? words.rule : "";
  const leads = scene.ways.filter((way) => model.scenes.has(way.to)).map((way) => title(model, way.to, words));
  const start = key === model.start;
  const many = scene.ways.length + (scene.kind === "decision" ? 1 : 0);
  const handle = (id, at) => ({ id, type: "source", position: "right", x: WIDTH - 6, y: height(at, many) - 6, width: 12, height: 12 });
  return {
    id: key,
    type: "scene",
    position: { x, y },
    width: WIDTH,
    height: HEIGHT,
    measured: { width: WIDTH, height: HEIGHT },
    handles: [
      { type: "target", position: "left", x: -6, y: HEIGHT / 2 - 6, width: 12, height: 12 },
      ...scene.ways.map((way, at) => handle(way.key ?? "next", at)),
      ...(scene.kind === "decision" ? [handle("+", many - 1)] : []),
    ],
    className: `case-map__node${drawing.loose.has(key) ? " case-map__node--loose" : ""}`,
    ariaRole: "button",
    ariaLabel: [`${model.number.get(key)}. ${title(model, key, words)}`, kind, start && words.start, ...marks.map(([, text]) => text), rules, drawing.loose.has(key) && words.loose, leads.length ? say(words.leads, { scenes: leads.join(", ") }) : scene.kind !== "ending" && words.nowhere].filter(Boolean).join(". "),
    domAttributes: { "aria-roledescription": undefined },
    data: { scene, title: title(model, key, words), kind, marks, rules, start, words },
  };
}

function ways(model, drawing, looked, everyWay, dragged, words) {
  const result = [];
  for (const key of model.order) {
    const own = key === looked;
    for (const way of model.scenes.get(key).ways) {
      if (!model.scenes.has(way.to)) continue;
      const lit = own || way.to === looked;
      if (!everyWay && !lit) continue;
      const [x, y] = drawing.positions[key] ?? [0, 0];
      const [u, v] = drawing.positions[way.to] ?? [0, 0];
      const moving = dragged && (dragged.id === key || dragged.id === way.to);
      result.push({
        id: `${key}\u0000${way.key ?? ""}`,
        source: key,
        sourceHandle: way.key ?? "next",
        target: way.to,
        type: "way",
        className: `case-map__way${lit ? " case-map__way--lit" : ""}`,
        zIndex: lit ? 1 : 0,
        markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: lit ? "var(--case-map-accent)" : "var(--case-map-way)" },
        data: { back: u <= x, bends: moving ? [] : bend(drawing.bends.get(`${key}\u0000${way.to}`)), label: own ? way.label : "", labelY: (y + v) / 2 + HEIGHT / 2 },
      });
    }
  }
  spread(result.filter((edge) => edge.data.label));
  return result;
}

// A lane is a corner to corner column wide: the way runs level where scenes stand.
const bend = (points) => (points ?? []).flatMap(([x, y]) => [[x, y + HEIGHT / 2], [x + WIDTH, y + HEIGHT / 2]]);

function spread(labelled) {
  let last = -Infinity;
  for (const edge of labelled.sort((one, other) => one.data.labelY - other.data.labelY)) {
    last = edge.data.labelY = Math.max(edge.data.labelY, last + LABEL_APART);
  }
}

// The small map lies in a corner: leave its height or its width free, whichever costs less.
function beside(flow, root) {
  const small = root.querySelector(".react-flow__minimap");
  const { width, height } = root.querySelector(".react-flow").getBoundingClientRect();
  const story = flow.getNodesBounds(flow.getNodes());
  if (!small || !story.width || !story.height) return 0.06;
  const [across, down] = [small.offsetWidth + 2 * CORNER, small.offsetHeight + 2 * CORNER];
  const zoom = (free, tall) => Math.min(free / story.width, tall / story.height);
  const below = zoom(width, height - down) >= zoom(width - across, height);
  return { top: 0.06, left: 0.06, right: below ? 0.06 : `${across}px`, bottom: below ? `${down}px` : 0.06 };
}

// The whole case, or where it would be too small to read, the scene being edited and what follows.
async function begin(flow, drawing, key, root) {
  // Until the view has moved the zoom is the old one.
  await flow.fitView({ padding: beside(flow, root) });
  if (flow.getZoom() >= READABLE) return;
  const [x, y] = drawing.positions[key] ?? [0, 0];
  const box = root.querySelector(".react-flow").getBoundingClientRect();
  flow.setViewport({ x: 40 - x * 0.8, y: box.height / 2 - (y + HEIGHT / 2) * 0.8, zoom: 0.8 });
}

// A scene outside the view is drawn a moment after the view has moved.
function land(root, wanted, tries = 30) {
  const found = root.querySelector(`.react-flow__node[data-id="${CSS.escape(wanted.current)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (tries) requestAnimationFrame(() => land(root, wanted, tries - 1));
}
