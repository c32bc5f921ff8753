// The list of cards: what is shown, which is current, and what the keys do.

let state = boot.state;
let chapters = boot.chapters;
let all = [];
let shown = [];
let current = null;
let tagged = new Map();
const sections = new Map();
const view = { q: "", kind: "", tag: "", chapter: "", faulty: false, theme: "light", answers: "shown" };
const wide = window.matchMedia("(min-width: 900px)");
const roomy = window.matchMedia("(min-width: 1290px)");
const THEMES = ["light", "night", "both"];

const uid = (card) => `${card.key} ${card.n} ${card.card}`;
const faultsOf = (card) => tagged.get(card.key) || [];
const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const WORDS = { error: "Error", warning: "Warning", info: "Note" };

function collect() {
  tagged = new Map();
  for (const problem of state.problems) {
    if (!problem.key) continue;
    if (!tagged.has(problem.key)) tagged.set(problem.key, []);
    tagged.get(problem.key).push(problem);
  }
  const known = new Map(all.map((card) => [card, card]));
  all = [];
  state.chapters.forEach((chapter, index) => {
    for (const card of chapters[chapter.hash]) {
      card.chapter = index;
      card.stale = chapter.stale.includes(card.key.split("/")[0]);
      if (!known.has(card)) card.text = null;
      all.push(card);
    }
  });
}

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

function textOf(card) {
  if (card.text === null) {
    // A word with its reading above it is found as a word, and by its reading.
    const above = [];
    const sides = `${card.q} ${card.a}`.replace(/<rt>([^<]*)<\/rt>|<\/?ruby>/g, (_, reading) => (above.push(reading), ""));
    const body = new DOMParser().parseFromString(sides.replace(/<[^>]*>/g, " "), "text/html").body;
    card.text = plain([card.key, card.kind, card.card, card.tags.join(" "), body.textContent, ...above].join(" "));
  }
  return card.text;
}

function fits(card, words) {
  return (!view.kind || card.kind === view.kind) && (!view.tag || card.tags.includes(view.tag))
    && (view.chapter === "" || state.chapters[card.chapter].path === view.chapter)
    && (!view.faulty || faultsOf(card).length > 0) && words.every((word) => textOf(card).includes(word));
}

// ---- One card

function problemLine(problem, withPlace) {
  const place = `${problem.path}:${problem.line}:${problem.column}`;
  const line = make("p", { class: "pv-problem" }, make("b", {}, `${WORDS[problem.severity]}:`), ` ${problem.message}`,
    problem.hint ? make("small", {}, `; ${problem.hint}`) : null, " ", make("code", {}, problem.rule),
    withPlace ? " " : null, withPlace ? make("code", {}, place) : null);
  if (!withPlace || !problem.excerpt) return line;
  const start = problem.column - 1 - problem.before;
  line.append(make("pre", {}, problem.excerpt.slice(0, start),
    make("mark", {}, problem.excerpt.slice(start, start + problem.length)), problem.excerpt.slice(start + problem.length)));
  return line;
}

function answerShown(section) {
  return (view.answers === "shown") !== (section.dataset.flipped === "yes");
}

// Sides in order, each with whether it is night. Three fit beside each other on a desk: the answer is what night is for.
function sidesShown(section) {
  const sides = answerShown(section) ? ["q", "a"] : ["q"];
  const plainSides = sides.map((side) => [side, view.theme === "night"]);
  return view.theme === "both" ? [...plainSides, [sides.at(-1), true]] : plainSides;
}

