// A question in a dialog of the page: Escape and the first button leave everything as it is.

import { button, el, newId, word } from "./dom.js";

// `actions` are [label, function, variant]; the function's answer `false` keeps the dialog open.
export function ask(root, title, body, actions) {
  const back = document.activeElement;
  const id = newId("case-dialog");
  const box = el("dialog", { class: "case-dialog", "aria-labelledby": id });
  const close = () => box.close();
  box.append(
    el("h3", { id, class: "case-dialog__title" }, title),
    el("div", { class: "case-dialog__body" }, ...body),
    el(
      "div",
      { class: "case-tools" },
      ...actions.map(([label, run, variant]) => button(label, async () => {
        if ((await run()) !== false) close();
      }, variant)),
      button(word.cancel, close),
    ),
  );
  box.addEventListener("close", () => {
    box.remove();
    if (document.activeElement === document.body && back?.isConnected) back.focus();
  });
  root.append(box);
  box.showModal();
  return box;
}
