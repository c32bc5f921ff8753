// Paper: the notes of the listed cards as a table of questions and answers, copied element by element from an allowed few.

const COPIED = new Set(["B", "BR", "CODE", "DIV", "EM", "I", "IMG", "LI", "OL", "P", "PRE", "RP", "RT", "RUBY", "S", "SPAN",
  "STRONG", "SUB", "SUP", "TABLE", "TBODY", "TD", "TH", "THEAD", "TR", "U", "UL", "BLOCKQUOTE", "DETAILS"]);
const LEFT_OUT = "script, style, .dw-head, .dw-foot, .dw-hinge, .dw-typed, .hint, .dw-hint, .replay-button, input,"
  + " summary";

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return null;
  if (node.nodeType === Node.ELEMENT_NODE && node.matches(LEFT_OUT)) return null;
  const tag = COPIED.has(node.tagName) ? (node.tagName === "DETAILS" ? "DIV" : node.tagName) : null;
  const target = tag ? document.createElement(tag) : document.createDocumentFragment();
  if (tag === "IMG") {
    const address = mediaAddress(node.getAttribute("src") || "");
    if (!address) return null;
    target.src = address;
    target.alt = node.alt;
  }
  if (tag) {
    if (node.classList.contains("dw-label")) {
      target.className = "pv-label";
      if (node.closest(".dw-bad")) target.dataset.bad = "";
    }
    if (node.matches(".dw-ask, .dw-term")) target.dataset.ask = "";
    if (node.classList.contains("dw-list")) target.dataset.plain = "";
    if (node.dataset.n) target.dataset.n = node.dataset.n;
    for (const name of ["dir", "lang"]) if (node.hasAttribute(name)) target.setAttribute(name, node.getAttribute(name));
  }
  for (const child of node.childNodes) {
    const one = copied(child);
    if (one) target.append(one);
  }
  return target;
}

function answerOnly(body) {
  const hinge = body.querySelector("#answer");
  if (!hinge) return body;
  const range = document.createRange();
  const bare = hinge.matches("hr, .dw-hinge");
  if (bare) range.setStartAfter(hinge);
  else range.setStartBefore(hinge);
  range.setEndAfter(body.lastChild);
  return range.cloneContents();
}

function fillSheet() {
  const parser = new DOMParser();
  const rows = [make("h1", {}, state.name)];
  const told = new Set();
  let chapter = -1;
  for (const card of shown) {
    if (told.has(card.key)) continue; // a row a note: its first card that is listed
    told.add(card.key);
    if (card.chapter !== chapter) {
      rows.push(...headings(card.chapter, chapter));
      chapter = card.chapter;
    }
    const question = copied(parser.parseFromString(card.q, "text/html").body);
    const answer = copied(answerOnly(parser.parseFromString(card.a, "text/html").body));
    rows.push(make("div", { class: "pv-row" }, make("div", { class: "pv-ask" }, question), make("div", {}, answer)));
  }
  $("sheet").replaceChildren(...rows);
}

addEventListener("beforeprint", fillSheet);
addEventListener("afterprint", () => $("sheet").replaceChildren());
matchMedia("print").addEventListener("change", (event) => { if (event.matches) fillSheet(); });
