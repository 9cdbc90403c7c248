// The case as the map needs it: plain values, taken once from the editor's document.

export const WIDTH = 208;
export const HEIGHT = 84;
export const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export function ways(scene) {
  if (scene.kind === "decision") return (scene.choices ?? []).map((way, at) => ({ key: way.key ?? String(at), label: way.label ?? "", to: way.to ?? "", letter: LETTERS[at] ?? "" }));
  if (scene.kind === "chance") return (scene.branches ?? []).map((way, at) => ({ key: way.key ?? String(at), label: "", to: way.to ?? "", letter: String(at + 1) }));
  return scene.kind === "ending" ? [] : [{ key: null, label: "", to: scene.next ?? "", letter: "" }];
}

export function read(graph, problems) {
  const scenes = new Map();
  for (const scene of graph?.scenes ?? []) {
    if (scene?.key && !scenes.has(scene.key)) {
      scenes.set(scene.key, { key: scene.key, kind: scene.kind ?? "info", title: scene.title ?? "", tone: scene.ending?.tone ?? "neutral", position: scene.position ?? null, ways: ways(scene), before: [], E: 0, W: 0, rules: 0 });
    }
  }
  for (const scene of scenes.values()) {
    for (const way of scene.ways) {
      const target = scenes.get(way.to);
      if (target && !target.before.includes(scene.key)) target.before.push(scene.key);
    }
  }
  for (const rule of graph?.interrupts ?? []) if (scenes.has(rule?.to)) scenes.get(rule.to).rules += 1;
  for (const problem of problems ?? []) {
    const scene = scenes.get(problem.key);
    if (scene && (problem.severity === "E" || problem.severity === "W")) scene[problem.severity] += 1;
  }
  const start = graph?.start ?? "";
  const order = story(scenes, start, (graph?.interrupts ?? []).map((rule) => rule?.to));
  return { start, scenes, order, number: new Map(order.map((key, at) => [key, at + 1])) };
}

// As the outline tells it: depth first from the start, then from the rules, then whatever is left.
function story(scenes, start, rules) {
  const seen = new Set();
  for (const root of [start, ...rules, ...scenes.keys()]) {
    const waiting = [root];
    while (waiting.length) {
      const key = waiting.pop();
      if (!scenes.has(key) || seen.has(key)) continue;
      seen.add(key);
      waiting.push(...scenes.get(key).ways.map((way) => way.to).reverse());
    }
  }
  return [...seen];
}

// What the server needs to place the scenes, and nothing else.
export function bones(graph) {
  const to = (list) => (list ?? []).map((way) => ({ to: way.to ?? "" }));
  return {
    start: graph?.start ?? "",
    scenes: (graph?.scenes ?? []).filter((scene) => scene?.key).map(({ key, kind, next, choices, branches, position }) => ({ key, kind: kind ?? "info", next: next ?? "", choices: to(choices), branches: to(branches), ...(position ? { position } : {}) })),
    interrupts: to(graph?.interrupts),
  };
}

// Where the ways leave a scene: one beneath the other at its right side.
export function height(at, count) {
  return Math.round(((at + 1) * HEIGHT) / (count + 1));
}
