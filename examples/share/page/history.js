// The links that were created in this browser. Only names and expiration times are stored: whoever has a link can
// use it, so the links themselves are not.

import { button, create, element, fileName } from './elements.js';
import { count, expiryTime, timeLeft } from './text.js';

const KEY = 'share.links';

// An empty list if the browser does not allow storage, or something else is stored.
function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return stored.filter(({ name, expires_at }) => typeof name === 'string' && typeof expires_at === 'string' && timeLeft(expires_at));
  } catch {
    return [];
  }
}

function write(links) {
  try {
    localStorage.setItem(KEY, JSON.stringify(links));
  } catch {
    // Storage is full or disabled.
  }
}

export function remember(name, expires_at) {
  write([{ name, expires_at }, ...read()]);
  show();
}

function row({ name, expires_at }) {
  const about = `Expires in ${timeLeft(expires_at)}, on ${expiryTime(expires_at)}`;
  return create(
    'li',
    {},
    fileName(name),
    create('span', { className: 'hint', textContent: about }),
  );
}

function show() {
  const links = read();
  element('links').hidden = links.length === 0;
  element('links-summary').textContent = `${count(links.length, 'active link')} created in this browser`;
  const rows = links.map(row);
  const isSame = rows.map(({ textContent }) => textContent).join('') === element('links-list').textContent;
  // Otherwise selected text would not stay selected.
  if (!isSame) element('links-list').replaceChildren(...rows);
}

function clear() {
  write([]);
  show();
  element('files-title').focus();
}

element('links-actions').append(button('Clear list', null, clear));
addEventListener('storage', show);
setInterval(show, 30_000);
show();