function fill(section) {
  const card = section.card;
  const open = answerShown(section);
  const chapter = state.chapters[card.chapter];
  const flip = make("button", { type: "button", class: "pv-flip", "aria-expanded": String(open) }, open ? "Hide the answer" : "Show the answer");
  flip.addEventListener("click", () => { choose(section, false); turn(section); });
  const bar = make("header", { class: "pv-bar" }, make("h3", {}, card.key),
    make("span", {}, `${card.kind}, ${card.card.toLowerCase()}`), make("code", {}, `${chapter.path}:${card.line}`),
    card.stale ? make("span", { class: "pv-stale" }, "the last good version") : null, flip);
  const frames = make("div", { class: "pv-frames", "data-answer": open ? "" : null });
  for (const [side, night] of sidesShown(section)) {
    frames.append(makeFrame(card, side, night, state, () => { fitFrames(section); hold(section); }));
  }
  section.replaceChildren(bar, ...faultsOf(card).map((problem) => problemLine(problem, false)), frames);
  section.look = lookOf(section);
  section.style.minHeight = "";
}

// What a section shows besides its frames' texts; where it is as before, a change goes into the standing frames.
function lookOf(section) {
  const card = section.card;
  return JSON.stringify([uid(card), card.kind, card.line, card.stale, state.chapters[card.chapter].path, faultsOf(card),
    state.styles[card.style], view.theme, answerShown(section), state.language]);
}

function empty(section) {
  section.style.minHeight = `${section.offsetHeight}px`;
  section.replaceChildren();
  section.look = "";
}

function renew(section) {
  if (!section.look) return;
  if (section.look !== lookOf(section)) {
    section.style.minHeight = `${section.offsetHeight}px`;
    fill(section);
    return;
  }
  const sides = sidesShown(section);
  section.querySelectorAll("iframe").forEach((frame, at) => renewFrame(frame, section.card, sides[at][1], state));
  fitFrames(section);
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const section = entry.target;
    if (entry.isIntersecting && !section.look) fill(section);
    else if (!entry.isIntersecting && section.look) empty(section);
  }
}, { rootMargin: "900px 0px" });

function sectionOf(card) {
  const id = uid(card);
  let section = sections.get(id);
  if (!section) {
    section = make("section", { class: "pv-card", tabindex: "-1", "aria-label": `${card.key}, ${card.card}` });
    section.look = "";
    section.addEventListener("pointerdown", () => choose(section, false));
    sections.set(id, section);
  }
  if (section.card !== card) {
    const same = section.card && section.card.q === card.q && section.card.a === card.a;
    section.card = card;
    section.changed = !same;
  }
  return section;
}

// ---- The list

const GROUP = 40;

// The headings of a chapter's cards: its title, and above the first chapter of a folder the name of the folder's deck.
function headings(index, before) {
  const { title, within } = state.chapters[index];
  const folder = within === (state.chapters[before] || { within: "" }).within ? "" : within;
  return [
    ...(folder ? [make("p", { class: "pv-folder" }, folder.split("::").join(" \u203a "))] : []),
    make("h2", { class: "pv-chapter" }, title),
  ];
}

function grouped(after) {
  const children = [];
  let chapter = -1;
  let group = null;
  for (const section of after) {
    if (section.card.chapter !== chapter) {
      children.push(...headings(section.card.chapter, chapter));
      chapter = section.card.chapter;
      group = null;
    }
    if (!group || group.childElementCount === GROUP) {
      group = make("div", { class: "pv-group" });
      children.push(group);
    }
    group.append(section);
    group.style.containIntrinsicSize = `auto ${group.childElementCount * 700}px`;
  }
  return children;
}

