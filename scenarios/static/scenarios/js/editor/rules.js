// A condition as rows that are chosen, as the sentence they make, and as text for who prefers it.

import { combobox } from "./combobox.js";
import { at as placed, button, el, newId, say, word } from "./dom.js";
import { read, write } from "./language.js";

const COUNT = [[">=", "at_least"], ["<=", "at_most"], ["=", "is"], ["!=", "is_not"], [">", "more_than"], ["<", "less_than"]];
const typed = new Set();

export function condition(fields, record, field, at) {
  const { editor } = fields;
  const rule = read(record[field.name] ?? "");
  const asText = !rule || typed.has(at);
  const id = newId();
  const save = (text) => {
    if (text) record[field.name] = text;
    else delete record[field.name];
    editor.changed();
  };
  const again = (focus) => {
    editor.history.take();
    editor.redraw(editor.current, focus);
  };
  const sentence = el("p", { class: "case-sentence", "data-sentence": at, role: "status" }, editor.panel.sentences[at] ?? "");
  const help = field.help ? el("p", { class: "help", id: `${id}-help` }, field.help) : null;
  if (asText) {
    const area = el("input", { id, type: "text", "data-path": at, value: record[field.name] ?? "", spellcheck: "false", "aria-describedby": help ? `${id}-help` : null, oninput: (event) => save(event.target.value) });
    const back = rule ? button(word.as_rows, () => { typed.delete(at); again(at); }) : el("p", { class: "help" }, word.only_text);
    return el("div", { class: "case-field case-rule" }, el("label", { for: id, class: "w-field__label" }, field.label), help, area, names(fields), sentence, el("div", { class: "case-tools" }, back));
  }
  const put = (focus, drawn) => {
    save(write(rule));
    if (drawn) again(focus);
  };
  const rows = rule.rows.map((row, index) => {
    const here = `${at}.${index}`;
    return el(
      "li",
      { class: "case-rule__row", "data-path": here },
      el("span", { class: "case-rule__join" }, index === 0 ? word.when_first : rule.join === "and" ? word.and : word.or),
      combobox({ attributes: { "aria-label": say(word.what_of, { number: index + 1 }), "data-path": `${here}.what` }, value: row.key ? `${row.subject}:${row.key}` : "", options: () => subjects(fields), pick: (value) => { rule.rows[index] = fresh(fields, value); put(`${here}.what`, true); } }),
      ...comparing(fields, row, index, put, here),
      button(word.delete, () => { rule.rows.splice(index, 1); put(at, true); }, "no", { "aria-label": say(word.delete_row, { number: index + 1 }) }),
    );
  });
  const join = rule.rows.length > 1
    ? el("select", { "aria-label": word.join, class: "case-rule__joiner", "data-path": `${at}.join`, onchange: (event) => { rule.join = event.target.value; put(`${at}.join`, true); } }, el("option", { value: "and", selected: rule.join === "and" }, word.all_of), el("option", { value: "or", selected: rule.join === "or" }, word.any_of))
    : null;
  const add = button(`+ ${word.add_row}`, () => {
    const [first] = subjects(fields);
    if (!first) return editor.say(word.nothing_to_ask);
    rule.rows.push(fresh(fields, first[0]));
    put(`${at}.${rule.rows.length - 1}.what`, true);
  });
  return el("fieldset", { class: "case-rule", "data-path": at }, el("legend", { class: "w-field__label" }, field.label), help, join, rows.length ? el("ol", { class: "case-rule__rows" }, ...rows) : null, sentence, el("div", { class: "case-tools" }, add, button(word.as_text, () => { typed.add(at); again(at); })));
}

function comparing(fields, row, index, put, here) {
  const type = row.subject === "var" ? fields.variable(row.key)?.type ?? "count" : row.subject;
  const label = say(word.how_of, { number: index + 1 });
  const pick = (choices, value, set) => el("select", { "aria-label": label, "data-path": `${here}.how`, onchange: (event) => { set(event.target.value); put(); } }, ...choices.map(([key, name]) => el("option", { value: key, selected: key === value }, word[name])));
  const value = { "aria-label": say(word.value_of, { number: index + 1 }), "data-path": `${here}.value` };
  if (!row.key) return [];
  if (["visited", "chose", "flag"].includes(type)) {
    const names = { visited: ["has_been", "has_not_been"], chose: ["has_chosen", "has_not_chosen"], flag: ["is_so", "is_not_so"] }[type];
    return [pick([["yes", names[0]], ["no", names[1]]], row.not ? "no" : "yes", (next) => { row.not = next === "no"; delete row.op; })];
  }
  if (type === "option") {
    const options = fields.variable(row.key).options ?? [];
    return [pick([["=", "is"], ["!=", "is_not"]], row.op, (next) => (row.op = next)), el("select", { ...value, onchange: (event) => { row.value = event.target.value; put(); } }, ...[...new Set([...options, String(row.value ?? "")])].map((one) => el("option", { value: one, selected: one === row.value }, one)))];
  }
  return [pick(COUNT, row.op, (next) => (row.op = next)), el("input", { ...value, type: "number", value: String(row.value ?? 0), oninput: (event) => { row.value = Math.trunc(Number(event.target.value) || 0); put(); } })];
}

function fresh(fields, value) {
  const [subject, key] = value.split(/:(.*)/s);
  const type = subject === "var" ? fields.variable(key)?.type ?? "count" : subject;
  if (!key) return { subject: "var", key: "" };
  if (["visited", "chose", "flag"].includes(type)) return { subject, key, not: false };
  if (type === "option") return { subject, key, op: "=", value: fields.variable(key).options?.[0] ?? "" };
  return { subject, key, op: ">=", value: 1 };
}

// What can be asked: what the case remembers, where the learner was, what the learner chose.
function subjects(fields) {
  const { data, story } = fields.editor;
  const scenes = story.order.map((key) => story.scenes.get(key));
  return [
    ...data.vars.map((item) => [`var:${item.key}`, item.label || item.key]),
    ...scenes.map((scene) => [`visited:${scene.key}`, say(word.was_in, { scene: fields.editor.changes.name(scene) })]),
    ...scenes.flatMap((scene) => (scene.kind === "decision" ? scene.choices ?? [] : []).filter((choice) => choice.key).map((choice) => [`chose:${choice.key}`, say(word.chose, { choice: choice.label || word.no_label })])),
    ...(data.scales ?? []).map((scale) => [`total:${scale.key}`, scale.label || scale.key]),
    ...scenes.map((scene) => [`visits:${scene.key}`, say(word.times_in, { scene: fields.editor.changes.name(scene) })]),
  ];
}

// The names that text may use, for who writes it.
function names(fields) {
  const { data } = fields.editor;
  const known = data.vars.slice(0, 12).map((item) => `${item.key} (${item.label || item.key})`);
  return el("p", { class: "help" }, say(word.text_help, { names: known.join(", ") || word.none_yet }));
}
