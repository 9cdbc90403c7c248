// A quiz without waiting: questions change in place, each answer is saved as it is given, and the result
// arrives where the quiz was. Without this file the same buttons post forms and lead from page to page.

const PAUSE = 1200;
const RETRY = 8000;
const CHECKING = 20000; // the last answer waits this long on the check page: it goes with the sending

const quiz = document.querySelector("[data-quiz]");
const form = document.getElementById("quiz-form");
const checkPage = quiz?.querySelector("[data-check-page]");
const sendForm = quiz?.querySelector("[data-send]");
const line = quiz?.querySelector("[data-saved]");
const every = quiz?.hasAttribute("data-every");
const all = Number(quiz?.dataset.all);
const words = quiz?.dataset ?? {};
const fill = (text, n) => text.replace("{n}", n).replace("{all}", all);

// --- Saving ------------------------------------------------------------------------------

const dirty = new Map(); // position → how often it was changed
let timer = 0;
let saving = null; // the save under way, if one is

const box = (position) => form.querySelector(`[data-question="${position}"]`);
const fields = (position) => [...box(position).querySelectorAll("input, select, textarea")].filter((one) => one.name && !one.name.startsWith("seen"));
const isTick = (one) => one.type === "radio" || one.type === "checkbox";
const given = (position) => fields(position).filter((one) => !isTick(one) || one.checked).map((one) => [one.name, one.value]);

// A question has its answer once something is ticked, or every part of it holds something; a unit is only added to it.
function isDone(position) {
  const own = fields(position).filter((one) => one.name.startsWith("q") && !one.name.endsWith("-unit"));
  const ticks = own.filter(isTick);
  return ticks.length ? ticks.some((one) => one.checked) : own.length > 0 && own.every((one) => one.value.trim());
}

function addAnswers(data, positions) {
  for (const position of positions) {
    data.append(`seen${position}`, form.elements[`seen${position}`].value);
    given(position).forEach(([name, value]) => data.append(name, value));
  }
  return data;
}

// Signing in again gave the browser a new token, and this page still holds the old one.
function renewToken() {
  const fresh = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (fresh) document.querySelectorAll("[data-quiz] input[name=csrfmiddlewaretoken]").forEach((one) => (one.value = fresh));
}

function token() {
  renewToken();
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return data;
}

function say(state, text) {
  line.dataset.state = state;
  const span = document.createElement("span");
  span.textContent = text;
  const mark = state === "saved" ? document.querySelector("template[data-check]")?.content.cloneNode(true) : null;
  line.replaceChildren(...(mark ? [mark, span] : [span]));
}

function trouble({ message, url, action }) {
  const notice = quiz.querySelector('[data-notice="trouble"]');
  notice.querySelector("[data-trouble]").textContent = message;
  const link = notice.querySelector("[data-trouble-link]");
  link.hidden = !url;
  if (url) {
    link.href = url;
    link.textContent = action;
  }
  notice.hidden = false;
}

const post = (url, data, more = {}) =>
  fetch(url, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" }, redirect: "manual", ...more });

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
};

// --- What could not be saved ---------------------------------------------------------------
// It waits in this tab, for this person and this sitting, an hour at most: to be there after signing in again.

const OURS = "candour-quiz:";
const PLACE = `${OURS}${words.person}:${words.here}`;
const LASTS = 3600_000;

function hold() {
  if (!dirty.size) return;
  const answers = [...dirty.keys()].map((position) => ({
    position,
    seen: form.elements[`seen${position}`].value,
    given: given(position),
  }));
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ at: Date.now(), answers }));
  } catch {
    // No room, or not allowed: then the page alone holds it.
  }
}

function letGo() {
  for (const name of Object.keys(sessionStorage)) {
    // What another person left in this tab is nobody's any more.
    if (name === PLACE || (name.startsWith(OURS) && !name.startsWith(`${OURS}${words.person}:`))) sessionStorage.removeItem(name);
  }
}

function held() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    letGo();
    return kept && Date.now() - kept.at < LASTS ? kept.answers : [];
  } catch {
    return [];
  }
}

