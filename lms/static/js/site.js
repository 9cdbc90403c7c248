// Small comforts for every page. Each works on a data attribute; without this file every page still works.

// data-once: a form, or a button, sends once; it can be used again if the reader comes back to the page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !(form.matches("[data-once]") || button?.matches("[data-once]"))) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  button?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
});

// data-renew: signing in again in another tab gave the browser a new token, and this page still holds the old one.
document.addEventListener("submit", (event) => {
  const field = event.target.matches("[data-renew]") && event.target.elements.csrfmiddlewaretoken;
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (field && token) field.value = token;
});

// data-leave: ask before unsaved words are lost. autosave.js clears data-dirty after each save.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-leave]");
  if (form) form.dataset.dirty = "yes";
});
document.addEventListener("submit", (event) => delete event.target.dataset.dirty);
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-leave][data-dirty]")) event.preventDefault();
});

// data-menu: a disclosure that closes on Escape and when attention goes elsewhere.
const closeMenus = (except) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// data-collapse: filters start closed where they would push the answer off the screen.
if (window.matchMedia("(max-width: 64rem)").matches) {
  document.querySelectorAll("details[data-collapse]").forEach((details) => (details.open = false));
}

// data-focus: the new scene's title, or the list of what needs another look, takes the focus.
document.querySelector("[data-focus]")?.focus({ preventScroll: !document.querySelector(".errors[data-focus]") });

// data-print, data-submit
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

// data-keys: A, B, C pick a choice, only while the focus is among the choices.
document.addEventListener("keydown", (event) => {
  const group = event.target.closest?.("[data-keys]");
  if (!group || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (event.target.matches("textarea, input:not([type=radio])")) return;
  const index = event.key.toUpperCase().charCodeAt(0) - 65;
  const input = group.querySelectorAll(".choice input[type=radio]")[index];
  if (!input) return;
  event.preventDefault();
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// The offline line under the header.
const offline = document.querySelector("[data-offline]");
const showConnection = () => offline && (offline.hidden = navigator.onLine);
window.addEventListener("online", showConnection);
window.addEventListener("offline", showConnection);
showConnection();