function layout() {
  const words = plain(view.q).split(/\s+/).filter(Boolean);
  shown = all.filter((card) => fits(card, words));
  const after = shown.map(sectionOf);
  const list = $("cards");
  const order = shown.map((card) => `${uid(card)}\n${state.chapters[card.chapter].within}\n${state.chapters[card.chapter].title}`).join("\n");
  if (list.order !== order) {
    list.order = order;
    const kept = new Set(after);
    for (const gone of list.querySelectorAll(".pv-card")) {
      if (!kept.has(gone)) { near.unobserve(gone); gone.replaceChildren(); gone.look = ""; }
    }
    list.replaceChildren(...grouped(after));
    for (const section of after) near.observe(section);
  }
  if (!shown.some((card) => sections.get(uid(card)) === current)) current = null;
  for (const section of after) if (section.look && (section.changed || section.look !== lookOf(section))) renew(section);
  for (const section of after) section.changed = false;
  $("none").hidden = shown.length > 0 || all.length === 0;
  $("count").textContent = shown.length === all.length ? count(all.length, "card") : `${shown.length.toLocaleString("en")} of ${count(all.length, "card")}`;
  document.querySelectorAll("#chapters a").forEach((link) => {
    if (link.dataset.path === view.chapter) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

let held = null;

// While frames above find their heights, the card that was jumped to stays where it is.
function hold() {
  if (held && performance.now() < held.until) held.section.scrollIntoView({ block: "start" });
}

for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  addEventListener(sign, () => { held = null; }, { passive: true, capture: true });
}

function choose(section, scroll = true) {
  if (current && current !== section) current.removeAttribute("aria-current");
  current = section;
  if (!section) return;
  section.setAttribute("aria-current", "true");
  if (scroll) {
    held = { section, until: performance.now() + 1200 };
    section.scrollIntoView({ block: "start" });
    section.focus({ preventScroll: true });
  }
  keep();
}

function step(by) {
  const at = current ? shown.indexOf(current.card) : -1;
  let next = Math.min(shown.length - 1, Math.max(0, at + by));
  if (at < 0) next = Math.max(0, shown.findIndex((card) => sections.get(uid(card)).getBoundingClientRect().bottom > 120));
  if (shown[next]) choose(sections.get(uid(shown[next])));
}

function turn(section) {
  section.dataset.flipped = section.dataset.flipped === "yes" ? "" : "yes";
  section.style.minHeight = wide.matches ? `${section.offsetHeight}px` : "";
  fill(section);
}

// ---- Controls

function options(select, title, values) {
  const chosen = select.value;
  select.replaceChildren(make("option", { value: "" }, title), ...values.map((value) => make("option", { value }, value)));
  select.value = values.includes(chosen) ? chosen : "";
  select.parentElement.hidden = values.length < 2;
}

function describe() {
  document.documentElement.lang = "en";
  document.title = `${state.name}, preview`;
  $("name").textContent = state.name;
  const faults = Object.keys(WORDS).map((severity) => [state.problems.filter((one) => one.severity === severity).length, severity]);
  const told = faults.filter(([number]) => number).map(([number, severity]) => count(number, WORDS[severity].toLowerCase()));
  $("about").textContent = `${state.version ? `Version ${state.version}. ` : ""}${count(state.count, "card")} from `
    + `${count(state.sources, "card source")}${told.length ? `, ${told.join(", ")}` : ", no problems"}.`;
  options($("kind"), "All kinds", [...new Set(all.map((card) => card.kind))].sort());
  options($("tag"), "All tags", [...new Set(all.flatMap((card) => card.tags))].sort());
  $("faulty-label").hidden = state.problems.length === 0 && !view.faulty;
  const groups = [];
  for (const chapter of [{ title: "All", path: "", within: "" }, ...state.chapters]) {
    const link = make("a", { href: "#cards", "data-path": chapter.path }, chapter.title);
    link.dataset.path = chapter.path;
    if (chapter.path && state.problems.some((one) => one.path === chapter.path)) link.dataset.faults = "";
    link.addEventListener("click", (event) => { event.preventDefault(); view.chapter = chapter.path; changed(); });
    const folder = chapter.within.split("::").join(" \u203a ");
    const last = groups[groups.length - 1];
    if (!folder) groups.push(link);
    else if (last && last.dataset.folder === folder) last.append(link);
    else groups.push(make("span", { class: "pv-within", role: "group", "aria-label": folder, "data-folder": folder }, make("b", {}, folder), link));
  }
  $("chapters").replaceChildren(...groups);
  $("chapters").hidden = state.chapters.length < 2;
  const loose = state.problems.filter((problem) => !problem.key || !all.some((card) => card.key === problem.key));
  $("news").replaceChildren(...(state.failure ? [make("p", { class: "pv-problem" }, make("b", {}, "Stopped:"), ` ${state.failure}`)] : []),
    ...loose.map((problem) => problemLine(problem, true)));
  $("download").hidden = !state.package;
  if (state.package) { $("download").href = `package/${state.package}`; $("download").download = state.package; }
}

function tell(text) {
  const line = make("p", { class: "pv-problem" }, text);
  $("news").append(line);
  setTimeout(() => line.remove(), 5000);
}

function changed() {
  layout();
  keep();
}

function keep() {
  const parts = new URLSearchParams();
  for (const name of ["q", "kind", "tag", "chapter"]) if (view[name]) parts.set(name, view[name]);
  if (view.faulty) parts.set("problems", "yes");
  parts.set("theme", view.theme);
  if (current) parts.set("card", current.card.key);
  history.replaceState(null, "", `#${parts}`);
}

function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const name of ["q", "kind", "tag", "chapter"]) view[name] = parts.get(name) || "";
  view.faulty = parts.get("problems") === "yes";
  view.theme = THEMES.includes(parts.get("theme")) ? parts.get("theme")
    : roomy.matches ? "both" : window.matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "light";
  view.answers = wide.matches ? "shown" : "hidden";
  return parts.get("card");
}

