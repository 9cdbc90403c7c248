// Where an arrow key leads: on along a way, back, or to the neighbour above or below.

export function walk(pressed, key, model, positions, from) {
  const scene = model.scenes.get(key);
  if (pressed === "Home") return model.order[0] ?? null;
  if (pressed === "End") return model.order.at(-1) ?? null;
  if (pressed === "ArrowRight") return scene.ways.find((way) => model.scenes.has(way.to))?.to ?? null;
  if (pressed === "ArrowLeft") return (scene.before.includes(from) ? from : scene.before.find((one) => one !== key)) ?? null;
  if (pressed !== "ArrowUp" && pressed !== "ArrowDown") return undefined;
  const step = pressed === "ArrowDown" ? 1 : -1;
  const parent = scene.before.includes(from) ? from : scene.before[0];
  const siblings = parent ? [...new Set(model.scenes.get(parent).ways.map((way) => way.to))].filter((one) => model.scenes.has(one)) : [];
  const next = siblings[siblings.indexOf(key) + step];
  if (next) return next;
  return neighbour(key, step, model, positions);
}

function neighbour(key, step, model, positions) {
  const [x, y] = positions[key] ?? [0, 0];
  let best = null;
  let least = Infinity;
  for (const other of model.order) {
    const [u, v] = positions[other] ?? [0, 0];
    const away = (v - y) * step;
    if (other !== key && Math.abs(u - x) < 104 && away > 0 && away < least) [best, least] = [other, away];
  }
  return best;
}
