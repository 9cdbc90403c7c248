// Scenes that come from elsewhere get fresh keys here, and everything that names a key follows.

import { newKey } from "./dom.js";
import { renamed } from "./language.js";

const kept = (items, used) => (items ?? []).filter((item) => used.has(item.key));

// What scenes take along: the variables, principles and scales that they name.
export function packed(data, keys, title) {
  const scenes = data.scenes.filter((scene) => keys.has(scene.key)).map((scene) => structuredClone(scene));
  const words = new Set(JSON.stringify(scenes).match(/[A-Za-z_][A-Za-z0-9_-]*/g));
  return { candour: "scenes", title, start: scenes[0]?.key, scenes, vars: kept(data.vars, words), principles: kept(data.principles, words), scales: kept(data.scales, words) };
}

// A principle or scale of the same name is the same; anything else comes along under a free key.
function settled(mine, theirs, keys) {
  for (const item of theirs ?? []) {
    const twin = mine.find((one) => (one.label || one.key) === (item.label || item.key));
    if (twin) {
      keys.set(item.key, twin.key);
      continue;
    }
    const key = mine.some((one) => one.key === item.key) ? newKey(item.key) : item.key;
    mine.push({ ...structuredClone(item), key });
    keys.set(item.key, key);
  }
}

// `variables` says for each of their variables which of ours it is; the others come along.
export function bring(data, parcel, variables = {}) {
  const keys = new Map();
  const whole = !data.scenes.length;
  for (const variable of parcel.vars ?? []) {
    const known = data.vars.some((one) => one.key === variables[variable.key]);
    const key = known ? variables[variable.key] : data.vars.some((one) => one.key === variable.key) ? newKey(variable.key) : variable.key;
    if (!known) data.vars.push({ ...structuredClone(variable), key });
    keys.set(variable.key, key);
  }
  settled(data.principles, parcel.principles, keys);
  settled((data.scales ??= []), parcel.scales, keys);
  const scenes = structuredClone(parcel.scenes);
  for (const scene of scenes) {
    keys.set(scene.key, newKey("scene"));
    for (const choice of scene.choices ?? []) keys.set(choice.key, newKey("choice"));
    for (const branch of scene.branches ?? []) keys.set(branch.key, newKey("branch"));
  }
  for (const scene of scenes) moved(scene, keys);
  data.scenes.push(...scenes);
  if (whole) {
    for (const rule of structuredClone(parcel.interrupts ?? [])) data.interrupts.push(named(rule, keys));
    data.debrief = { ...structuredClone(parcel.debrief ?? {}) };
    for (const block of data.debrief.blocks ?? []) named(block, keys);
  }
  const start = keys.get(parcel.start) ?? scenes[0]?.key ?? "";
  data.start ||= start;
  return start;
}

function named(record, keys) {
  if (record.when) record.when = renamed(record.when, keys);
  if ("to" in record) record.to = keys.get(record.to) ?? "";
  for (const effect of record.effects ?? []) effect.var = keys.get(effect.var) ?? effect.var;
  for (const stance of record.principles ?? []) stance.key = keys.get(stance.key) ?? stance.key;
  if (record.points) record.points = Object.fromEntries(Object.entries(record.points).map(([key, value]) => [keys.get(key) ?? key, value]));
  if (record.key) record.key = keys.get(record.key) ?? record.key;
  return record;
}

function moved(scene, keys) {
  scene.key = keys.get(scene.key);
  delete scene.position;
  delete scene.section;
  if ("next" in scene) scene.next = keys.get(scene.next) ?? "";
  if (scene.timer?.choice) scene.timer.choice = keys.get(scene.timer.choice) ?? "";
  for (const effect of scene.on_enter ?? []) effect.var = keys.get(effect.var) ?? effect.var;
  for (const way of [...(scene.choices ?? []), ...(scene.branches ?? [])]) named(way, keys);
}