function changed(position) {
  dirty.set(position, (dirty.get(position) ?? 0) + 1);
  mark(position);
}

function putBack() {
  let some = false;
  for (const { position, seen, given: pairs } of held()) {
    // Answered elsewhere since: that answer is the newer one.
    if (form.elements[`seen${position}`]?.value !== seen) continue;
    for (const one of fields(position)) {
      const values = pairs.filter(([name]) => name === one.name).map(([, value]) => value);
      if (isTick(one)) one.checked = values.includes(one.value);
      else one.value = values[0] ?? "";
    }
    changed(position);
    some = true;
  }
  for (const position of words.late.split(" ").filter(Boolean)) if (box(position)) changed(Number(position));
  if (some) quiz.querySelector('[data-notice="restored"]').hidden = false;
  if (dirty.size) later(PAUSE);
}

// --- Saving, once more -----------------------------------------------------------------------

async function saveNow() {
  const sent = new Map(dirty);
  say("saving", line.dataset.savingText);
  try {
    const answer = await post(quiz.dataset.save, addAnswers(token(), sent.keys()));
    if (answer.ok) {
      const body = await answer.json();
      for (const [position, seen] of Object.entries(body.seen)) form.elements[`seen${position}`].value = seen;
      for (const [position, times] of sent) if (dirty.get(position) === times) dirty.delete(position);
      say("saved", `${line.dataset.savedText} ${body.saved_at}`);
      if (!dirty.size) letGo();
      quiz.querySelector('[data-notice="session-ended"]').hidden = true;
      if ("left" in body) document.dispatchEvent(new CustomEvent("quiz:left", { detail: body.left }));
      if (dirty.size) later(PAUSE);
    } else if (answer.status === 409 || answer.status === 400) {
      dirty.clear();
      trouble(await answer.json());
      line.replaceChildren();
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say("failed", line.dataset.failedText);
      hold();
      quiz.querySelector('[data-notice="session-ended"]').hidden = false;
      later(RETRY * 4);
    } else {
      throw new Error(answer.status);
    }
  } catch {
    say("failed", line.dataset.failedText);
    hold();
    later(RETRY);
  }
}

async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (!dirty.size) return;
  saving = saveNow();
  await saving;
  saving = null;
}

function mark(position) {
  const done = isDone(position);
  const number = document.querySelector(`[data-number="${position}"]`);
  if (number) {
    number.classList.toggle("number--answered", done);
    number.querySelector("[data-state]").textContent = `, ${done ? words.answered : words.unanswered}`;
  }
  if (!checkPage) return;
  checkPage.querySelector(`[data-done="${position}"]`).hidden = !done;
  checkPage.querySelector(`[data-undone="${position}"]`).hidden = done;
  const unsaid = checkPage.querySelector(`[data-unsaid="${position}"]`);
  if (unsaid) unsaid.hidden = !done || Boolean(form.querySelector(`[name="c${position}"]:checked`));
  const open = [...checkPage.querySelectorAll("[data-undone]")].some((pill) => !pill.hidden);
  checkPage.querySelector("[data-check-some]").hidden = !open;
  checkPage.querySelector("[data-check-none]").hidden = open;
  const bar = form.querySelector("progress");
  if (!bar) return;
  bar.value = [...form.querySelectorAll("[data-question]")].filter((one) => isDone(one.dataset.question)).length;
}

function onChange(event) {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  changed(Number(question.dataset.question));
  later(PAUSE);
}

// --- Moving ------------------------------------------------------------------------------

let here = 0; // the question on show, 0 on the check page

