// Measures drawn text; gives one line for each fault. Evaluated in the page by `looking.py`.
() => {
  const OVERLAP = 3; // pixels in both directions that lines of text may share
  const hidden = (element) => {
    const style = getComputedStyle(element);
    return style.visibility === "hidden" || style.opacity === "0" || style.clipPath.startsWith("inset(50%") || (element.clientWidth <= 1 && element.clientHeight <= 1 && style.overflow === "hidden");
  };
  const ancestors = (element) => { const found = []; for (let at = element; at; at = at.parentElement) found.push(at); return found; };
  const isShown = (element) => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true, opacityProperty: true }) && !ancestors(element).some(hidden);
  const layer = (element) => ancestors(element).find((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position) || each.matches(".skip"));
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent || parent.closest("script, style, noscript, template, svg, option, .map") || !isShown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) texts.push({ node, parent, box, layer: layer(parent) });
  }

  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) faults.push(`page is ${document.documentElement.scrollWidth} px wide on a screen of ${width}`);
  for (const { node, parent, box, layer } of texts) {
    if (!layer && (box.left < -1 || box.right > width + 1)) faults.push(`text leaves the page: ${short(node.data)}`);
    for (const each of ancestors(parent)) {
      const style = getComputedStyle(each);
      if (!["hidden", "clip"].includes(style.overflowX) && !["hidden", "clip"].includes(style.overflowY)) continue;
      const frame = each.getBoundingClientRect();
      if (box.right > frame.right + 2 || box.bottom > frame.bottom + 2 || box.left < frame.left - 2) faults.push(`text is cut: ${short(node.data)}`);
    }
  }
  for (const button of document.querySelectorAll("button, .button, select, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])")) {
    if (isShown(button) && button.scrollWidth > button.clientWidth + 2 && button.tagName !== "INPUT") faults.push(`button is too narrow: ${short(button.textContent)}`);
  }
  texts.sort((one, two) => one.box.top - two.box.top);
  texts.forEach((one, at) => {
    for (let next = at + 1; next < texts.length && texts[next].box.top < one.box.bottom - OVERLAP; next += 1) {
      const two = texts[next];
      if (one.parent === two.parent || one.layer !== two.layer) continue;
      const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const high = Math.min(one.box.bottom, two.box.bottom) - two.box.top;
      const line = Math.min(one.box.height, two.box.height) / 3; // line boxes touch; letters do not
      if (wide > OVERLAP && high > Math.max(OVERLAP, line)) faults.push(`texts overlap: ${short(one.node.data)} | ${short(two.node.data)}`);
    }
  });
  return [...new Set(faults)];
}
