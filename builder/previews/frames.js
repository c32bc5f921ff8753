// Cards in frames: each a document of its own, as in Anki, that runs no script.

const boot = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const FRAME_POLICY = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
  + "media-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'";
const LEAST = 240;
const MOST = 760; // what a phone of this width shows at once; longer cards scroll in their frame

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

function mediaAddress(name) {
  if (Object.hasOwn(boot.media, name)) return boot.media[name];
  return boot.live && /^[a-z0-9_][a-z0-9._-]*$/i.test(name) ? new URL("media/" + name, document.baseURI).href : null;
}

// Names of the package's media become addresses; what is no such name stays, and the policy keeps it from loading.
function withMedia(html) {
  return html.replace(/(\ssrc=")([^":]+)(")/g, (all, head, name, tail) => {
    const address = mediaAddress(name);
    return address ? head + address + tail : all;
  });
}

function styleWithMedia(css) {
  return css.replace(/url\(\s*(["']?)([^"')]+)\1\s*\)/g, (all, quote, name) => {
    const address = mediaAddress(name);
    return address ? `url("${address}")` : all;
  }).replace(/<\//g, "<\\/");
}

const bodyClass = (card, night) => `card card${card.n}${night ? " nightMode night_mode" : ""}`;

function frameSource(card, side, night, state) {
  return `<!doctype html><html lang="${escaped(state.language)}" class="mobile"><head><meta charset="utf-8">`
    + `<meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}">`
    + `<meta name="viewport" content="width=device-width"><base target="_blank">`
    + `<style>${boot.frame}</style><style>${styleWithMedia(state.styles[card.style] || "")}</style></head>`
    + `<body class="${bodyClass(card, night)}"><div id="qa" dir="auto">${withMedia(card[side])}</div></body></html>`;
}

// The frames' documents are of the page's origin, so that it can measure them, and sandboxed, so that they run nothing.
function makeFrame(card, side, night, state, onReady) {
  const word = side === "q" ? "Question" : "Answer";
  const frame = make("iframe", {
    title: `${word}${night ? ", night" : ""}: ${card.key}`,
    sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
  });
  frame.dataset.side = side;
  frame.addEventListener("load", () => {
    const inner = frame.contentDocument;
    if (!inner || !inner.body) return;
    inner.addEventListener("click", actInside);
    inner.addEventListener("keydown", onKey);
    inner.addEventListener("toggle", onReady, true);
    for (const image of inner.images) image.addEventListener("load", onReady);
    onReady();
  });
  frame.srcdoc = frameSource(card, side, night, state);
  const caption = make("figcaption", {}, word + (night ? ", night" : ""));
  return make("figure", { class: side === "q" ? "pv-question" : "pv-answer" }, frame, caption);
}

// A new text goes into the standing document: no flash, and the scroll position stays.
function renewFrame(frame, card, night, state) {
  const inner = frame.contentDocument;
  const place = inner && inner.getElementById("qa");
  if (!place) { // still on its way with the old text
    frame.srcdoc = frameSource(card, frame.dataset.side, night, state);
    return;
  }
  place.innerHTML = withMedia(card[frame.dataset.side]);
  inner.body.className = bodyClass(card, night);
}

function fitFrames(section) {
  const frames = [...section.querySelectorAll("iframe")];
  let height = LEAST;
  for (const frame of frames) {
    const inner = frame.contentDocument;
    const place = inner && inner.getElementById("qa");
    if (!place || !frame.offsetParent) continue;
    height = Math.max(height, Math.min(MOST, Math.ceil(place.getBoundingClientRect().height + inner.defaultView.scrollY) + 2));
  }
  for (const frame of frames) frame.style.height = `${height}px`;
}

let playing = null;

function actInside(event) {
  const target = event.target.closest("a, summary, input");
  const section = event.view.frameElement.closest("section");
  if (!target && !wide.matches && event.view.getSelection().isCollapsed) turn(section);
  if (!target || !target.matches("a.hint, .replay-button, a[href^='#']")) return;
  const hint = target.classList.contains("hint");
  const sound = target.dataset.sound;
  if (hint && target.nextElementSibling) {
    target.style.display = "none";
    target.nextElementSibling.style.display = "block";
    fitFrames(section);
  } else if (sound) {
    const address = mediaAddress(sound);
    if (playing) playing.pause();
    playing = address ? new Audio(address) : null;
    if (playing) playing.play().catch(() => tell(`${sound} cannot be played here`));
  } else if (target.dataset.speak && window.speechSynthesis) {
    const said = new SpeechSynthesisUtterance(target.dataset.speak);
    said.lang = target.dataset.language;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }
  event.preventDefault();
}
