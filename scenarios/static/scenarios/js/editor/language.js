// Conditions that are a row of simple facts, read from their text and written back to it.
// Anything deeper (brackets, both "and" and "or") stays text, which the server reads.

const TOKEN = /\s*(?:(-?\d+)|("[^"\n]*")|(!=|<=|>=|[=<>])|([A-Za-z_][A-Za-z0-9_-]*)|([()]))/y;
const CALLS = ["visited", "chose", "visits", "total"];
const TURNED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!=" };

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const hit = TOKEN.exec(text);
    if (!hit) return null;
    const [, number, quoted, op, name, paren] = hit;
    found.push(number !== undefined ? { number: Number(number) } : quoted !== undefined ? { text: quoted.slice(1, -1) } : op ? { op } : name ? { name } : { paren });
  }
  return found;
}

// {join: "and" | "or", rows: [{subject, key, not, op, value}]}, or null where rows cannot show it.
export function read(text) {
  if (!text.trim()) return { join: "and", rows: [] };
  const all = tokens(text);
  if (!all) return null;
  let at = 0;
  const take = (test) => (all[at] && test(all[at]) ? all[at++] : null);
  const term = () => {
    const name = take((one) => one.name && !["and", "or", "not"].includes(one.name));
    if (!name) return take((one) => "number" in one || "text" in one);
    if (!CALLS.includes(name.name)) return { subject: "var", key: name.name };
    if (!take((one) => one.paren === "(")) return null;
    const key = take((one) => one.name);
    return key && take((one) => one.paren === ")") ? { subject: name.name, key: key.name } : null;
  };
  const fact = () => {
    const not = Boolean(take((one) => one.name === "not"));
    const left = term();
    const op = left && take((one) => one.op);
    if (!left) return null;
    if (!op) return left.subject && left.subject !== "visits" && left.subject !== "total" ? { ...left, not } : null;
    const right = term();
    if (!right || not) return null;
    if (left.subject && !right.subject) return { ...left, op: op.op, value: right.number ?? right.text };
    if (right.subject && !left.subject) return { ...right, op: TURNED[op.op], value: left.number ?? left.text };
    return null;
  };
  const rows = [];
  let join = null;
  for (;;) {
    const row = fact();
    if (!row) return null;
    rows.push(row);
    if (at === all.length) return { join: join ?? "and", rows };
    const next = take((one) => one.name === "and" || one.name === "or");
    if (!next || (join && join !== next.name)) return null;
    join = next.name;
  }
}

const subject = (row) => (row.subject === "var" ? row.key : `${row.subject}(${row.key})`);

export function write({ join, rows }) {
  return rows
    .filter((row) => row.key)
    .map((row) => (row.op ? `${subject(row)} ${row.op} ${typeof row.value === "number" ? row.value : `"${row.value ?? ""}"`}` : `${row.not ? "not " : ""}${subject(row)}`))
    .join(` ${join} `);
}

// Give the keys that a condition names other keys; its words in quotation marks stay.
export function renamed(text, keys) {
  return text.replace(/"[^"\n]*"|[A-Za-z_][A-Za-z0-9_-]*/g, (part) => (part.startsWith('"') ? part : keys.get(part) ?? part));
}
