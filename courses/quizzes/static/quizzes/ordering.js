// Put things in order by buttons: up, down, or straight to a place. Each thing keeps its own field with its
// place, so that the answer is the same one that is given without this file.

const items = (list) => [...list.querySelectorAll("[data-order-item]")];
const place = (item) => item.querySelector("select");

function number(list) {
  const all = items(list);
  all.forEach((item, index) => {
    place(item).value = String(index + 1);
    item.querySelector("[data-up]").disabled = index === 0;
    item.querySelector("[data-down]").disabled = index === all.length - 1;
  });
}

// The things around it move, not the thing itself: what has the focus keeps it.
function move(list, item, to) {
  const others = items(list).filter((one) => one !== item);
  others.slice(0, to).forEach((one) => list.insertBefore(one, item));
  others.slice(to).forEach((one) => list.append(one));
  number(list);
  const said = list.parentElement.querySelector("[data-order-said]");
  said.textContent = said.dataset.words
    .replace("{place}", to + 1)
    .replace("{all}", others.length + 1)
    .replace("{text}", item.querySelector(".order__text").textContent);
}

function onClick(list, event) {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  const item = button.closest("[data-order-item]");
  const step = button.hasAttribute("data-up") ? -1 : 1;
  move(list, item, items(list).indexOf(item) + step);
  if (button.disabled) item.querySelector("[data-up]:not(:disabled), [data-down]:not(:disabled)")?.focus();
  place(item).dispatchEvent(new Event("input", { bubbles: true }));
}

for (const list of document.querySelectorAll("[data-order]")) {
  for (const button of list.querySelectorAll("button")) button.hidden = false;
  if (items(list).every((item) => place(item).value)) number(list);
  list.addEventListener("click", (event) => onClick(list, event));
  list.addEventListener("change", (event) => {
    const item = event.target.closest("[data-order-item]");
    if (!event.target.value) return;
    move(list, item, Number(event.target.value) - 1);
    place(item).dispatchEvent(new Event("input", { bubbles: true }));
  });
}