function setTheme(theme) {
  view.theme = theme;
  document.body.classList.toggle("nightMode", theme === "night");
  document.querySelector(`input[name=theme][value=${theme}]`).checked = true;
}

function setAnswers(answers) {
  view.answers = answers;
  for (const section of sections.values()) section.dataset.flipped = "";
  document.querySelector(`input[name=answers][value=${answers}]`).checked = true;
}

function onKey(event) {
  const typing = event.target.closest && event.target.closest("input[type=search], select, textarea");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const act = {
    j: () => step(1), ArrowRight: () => step(1), ArrowDown: null, k: () => step(-1), ArrowLeft: () => step(-1),
    " ": () => { if (!current) step(0); if (current) turn(current); },
    "/": () => { scrollTo(0, 0); $("search").focus(); $("search").select(); },
    n: () => { setTheme(THEMES[(THEMES.indexOf(view.theme) + 1) % 3]); changed(); },
    "?": () => $("help").showModal(),
  }[event.key];
  const control = event.target.closest && event.target.closest("button, a[href], input, summary");
  if (!act || (control && (event.key === " " || (event.key.startsWith("Arrow") && control.type === "radio")))) return;
  event.preventDefault();
  act();
}

let waiting = 0;

function start() {
  collect();
  const wanted = recall();
  setTheme(view.theme);
  setAnswers(view.answers);
  describe();
  $("search").value = view.q;
  $("kind").value = view.kind;
  $("tag").value = view.tag;
  $("faulty").checked = view.faulty;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { view.q = $("search").value; changed(); }, 80);
  });
  for (const name of ["kind", "tag"]) $(name).addEventListener("change", () => { view[name] = $(name).value; changed(); });
  $("faulty").addEventListener("change", () => { view.faulty = $("faulty").checked; changed(); });
  document.querySelectorAll("input[name=theme]").forEach((one) => one.addEventListener("change", () => { setTheme(one.value); changed(); }));
  document.querySelectorAll("input[name=answers]").forEach((one) => one.addEventListener("change", () => { setAnswers(one.value); changed(); }));
  $("clear").addEventListener("click", () => {
    Object.assign(view, { q: "", kind: "", tag: "", chapter: "", faulty: false });
    $("search").value = $("kind").value = $("tag").value = "";
    $("faulty").checked = false;
    changed();
  });
  $("help-button").addEventListener("click", () => $("help").showModal());
  document.addEventListener("keydown", onKey);
  layout();
  const asked = wanted && shown.find((card) => card.key === wanted);
  if (asked) choose(sections.get(uid(asked)));
}
