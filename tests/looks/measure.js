// Measures all cards of a page on their layout; returns a list of findings as texts.
// `limits.within` selects the elements; without `limits.tap` it leaves out boxes (all but the page's own width).
(limits) => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const round = (n) => Math.round(n * 10) / 10;
  const quiet = ".dw-label, .dw-head, .dw-foot, .dw-hinge, .dw-retired, .hint, .replay-button, summary, rt, rp, sub, sup, #typearrow";

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const rgba = (text) => {
    if (!colours.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      colours.set(text, [r, g, b, a / 255]);
    }
    return colours.get(text);
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const light = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const grounds = new Map();
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    if (!grounds.has(element)) {
      const own = rgba(getComputedStyle(element).backgroundColor);
      grounds.set(element, own[3] === 0 ? ground(element.parentElement) : over(own, ground(element.parentElement)));
    }
    return grounds.get(element);
  };
  const solid = new Map();
  const opacity = (element) => {
    if (!element) return 1;
    if (!solid.has(element)) solid.set(element, getComputedStyle(element).opacity * opacity(element.parentElement));
    return solid.get(element);
  };
  const scrolls = (element, card) => {
    for (let up = element; up && up !== card; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return up;
    }
    return null;
  };
  const label = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}">`;

  if (document.documentElement.scrollWidth > width) found.push(`page: ${document.documentElement.scrollWidth} wide in ${width}`);
  for (const card of document.querySelectorAll("[data-card]")) {
    const tell = (text) => found.push(`${card.dataset.card}: ${text}`);
    for (const element of limits.tap ? card.querySelectorAll(limits.within) : []) {
      if (element.matches("style, pre > code")) continue; // spaces at the end of a line of code hang over it, unseen
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const sideways = box.right > width + 0.5 || box.left < -0.5;
      if (sideways && !scrolls(element, card)) tell(`${label(element)} from ${round(box.left)} to ${round(box.right)}`);
      if (element.matches("a, summary, button, input, [onclick]")) {
        const inline = getComputedStyle(element).display === "inline";
        const boxes = inline ? [...element.getClientRects()] : [box];
        for (const one of boxes) {
          if (one.height < limits.tap - 0.5) tell(`tap of ${round(one.height)} high on ${label(element)}`);
          if (!inline && one.width < limits.tap - 0.5) tell(`tap of ${round(one.width)} wide on ${label(element)}`);
        }
      }
    }
    for (const parent of card.querySelectorAll(limits.within)) {
      const node = [...parent.childNodes].find((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
      if (!node || parent.matches("style, title") || !parent.checkVisibility()) continue;
      const style = getComputedStyle(parent);
      const size = parseFloat(style.fontSize);
      const least = parent.closest(quiet) ? limits.quiet : limits.text;
      if (size < least - 0.05) tell(`text of ${round(size)} in ${label(parent)}: ${node.data.trim().slice(0, 30)}`);
      const under = ground(parent);
      const [red, green, blue, alpha] = rgba(style.color);
      const ratio = contrast(over([red, green, blue, alpha * opacity(parent)], under), under);
      if (ratio < limits.contrast) tell(`contrast of ${round(ratio)} in ${label(parent)}: ${node.data.trim().slice(0, 30)}`);
    }
  }
  return found;
};
