// Small helpers that every part of the case editor builds its page with.

const json = (id, empty) => JSON.parse(document.getElementById(id)?.textContent ?? empty);

export const word = json("case-editor-words", "{}");
export const spec = json("case-editor-fields", "{}");
export const pictures = json("case-editor-pictures", "[]");
export const library = json("case-editor-library", "{}");

export const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
};

const SVG = "http://www.w3.org/2000/svg";

// One of Wagtail's icons. It never stands alone: the words beside it say the same.
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name} case-icon`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

export const button = (text, onclick, variant = "button-secondary", attributes = {}) =>
  el("button", { type: "button", class: `button button-small ${variant}`, onclick, ...attributes }, text);

// A button that reads like a link, for going to a scene.
export const link = (text, onclick, attributes = {}) => el("button", { type: "button", class: "case-link", onclick, ...attributes }, text);

export const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

// Words that depend on a number come as [for one, for many].
export const count = (pair, number, values = {}) => say(number === 1 ? pair[0] : pair[1], { count: number, ...values });

let ids = 0;
export const newId = (start = "case-field") => `${start}-${(ids += 1)}`;

export const newKey = (start) => `${start}-${Math.random().toString(36).slice(2, 10)}`;

export const at = (path) => `[data-path="${CSS.escape(path)}"]`;

const cookie = () => document.cookie.match(/(?:^|; )csrftoken=(\w+)/)?.[1];
let known = cookie();

// Who signs in again in another tab gets another token there: the form takes it over. Until then
// it stays as it came, so that Wagtail sees no change in it.
function token(root) {
  const field = root.closest("form").querySelector("[name=csrfmiddlewaretoken]");
  const now = cookie();
  if (now && now !== known) field.value = known = now;
  return field.value;
}

export const post = (root, url, body) =>
  fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(root) },
    body: JSON.stringify(body),
  });

// The session is over: the answer is a refusal, or comes from the page to sign in.
export const signedOut = (answer) => answer.redirected || [401, 403].includes(answer.status);
