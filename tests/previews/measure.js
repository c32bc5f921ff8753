() => {
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r / 255, g / 255, b / 255].map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const wrong = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push(`wide ${document.documentElement.scrollWidth}`);
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.closest(".pv-skip, .pv-hidden, dialog:not([open])")) continue;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if ([...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const [a, b] = [light(parse(style.color)), light(ground(one))].sort((x, y) => y - x);
      if ((a + 0.05) / (b + 0.05) < 4.5) wrong.push(`contrast ${one.textContent.slice(0, 20)}`);
      if (parseFloat(style.fontSize) < 15) wrong.push(`small ${one.textContent.slice(0, 20)}`);
    }
    const label = one.closest("label");
    const choice = one.matches("input[type=radio], input[type=checkbox]");
    const target = label && choice ? label.getBoundingClientRect() : box;
    if (one.matches("a[href], button, input, select") && (target.height < 44 || target.width < 44)) {
      wrong.push(`tap ${one.outerHTML.slice(0, 60)} ${target.width}x${target.height}`);
    }
  }
  return wrong;
}
