// Returns a sentence for each defect of the visible controls: those that a keyboard or a screen reader user would
// meet, and borders with too little contrast. It complements axe-core, which does not check borders or equal names.

const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const dialog = document.querySelector('dialog[open]');
const root = dialog ?? document.body;
const all = (selector) => [...root.querySelectorAll(selector)].filter(shown);
const text = (element) => element?.textContent.trim() ?? '';

const byIds = (control, attribute) => (control.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean)
  .map((id) => text(document.getElementById(id))).join(' ');
function nameOf(control) {
  return control.getAttribute('aria-label') || byIds(control, 'aria-labelledby')
    || [...(control.labels ?? [])].map(text).join(' ') || control.getAttribute('alt') || text(control);
}

const defects = [];
const describe = (element) => `<${element.localName} id="${element.id}" class="${element.className}">`;

for (const element of all('button, input, select, a[href], img, dialog, nav, progress, summary').concat(dialog ?? [])) {
  if (!nameOf(element)) defects.push(`${describe(element)} has no name`);
}
const names = all('button, a[href]').map((control) => `${control.localName} ${nameOf(control)}`);
for (const name of new Set(names)) {
  if (names.indexOf(name) !== names.lastIndexOf(name)) defects.push(`two controls are named ${name}`);
}
for (const element of document.querySelectorAll('[id]')) {
  if (document.querySelectorAll(`#${CSS.escape(element.id)}`).length > 1) defects.push(`two elements have the id ${element.id}`);
}
for (const element of all('[tabindex]')) {
  if (element.tabIndex > 0) defects.push(`${describe(element)} changes the order of the focus`);
}

// WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
function luminance(color) {
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}
function groundOf(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color !== 'rgba(0, 0, 0, 0)') return color;
  }
  return 'white';
}

for (const control of all('button, input:not([type=radio], [type=file]), select, .drop-zone')) {
  const { borderTopColor } = getComputedStyle(control);
  const ratio = contrast(borderTopColor, groundOf(control.parentElement));
  if (ratio < 3) defects.push(`the border of ${describe(control)} has a contrast of ${ratio.toFixed(2)}`);
}
for (const element of all('*')) {
  const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!hasText || element.closest('.visually-hidden, option')) continue;
  const ratio = contrast(getComputedStyle(element).color, groundOf(element));
  if (ratio < 4.5) defects.push(`the text of ${describe(element)} has a contrast of ${ratio.toFixed(2)}`);
}
return defects;
