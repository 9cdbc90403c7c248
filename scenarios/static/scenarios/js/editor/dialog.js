// A question in a dialog of the page: Escape and the first button leave everything as it is.

import { button, el, newId, word } from "./dom.js";

// `actions` are [label, function, variant, waits]. The dialog closes first, so that the function can
// put the focus somewhere on the page. What `waits` runs while it is open: its answer `false` keeps
// it so, and the function that it answers with runs once it is closed.
// Where something is lost for good, `safe` puts the focus on Cancel.
export function ask(root, title, body, actions, { safe = false } = {}) {
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
      ...actions.map(([label, run, variant, waits]) => button(label, async () => {
        const then = waits ? await run() : run;
        if (then === false) return;
        close();
        then();
      }, variant)),
      button(word.cancel, close, "button-secondary", { autofocus: safe }),
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
