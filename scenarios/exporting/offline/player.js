// Plays a case from a file, without a server. The texts in the data are safe HTML already.
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("case").textContent);
  const graph = data.graph;
  const scenes = new Map(graph.scenes.map((scene) => [scene.key, scene]));
  const variables = new Map((graph.vars || []).map((variable) => [variable.key, variable]));
  const place = document.getElementById("scene");
  const OPS = {
    "=": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b,
    "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  };
  let state;
  let said = "";

  function begin() {
    const values = {};
    for (const [key, variable] of variables) {
      const initial = variable.initial;
      values[key] = variable.type === "flag" ? initial === true
        : variable.type === "option" ? (initial || "")
          : (typeof initial === "number" ? initial : (variable.min || 0));
    }
    state = { values, visits: {}, chosen: new Set(), totals: {}, done: new Set(), path: [] };
    said = "";
    enter(graph.start);
  }

  function term(value) {
    if (typeof value === "number") return value;
    if ("text" in value) return value.text;
    if ("var" in value) return state.values[value.var] ?? 0;
    if ("visits" in value) return state.visits[value.visits] || 0;
    return state.totals[value.total] || 0;
  }

  function holds(node) {
    if (!node) return true;
    if (node.all) return node.all.every(holds);
    if (node.any) return node.any.some(holds);
    if ("not" in node) return !holds(node.not);
    if (node.cmp) return OPS[node.cmp[1]](term(node.cmp[0]), term(node.cmp[2]));
    if (!node.fact) return false;
    const [kind, key] = Object.entries(node.fact)[0];
    if (kind === "var") return state.values[key] === true;
    if (kind === "visited") return (state.visits[key] || 0) > 0;
    return state.chosen.has(key);
  }

  function apply(effects) {
    for (const effect of effects || []) {
      const variable = variables.get(effect.var) || {};
      const value = effect.value === undefined ? 1 : effect.value;
      if (effect.op === "on" || effect.op === "off") {
        state.values[effect.var] = effect.op === "on";
        continue;
      }
      if (effect.op === "set") state.values[effect.var] = value;
      else state.values[effect.var] += effect.op === "add" ? value : -value;
      if (typeof state.values[effect.var] === "number") {
        const low = variable.min === undefined ? 0 : variable.min;
        const high = variable.max === undefined ? 10 : variable.max;
        state.values[effect.var] = Math.min(Math.max(state.values[effect.var], low), high);
      }
    }
  }

  function enter(key) {
    for (let step = 0; step < 9; step += 1) {
      const scene = scenes.get(key);
      if (!scene) return show({ key, kind: "ending", title: "This way leads nowhere" });
      state.visits[key] = (state.visits[key] || 0) + 1;
      apply(scene.on_enter);
      const rule = scene.kind === "ending" ? undefined : (graph.interrupts || [])
        .map((one, number) => ({ ...one, number }))
        .sort((a, b) => (a.priority ?? 1) - (b.priority ?? 1) || a.number - b.number)
        .find((one) => one.to !== key && !(one.once !== false && state.done.has(one.number)) && holds(one.when));
      if (!rule) return show(scene);
      state.done.add(rule.number);
      key = rule.to;
    }
    return show(scenes.get(key));
  }

  function draw(branches) {
    const whole = branches.reduce((sum, branch) => sum + (branch.weight ?? 1), 0);
    let point = Math.random() * whole;
    return branches.find((branch) => (point -= branch.weight ?? 1) < 0) || branches[0];
  }

  function element(name, text, html) {
    const made = document.createElement(name);
    if (html) made.innerHTML = html;
    else if (text) made.textContent = text;
    return made;
  }

  function button(text, act) {
    const item = element("li");
    const made = element("button", text);
    made.type = "button";
    if (act) made.addEventListener("click", act);
    else made.setAttribute("aria-disabled", "true");
    item.append(made);
    return item;
  }

  function choose(choice) {
    state.chosen.add(choice.key);
    state.path.push(choice);
    for (const [scale, points] of Object.entries(choice.points || {})) {
      state.totals[scale] = (state.totals[scale] || 0) + points;
    }
    apply(choice.effects);
    said = (choice.feedback || {}).timing === "now" ? data.html[`feedback ${choice.key}`] || "" : "";
    enter(choice.to);
  }

  function shownMedium(medium) {
    const kind = medium.kind || "image";
    const file = (data.files || {})[`${kind === "image" ? "image" : "media"} ${medium.id}`];
    const parts = [];
    if (file) {
      const made = element(kind === "image" ? "img" : kind);
      made.src = file;
      if (kind === "image") made.alt = medium.decorative ? "" : medium.alt || "";
      else made.controls = true;
      parts.push(made);
    } else if (medium.alt) parts.push(Object.assign(element("p", medium.alt), { className: "meta" }));
    if (medium.transcript) {
      const details = element("details");
      details.append(element("summary", "Read what is said"), element("p", medium.transcript));
      parts.push(details);
    }
    return parts;
  }

  function ways(scene) {
    const list = element("ul");
    list.className = "choices";
    for (const choice of scene.choices || []) {
      if (choice.once && state.chosen.has(choice.key)) continue;
      if (holds(choice.when)) list.append(button(choice.label, () => choose(choice)));
      else if (choice.locked === "show") {
        list.append(button([choice.label, choice.locked_text].filter(Boolean).join(" — ")));
      }
    }
    if (scene.kind === "chance") {
      list.append(button("Go on", () => {
        const branch = draw(scene.branches);
        said = "";
        apply(branch.effects);
        enter(branch.to);
      }));
    } else if (scene.next && scene.kind !== "decision") {
      list.append(button("Go on", () => { said = ""; enter(scene.next); }));
    }
    return list;
  }

  function debrief(parts) {
    for (const choice of state.path) {
      const words = data.html[`feedback ${choice.key}`];
      if (!words) continue;
      parts.push(element("h2", choice.label), element("div", "", words));
    }
    (graph.debrief?.blocks || []).forEach((block, number) => {
      if (holds(block.when)) parts.push(element("div", "", data.html[`block ${number}`]));
    });
    const list = element("ul");
    list.className = "choices";
    list.append(button("Play again", begin));
    parts.push(list);
  }

  function show(scene) {
    const heading = element("h1", scene.title);
    heading.tabIndex = -1;
    const parts = [heading];
    const meta = [scene.place, scene.time, scene.speaker].filter(Boolean).join(" · ");
    if (meta) parts.push(Object.assign(element("p", meta), { className: "meta" }));
    if (said) parts.unshift(Object.assign(element("div", "", said), { className: "said" }));
    parts.push(element("div", "", data.html[`body ${scene.key}`]));
    for (const medium of scene.media || []) parts.push(...shownMedium(medium));
    if (scene.prompt?.question) parts.push(element("p", scene.prompt.question));
    const shown = [...variables.values()].filter((variable) => variable.show === "play");
    if (shown.length) {
      const words = shown.map((variable) => {
        const value = state.values[variable.key];
        const word = (variable.words || [])[value - (variable.min || 0)];
        return `${variable.label}: ${word || (value === true ? "yes" : value === false ? "no" : value)}`;
      });
      parts.push(Object.assign(element("p", words.join(" · ")), { className: "values" }));
    }
    if (scene.kind === "ending") {
      parts.push(element("div", "", data.html[`debrief ${scene.key}`]));
      debrief(parts);
    } else parts.push(ways(scene));
    place.replaceChildren(...parts);
    document.title = `${scene.title} – ${data.title}`;
    heading.focus();
  }

  begin();
})();
