// The player with a script: a step is one request, and the next scene takes the place of this one.
// Without it every form of the page still works, with a redirect in between.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

// A time limit: shown as seconds, told to a screen reader once near its end, and then sent by itself.
const NEAR = 20;
let clock = 0;

const watch = () => {
  clearInterval(clock);
  const timer = document.querySelector("[data-timer]");
  if (!timer) return;
  const end = Date.now() + Number(timer.dataset.left) * 1000 + 500;
  const tick = () => {
    const left = Math.max(0, Math.floor((end - Date.now()) / 1000));
    timer.hidden = false;
    timer.textContent = timer.dataset.said.replace("%s", left);
    if (left === NEAR) document.querySelector("[data-timer-said]").textContent = timer.textContent;
    if (Date.now() < end) return;
    clearInterval(clock);
    document.querySelector("[data-timer-out]").requestSubmit();
  };
  clock = setInterval(tick, 1000);
  tick();
};

watch();

const swap = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const put = () => {
    document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
    document.title = next.title;
    window.scrollTo(0, 0);
    const target = document.querySelector(".errors[data-focus]") ?? document.querySelector("main h1");
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: !target.matches(".errors") });
    watch();
  };
  if (document.startViewTransition && !calm.matches) document.startViewTransition(put);
  else put();
};

const send = async (form, submitter) => {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "X-Step": "1" },
    credentials: "same-origin",
  });
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("text/html")) {
    window.location.assign(answer.redirected ? answer.url : window.location.href);
    return;
  }
  swap(await answer.text());
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-step]")) return;
  event.preventDefault();
  const failed = document.querySelector("[data-step-failed]");
  if (failed) failed.hidden = true;
  send(form, event.submitter).catch(() => {
    // Nothing was lost: the same form, sent again, is the same step.
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-busy");
    if (failed) failed.hidden = false;
  });
});
