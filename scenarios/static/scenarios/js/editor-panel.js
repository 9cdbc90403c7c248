// The panel beside the editor: asks the server what the case still needs, and leads to each place.

const GROUPS = [["E", "blocks"], ["W", "warn"], ["I", "inform"]];
const WAIT_MS = 700;

export class Panel {
  constructor(editor, word) {
    this.editor = editor;
    this.word = word;
    this.place = editor.root.querySelector("[data-case-problems]");
    this.asked = 0;
  }

  ask(wait = WAIT_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), wait);
  }

  async check() {
    const number = (this.asked += 1);
    const form = this.editor.root.closest("form");
    try {
      const answer = await fetch(this.editor.root.dataset.checkUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({
          document: this.editor.data,
          minutes: Number(form.querySelector("[name=est_minutes]")?.value) || null,
        }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (number === this.asked) this.show(found);
    } catch {
      this.place.textContent = this.word.offline;
    }
  }

  show({ problems, sentences }) {
    this.place.replaceChildren();
    for (const [severity, name] of GROUPS) {
      const some = problems.filter((problem) => problem.severity === severity);
      if (!some.length && severity !== "E") continue;
      const title = document.createElement("h4");
      title.textContent = some.length ? `${this.word[name]} (${some.length})` : this.word.nothing;
      const list = document.createElement("ul");
      list.className = `case-problems case-problems--${severity}`;
      list.append(...some.map((problem) => this.item(problem)));
      this.place.append(title, list);
    }
    this.mark(problems);
    for (const node of this.editor.root.querySelectorAll("[data-sentence]")) {
      node.textContent = sentences[node.dataset.sentence] ?? "";
    }
  }

  item(problem) {
    const item = document.createElement("li");
    if (problem.severity === "I") {
      item.textContent = problem.message;
      return item;
    }
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = problem.message;
    link.addEventListener("click", () => {
      if (problem.key) this.editor.reveal(problem.key, problem.field);
      else this.editor.revealCase(problem.field);
    });
    item.append(link);
    return item;
  }

  mark(problems) {
    const counts = {};
    for (const problem of problems) if (problem.severity === "E") counts[problem.key] = (counts[problem.key] ?? 0) + 1;
    for (const node of this.editor.root.querySelectorAll("[data-mark]")) {
      const count = counts[node.dataset.mark];
      node.textContent = count ? `${this.word.blocks}: ${count}` : "";
      node.classList.toggle("case-scene__note--blocks", Boolean(count));
    }
  }
}
