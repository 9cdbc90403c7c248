// The player with a script: a step is one request, and the next scene takes the place of this one.
// Without it every form of the page still works, with a redirect in between.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

const swap = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const put = () => {
    document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
    document.title = next.title;
    window.scrollTo(0, 0);
    const target = document.querySelector(".errors[data-focus]") ?? document.querySelector("main h1");
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: !target.matches(".errors") });
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
