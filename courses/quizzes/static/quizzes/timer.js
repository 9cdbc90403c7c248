// The time of a quiz, told politely: at half, at five minutes and at one, and whenever it is asked for.
// Nothing counts down on the page. The server's clock decides; each save brings its seconds along.

const time = document.querySelector("[data-time]");
const said = time?.querySelector("[data-time-said]");
const ask = time?.querySelector("[data-time-ask]");
const words = time?.dataset ?? {};

let ends = Date.now() + Number(words.left) * 1000;
const all = Number(words.all);
const marks = [
  [all / 2, words.half],
  [300, words.mark],
  [60, words.mark],
].filter(([at]) => at < Number(words.left)).sort((one, other) => other[0] - one[0]);

const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));

function spoken(seconds) {
  if (seconds < 60) return words.seconds.replace("{n}", seconds);
  const minutes = Math.floor(seconds / 60);
  return minutes === 1 ? words.minute : words.minutes.replace("{n}", minutes);
}

const say = (text) => {
  said.textContent = text.replace("{left}", spoken(left()));
};

function look() {
  let mark = null;
  while (marks.length && left() <= marks[0][0]) mark = marks.shift();
  if (mark && left() > 0) say(mark[1]);
  if (left() > 0) return setTimeout(look, Math.min(1000, ends - Date.now()));
  say(words.over);
  ask.hidden = true;
  document.dispatchEvent(new CustomEvent("quiz:over"));
}

if (time) {
  ask.hidden = false;
  ask.addEventListener("click", () => {
    said.textContent = ""; // so that the same words are read out again
    setTimeout(() => say(words.mark), 50);
  });
  document.addEventListener("quiz:left", (event) => {
    ends = Date.now() + event.detail * 1000;
  });
  look();
}
