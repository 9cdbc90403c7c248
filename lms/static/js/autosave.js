// Saves a form while it is being written. It keeps nothing in the browser itself; it tells of each save that arrived, by the
// event "autosave:saved" on the form (a journal holds what did not arrive until then, see journals/drafts.js).
// <form data-autosave="/address/"> with the components saved.html, and the hidden notices named below if they are on the page.

const PAUSE = 1500;
const RETRY = 8000;

// Signing in again in another tab gives the browser a new token; this page still holds the old one.
function renewToken(form) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && field) field.value = token;
}

const icon = () => document.querySelector("template[data-check]")?.content.cloneNode(true);

function watch(form) {
  const line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  let timer = 0;
  let version = 0;
  let saving = false;

  const say = (state, text) => {
    if (!line) return;
    line.dataset.state = state;
    const span = document.createElement("span");
    span.textContent = text;
    const mark = state === "saved" ? icon() : null;
    line.replaceChildren(...(mark ? [mark, span] : [span]));
  };
  const show = (name) => document.querySelector(`[data-notice="${name}"]`)?.removeAttribute("hidden");
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (saving) return later(PAUSE);
    saving = true;
    const sent = version;
    say("saving", line?.dataset.savingText ?? "");
    renewToken(form);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      if (answer.ok) {
        const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
        const time = body.saved_at ?? new Date().toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });
        for (const [name, value] of Object.entries(body.fields ?? {})) {
          if (form.elements[name]) form.elements[name].value = value;
        }
        say("saved", `${line?.dataset.savedText ?? ""} ${time}`);
        document.querySelector('[data-notice="session-ended"]')?.setAttribute("hidden", "");
        if (sent === version) {
          delete form.dataset.dirty;
          form.dispatchEvent(new CustomEvent("autosave:saved"));
        } else later(PAUSE);
      } else if (answer.status === 409) {
        say("failed", line?.dataset.failedText ?? "");
        show("conflict");
      } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        say("failed", line?.dataset.failedText ?? "");
        show("session-ended");
        later(RETRY * 4);
      } else if (answer.status === 422) {
        // The server said in words why it cannot be kept; trying again would not help.
        const body = await answer.json().catch(() => ({}));
        say("failed", body.message ?? line?.dataset.failedText ?? "");
      } else {
        throw new Error(answer.status);
      }
    } catch {
      say("failed", (navigator.onLine ? null : line?.dataset.offlineText) ?? line?.dataset.failedText ?? "");
      later(RETRY);
    } finally {
      saving = false;
    }
  }

  form.addEventListener("input", () => {
    version += 1;
    form.dataset.dirty = "yes";
    later(PAUSE);
  });
  form.addEventListener("focusout", () => form.dataset.dirty && later(0));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    renewToken(form);
  });
  window.addEventListener("online", () => form.dataset.dirty && later(0));
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
