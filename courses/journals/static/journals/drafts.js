// Keeps on the device what could not be sent yet, so that a lost connection or a closed tab takes no words.
// Everything is sealed (AES-GCM) with a key that only a page of the signed-in author carries: without signing in again,
// nobody reads it here. It is thrown away as soon as the server has the words.
const form = document.querySelector("form[data-draft-key]");
const PREFIX = "candour-draft:";
const PAUSE = 400;
const DAYS = 30;

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const text = (data) => btoa(Array.from(new Uint8Array(data), (code) => String.fromCharCode(code)).join(""));

// Old drafts of whoever wrote here: nobody came back for them.
function tidy() {
  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const written = Number(localStorage.getItem(name)?.split("|")[0]);
    if (!(Date.now() - written < DAYS * 86_400_000)) localStorage.removeItem(name);
  }
}

async function start() {
  const name = PREFIX + form.dataset.draft;
  const key = await crypto.subtle.importKey("raw", bytes(form.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  const boxes = () => [...form.querySelectorAll("textarea")];
  const base = () => Number(form.elements.version.value);
  let timer = 0;
  let writing = Promise.resolve();
  // While an older draft waits for a decision it is neither overwritten nor thrown away.
  let undecided = false;

  async function keep(sent) {
    if (undecided) return;
    const draft = { texts: boxes().map((box) => box.value), base: base(), sent };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(draft)));
    localStorage.setItem(name, `${Date.now()}|${text(iv)}|${text(sealed)}`);
  }
  // One after another, so that an older text never lands on a newer one.
  const later = (job) => (writing = writing.then(job).catch(() => {}));
  const forget = () => {
    clearTimeout(timer);
    if (!undecided) later(() => localStorage.removeItem(name));
  };

  async function found() {
    const [written, iv, sealed] = (localStorage.getItem(name) ?? "").split("|");
    if (!sealed) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(sealed));
      return { ...JSON.parse(new TextDecoder().decode(plain)), written: Number(written) };
    } catch {
      return null; // another person's, or from before the key changed
    }
  }

  function offer(draft) {
    const place = form.querySelector("[data-draft-offer]");
    const language = document.documentElement.lang || undefined;
    place.querySelector("[data-draft-time]").textContent = new Date(draft.written).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    place.querySelector("[data-draft-start]").textContent = draft.texts.filter(Boolean).join("\n\n");
    undecided = true;
    place.querySelector("[data-draft-back]").addEventListener("click", () => {
      undecided = false;
      boxes().forEach((box, number) => (box.value = draft.texts[number] ?? ""));
      place.hidden = true;
      boxes()[0].focus();
      boxes()[0].dispatchEvent(new Event("input", { bubbles: true }));
    });
    place.querySelector("[data-draft-away]").addEventListener("click", () => {
      undecided = false;
      place.hidden = true;
      forget();
      boxes()[0].focus();
    });
    form.prepend(place);
    place.hidden = false;
  }

  const draft = await found();
  const same = draft?.texts.every((one, number) => one === (boxes()[number]?.value ?? ""));
  if (draft && (same || (draft.sent && base() > draft.base))) forget();
  else if (draft) offer(draft);

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => later(() => keep(false)), PAUSE);
  });
  form.addEventListener("autosave:saved", forget);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (form.dataset.dirty) later(() => keep(true));
  });
}

try {
  tidy();
  // Only where the browser can seal (a secure address); elsewhere nothing is kept on the device.
  if (form && crypto.subtle) start();
} catch {
  // Storage is shut off: the page and the server remain.
}
