// Short forms for building the page. Text is only ever set as text, never as HTML.

import { visible } from './text.js';

export const element = (id) => document.getElementById(id);

export function create(tag, properties = {}, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

export const fileName = (name) => create('span', { className: 'file-name', textContent: visible(name) });

export const button = (text, label, onclick, className = 'quiet') => create('button', {
  type: 'button', textContent: text, ariaLabel: label, onclick, className,
});

const SVG = 'http://www.w3.org/2000/svg';

// One of the symbols at the end of `index.html`.
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  svg.append(use);
  return svg;
}

// Shows a problem, or hides it if there is none.
export function showProblem(id, problem) {
  const shown = element(id);
  // Screen readers announce each change, also to the same text.
  if (shown.textContent !== (problem ?? '')) shown.textContent = problem ?? '';
  shown.hidden = !problem;
}
