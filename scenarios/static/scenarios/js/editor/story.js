// The case in the order in which it is told: the rows of the outline, from the document alone.

export const LETTERS = "abcdefghijklmnopqrstuvwxyz";

// The ways out that a scene of this kind has; `holder[name]` is where each one's target stands.
export function ways(scene) {
  const kind = scene.kind ?? "info";
  const many = (name, mark) => (scene[name] ?? []).map((way, index) => ({ holder: way, name: "to", to: way.to ?? "", label: way.label ?? "", mark: mark(index), path: `${name}.${way.key ?? index}.to` }));
  if (kind === "decision") return many("choices", (index) => LETTERS[index] ?? "");
  if (kind === "chance") return many("branches", (index) => String(index + 1));
  return kind === "ending" ? [] : [{ holder: scene, name: "next", to: scene.next ?? "", label: "", mark: "", path: "next" }];
}

export const targets = (scene) => ways(scene).map((way) => way.to).filter(Boolean);

// Every record that can lead to a scene, even one that the scene's present kind hides.
export const holders = (data) => [
  ...data.scenes.flatMap((scene) => [[scene, "next"], ...[...(scene.choices ?? []), ...(scene.branches ?? [])].map((way) => [way, "to"])]),
  ...(data.interrupts ?? []).map((rule) => [rule, "to"]),
];

export class Story {
  constructor(data) {
    this.scenes = new Map();
    for (const scene of data.scenes) if (!this.scenes.has(scene.key)) this.scenes.set(scene.key, scene);
    this.start = data.start ?? "";
    this.before = new Map([...this.scenes.keys()].map((key) => [key, []]));
    for (const scene of this.scenes.values()) {
      for (const to of new Set(targets(scene))) this.before.get(to)?.push(scene.key);
    }
    this.rules = new Set((data.interrupts ?? []).map((rule) => rule.to).filter((key) => this.scenes.has(key)));
    this.number = new Map();
    this.rows = [];
    this.place = new Map();
    this.tell(data);
  }

  // Depth first from the start; then what only a rule leads to; then what nothing leads to.
  tell(data) {
    this.walk(this.start);
    this.group("rule", [...this.rules]);
    const roots = data.scenes.map((scene) => scene.key).filter((key) => !this.before.get(key)?.some((one) => one !== key));
    this.group("loose", [...roots, ...this.scenes.keys()]);
  }

  group(name, keys) {
    const left = keys.filter((key) => !this.number.has(key));
    if (!left.length) return;
    const head = { type: "group", group: name, level: 0, count: 0 };
    const before = this.number.size;
    this.rows.push(head);
    for (const key of left) this.walk(key);
    head.count = this.number.size - before;
  }

  walk(root) {
    const waiting = [{ to: root, level: 1, from: null, way: null, ways: [] }];
    while (waiting.length) {
      const { to, level, from, way, ways: all } = waiting.pop();
      const scene = this.scenes.get(to);
      if (!scene) {
        if (from) this.rows.push({ type: "open", from, way, ways: all, level });
      } else if (this.number.has(to)) {
        if (from) this.rows.push({ type: "goes", key: to, from, way, ways: all, level });
      } else {
        this.number.set(to, this.number.size + 1);
        this.place.set(to, this.rows.length);
        this.rows.push({ type: "scene", key: to, scene, from, way, ways: all, level });
        const out = this.together(ways(scene));
        const next = level + (out.length > 1 || !this.scenes.has(out[0]?.to) || this.number.has(out[0]?.to) ? 1 : 0);
        for (const one of out.reverse()) waiting.push({ ...one, level: next, from: to });
      }
    }
  }

  // Several ways to one scene are one line; each that leads nowhere has its own.
  together(out) {
    const lines = [];
    for (const way of out) {
      const same = this.scenes.has(way.to) && lines.find((line) => line.to === way.to);
      if (same) same.ways.push(way);
      else lines.push({ to: way.to, way, ways: [way] });
    }
    return lines;
  }

  get order() {
    return [...this.number.keys()];
  }

  // What only this scene leads to: the branch that would go with it.
  branch(key, data) {
    const reached = (without) => {
      const seen = new Set();
      const waiting = [this.start, ...this.rules].filter((one) => one !== without);
      while (waiting.length) {
        const one = waiting.pop();
        if (seen.has(one) || one === without || !this.scenes.has(one)) continue;
        seen.add(one);
        waiting.push(...targets(this.scenes.get(one)));
      }
      return seen;
    };
    const below = new Set();
    const waiting = targets(this.scenes.get(key));
    while (waiting.length) {
      const one = waiting.pop();
      if (below.has(one) || one === key || !this.scenes.has(one)) continue;
      below.add(one);
      waiting.push(...targets(this.scenes.get(one)));
    }
    const kept = reached(key);
    // A scene that something else leads to, from outside what goes, stays where it is.
    const gone = new Set([...below].filter((one) => !kept.has(one)));
    for (let changed = true; changed; ) {
      changed = false;
      for (const one of gone) {
        if (this.before.get(one).some((from) => from !== key && !gone.has(from)) || one === data.start) changed = gone.delete(one);
      }
    }
    return gone;
  }
}