function show(position) {
  here = position;
  for (const question of form.querySelectorAll("[data-question]")) {
    const away = Number(question.dataset.question) !== position;
    question.hidden = away;
    question.disabled = away;
  }
  form.hidden = position === 0;
  checkPage.hidden = position !== 0;
  document.querySelectorAll("[data-number]").forEach((number) => {
    if (Number(number.dataset.number) === position) number.setAttribute("aria-current", "step");
    else number.removeAttribute("aria-current");
  });
  const title = position ? fill(words.titleQuestion, position) : words.titleCheck;
  document.title = [title, ...document.title.split(" · ").slice(1)].join(" · ");
  if (position) {
    form.action = `${words.here}${position}/`;
    form.querySelector("[data-where]").textContent = title;
    form.querySelector("[data-intro]").hidden = position !== 1;
    const next = form.querySelector("[data-next-text]");
    next.textContent = position === all ? next.dataset.lastText : next.dataset.nextText;
    const back = form.querySelector("[data-back]");
    back.hidden = back.disabled = position === 1;
    back.value = position - 1;
  }
  const head = position ? box(position).querySelector(".question__text") : checkPage.querySelector("[data-check-title]");
  head.focus({ preventScroll: true });
  quiz.scrollIntoView({ block: "start" });
}

const address = (position) => (position ? `${words.here}${position}/` : `${words.here}check/`);

function go(position) {
  if (position === here) return;
  if (position) save();
  else if (dirty.size) later(CHECKING);
  history.pushState({ position }, "", address(position));
  show(position);
}

function onMove(event) {
  event.preventDefault();
  event.stopPropagation();
  const value = event.submitter?.value ?? "next";
  if (value === "next") go(here === all ? 0 : here + 1);
  else go(value === "check" ? 0 : Number(value));
}

// --- Sending -----------------------------------------------------------------------------

async function onSend(event) {
  event.preventDefault();
  const button = event.submitter;
  if (sendForm.dataset.busy) return;
  sendForm.dataset.busy = "yes";
  button?.setAttribute("aria-busy", "true");
  clearTimeout(timer);
  if (saving) await saving;
  try {
    const answer = await post(sendForm.action, addAnswers(token(), dirty.keys()));
    if (answer.ok) return arrive(answer.headers.get("Content-Location"), await answer.text());
    if (answer.type === "opaqueredirect") {
      // Sent before from another page, or signed out: the server knows which.
      hold();
      dirty.clear();
      return location.assign(words.here);
    }
    trouble(await answer.json());
  } catch {
    say("failed", line.dataset.failedText);
    later(RETRY);
    form.hidden = false;
  }
  delete sendForm.dataset.busy;
  button?.removeAttribute("aria-busy");
}

// The time is over: what is typed goes along with the sending, as long as the server still takes it.
async function onOver() {
  clearTimeout(timer);
  if (saving) await saving;
  try {
    await post(quiz.dataset.sendUrl, addAnswers(token(), dirty.keys()));
  } catch {
    // Without a connection the server sends what it has when somebody comes back.
  }
  dirty.clear();
  location.assign(words.here);
}

function arrive(url, html) {
  dirty.clear();
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  history.replaceState(null, "", url);
  window.scrollTo(0, 0);
  document.querySelector("[data-focus]")?.focus({ preventScroll: true });
}

// --- Beginning ---------------------------------------------------------------------------

if (form) {
  form.addEventListener("input", onChange);
  document.addEventListener("quiz:over", onOver);
  putBack();
  window.addEventListener("online", () => dirty.size && save());
  const keep = () => {
    if (!dirty.size) return;
    hold();
    post(quiz.dataset.save, addAnswers(token(), dirty.keys()), { keepalive: true });
  };
  window.addEventListener("pagehide", keep);
  // A phone may drop a page that it has put away, without a word.
  document.addEventListener("visibilitychange", () => document.hidden && save());
  if (!every) {
    const shown = form.querySelector("[data-question]:not([hidden])");
    here = shown ? Number(shown.dataset.question) : 0;
    history.replaceState({ position: here }, "", address(here));
    form.addEventListener("submit", onMove);
    sendForm.addEventListener("submit", onSend);
    checkPage.addEventListener("click", (event) => {
      const link = event.target.closest("[data-go]");
      if (!link) return;
      event.preventDefault();
      go(Number(link.dataset.go));
    });
    window.addEventListener("popstate", (event) => {
      if (!form.isConnected) location.reload(); // the result took the place of the questions: the server leads there again
      else if (event.state) show(event.state.position);
    });
  } else {
    form.addEventListener("submit", () => {
      renewToken();
      clearTimeout(timer);
      dirty.clear(); // the form takes every answer along
    });
  }
}
