// A list that is searched by typing: the editable combobox of the ARIA authoring practices.

import { el, icon, newId, say, word } from "./dom.js";

const SHOWN = 40;
const WAIT_MS = 200;

// `options()` gives [value, label]; `create` offers the typed text as something new.
// `more(text, key)` asks elsewhere for what is not among them yet, and answers whether any came.
export function combobox({ attributes, value, options, pick, create, more }) {
  const list = newId("case-list");
  let shown = [];
  let active = -1;
  const labelOf = (key) => (key ? options().find(([one]) => one === key)?.[1] ?? `${key} ?` : "");
  const input = el("input", {
    ...attributes,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list,
    placeholder: word.search,
    value: labelOf(value),
  });
  const box = el("ul", { role: "listbox", id: list, class: "case-combo__list", hidden: true, "aria-label": word.options });

  const close = (restore = true) => {
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (restore) input.value = labelOf(value);
  };
  const choose = (index) => {
    const [key, , run] = shown[index];
    if (run) {
      const made = run();
      if (!made) return close();
      value = made;
    } else value = key;
    close();
    pick(value);
  };
  const light = (index) => {
    active = index;
    [...box.children].forEach((node, number) => node.setAttribute("aria-selected", String(number === index)));
    const node = box.children[index];
    if (node?.id) input.setAttribute("aria-activedescendant", node.id);
    node?.scrollIntoView({ block: "nearest" });
  };
  const open = (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const all = options().filter(([, label]) => words.every((one) => label.toLowerCase().includes(one)));
    shown = all.slice(0, SHOWN);
    const typed = text.trim();
    if (create && !all.some(([, label]) => label.toLowerCase() === typed.toLowerCase())) {
      shown.push(["", typed ? say(word.new_named, { title: typed }) : word.new_scene, () => create(typed)]);
    }
    if (value && !typed) shown.push(["", word.nothing_chosen]);
    box.replaceChildren(
      ...shown.map(([key, label, run], index) =>
        el("li", { role: "option", id: `${list}-${index}`, "aria-selected": "false", class: run ? "case-combo__new" : null, onmousedown: (event) => { event.preventDefault(); choose(index); } }, run ? icon("plus") : null, label, key && key === value ? ` (${word.chosen})` : "")),
    );
    if (all.length > SHOWN) box.append(el("li", { role: "option", "aria-disabled": "true", class: "case-combo__more" }, say(word.more_options, { count: all.length - SHOWN })));
    if (!box.childElementCount) box.append(el("li", { role: "option", "aria-disabled": "true", class: "case-combo__more" }, word.no_option));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    active = -1;
    if (typed && shown.length) light(0);
  };

  const ask = async (text) => {
    if ((await more(text)) && input.value === text && document.activeElement === input) open(text);
  };
  let waiting;
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    open(input.value);
    clearTimeout(waiting);
    if (more && input.value.trim()) waiting = setTimeout(ask, WAIT_MS, input.value);
  });
  if (more && value && !options().some(([key]) => key === value)) more("", value).then((came) => came && box.hidden && (input.value = labelOf(value)));
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("click", () => box.hidden && open(""));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    if (box.hidden) return;
    if (input.value.trim() === "" && value) {
      value = "";
      pick("");
    }
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (shown.length) light((active + step + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!box.hidden && active >= 0) choose(active);
      else if (!box.hidden && input.value.trim() === "" && value) {
        value = "";
        close();
        pick("");
      } else close();
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab" && !box.hidden && active >= 0) choose(active);
  });
  return el("div", { class: "case-combo" }, input, box);
}
