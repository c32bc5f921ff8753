// Reads finished cards as a browser does, and tells what in them could run, load or lead away.
//
// HTML that an author has written to the letter may also hold elements that no browser knows, leave some open, and link to
// files that are not there.

([cards, asWritten]) => {
  const LINKS = /^(?:https?:|mailto:|#)/i;
  const FILE = /^[a-z0-9][a-z0-9._-]*$/;
  // What Anki itself writes around a hint.
  const HINT = /^this\.style\.display='none';\s*document\.getElementById\('hint[0-9a-f]+'\)\.style\.display='block';\s*return false;$/;
  const LOADS = /url\((?!"data:)|image-set\(|src\(|expression\(/i;
  const ELEMENTS = new Set(("a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    + "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rb rp rt rtc ruby s samp small source span strong "
    + "sub summary sup table tbody td tfoot th thead tr u ul var wbr audio video header footer main nav aside article section "
    + "html head body").split(" "));
  const ADDRESSES = new Set(["href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href",
    "ping", "cite", "longdesc", "manifest", "srcdoc", "code", "archive", "profile", "dynsrc", "lowsrc"]);
  const KNOWN = new Set(("address acronym big center font listing nobr strike tt").split(" "));
  const isElement = (element) => ELEMENTS.has(element.localName)
    || (asWritten && (KNOWN.has(element.localName) || element instanceof HTMLUnknownElement || element.localName.includes("-")));
  const leadsOut = (value) => !URL.canParse(value, location.href) || /^https?:$/.test(new URL(value, location.href).protocol);
  const isLink = (value) => LINKS.test(value) || (asWritten && leadsOut(value));
  const UNSAFE_TEX = new Set("href style class cssId data require mmlToken setoptions".split(" "));
  const reachesOut = (formula) => [...formula.slice(2, -2).matchAll(/\\([A-Za-z]+|.)/gs)].some(([, name]) => UNSAFE_TEX.has(name))
    || /\\bbox\s*\[[^\]]*\(/.test(formula) || /\\bbox\s*[^\s[{]/.test(formula)
    || /\\(?:unicode|fcolorbox|definecolor)\b[^\\]*[(;]/.test(formula);

  const PASSED_OVER = ["code", "pre", "script", "style", "textarea"];
  // The runs of text in which MathJax looks for formulas: a tag ends one, but for <br> and <wbr>; code is passed over.
  function runs(body) {
    const found = [""];
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) found[found.length - 1] += child.data;
        else if (child.nodeType === Node.ELEMENT_NODE && child.localName === "br") found[found.length - 1] += "\n";
        else if (child.nodeType === Node.ELEMENT_NODE && child.localName !== "wbr") {
          found.push("");
          if (!PASSED_OVER.includes(child.localName) || /(?:^| )(?:mathjax|tex2jax)_process(?: |$)/.test(child.className)) walk(child);
          found.push("");
        }
      }
    };
    walk(body);
    return found;
  }

  // The formulas that MathJax finds in a run of text: an end within braces is none, and commands are passed over.
  function formulas(run) {
    const found = [];
    const start = /\\\(|\\\[/g;
    for (let open = start.exec(run); open; open = start.exec(run)) {
      const close = open[0] === "\\(" ? "\\)" : "\\]";
      const token = /\\.|[{}]/g;
      token.lastIndex = start.lastIndex;
      let depth = 0;
      for (let one = token.exec(run); one; one = token.exec(run)) {
        if (one[0] === close && depth === 0) {
          found.push(run.slice(open.index, token.lastIndex));
          start.lastIndex = token.lastIndex;
          break;
        }
        if (one[0] === "{") depth += 1;
        else if (one[0] === "}" && depth) depth -= 1;
      }
    }
    return found;
  }

  // A style as the browser has read it.
  function asRead(style) {
    const element = document.createElement("b");
    element.style.cssText = style;
    return element.style.cssText;
  }

  function judge(html) {
    const found = [];
    const page = new DOMParser().parseFromString(`<!doctype html><body><div id="qa">${html}</div><wbr id="end">`, "text/html");
    const roots = [page];
    while (roots.length) {
      for (const element of roots.pop().querySelectorAll("*")) {
        if (element.localName === "template") roots.push(element.content);
        if (!isElement(element) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(`<${element.localName}>`);
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") && !(name === "onclick" && HINT.test(value))) found.push(`${name}=${value}`);
          if (name === "style" && LOADS.test(asRead(value))) found.push(`style=${value}`);
          if (name === "href" && !isLink(value)) found.push(`href=${value}`);
          if (name === "src" && !FILE.test(value)) found.push(`src=${value}`);
          if (ADDRESSES.has(name) && !["href", "src", ...(asWritten ? ["cite"] : [])].includes(name)) found.push(`${name}=${value}`);
        }
      }
    }
    const end = page.getElementById("end");
    if (!asWritten && (!end || end.parentElement !== page.body)) found.push("what is open at the end");
    for (const run of runs(page.body)) {
      for (const formula of formulas(run)) if (reachesOut(formula)) found.push(formula);
    }
    return found;
  }

  return cards.map(judge);
}
