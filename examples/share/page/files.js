// The list of files: folders, search and sorting.

import { connect, deleteFiles, isDeleted } from './deletion.js';
import { button, create, element, fileName, icon, showProblem } from './elements.js';
import { Problem, get } from './service.js';
import { openShare } from './share.js';
import { baseName, count, dateTime, kindOf, size, visible } from './text.js';

const ROWS = 100;
const REFRESH_MS = 1000;

const byName = (a, b) => a.name.localeCompare(b.name, [], { numeric: true });
const ORDERS = {
  newest: (a, b) => b.modified.localeCompare(a.modified) || byName(a, b),
  oldest: (a, b) => a.modified.localeCompare(b.modified) || byName(a, b),
  name: byName,
  largest: (a, b) => b.bytes - a.bytes || byName(a, b),
};

let all = [];
// The list that is shown, as JSON.
let loaded = '';
let rows = ROWS;
// The current request for the list with the pause after it, and the next request.
let current = Promise.resolve();
let next = null;

// The open folder is in the fragment of the URL, so that the browser's buttons Back and Reload work.
export function folder() {
  try {
    return decodeURIComponent(location.hash).replace(/^#\/?|\/$/g, '');
  } catch {
    return '';
  }
}

export const inFolder = (name, path = folder()) => (path ? `${path}/${name}` : name);

export const exists = (name) => all.some((file) => file.name === name);

const linkTo = (path) => `#/${encodeURIComponent(path)}`;

// Calls during a request share the next one: many uploads may end at about the same time.
export function refresh() {
  next ??= current.then(() => {
    next = null;
    const own = load();
    current = Promise.allSettled([own, new Promise((resolve) => { setTimeout(resolve, REFRESH_MS); })]);
    return own;
  });
  return next;
}

async function load() {
  try {
    const { files: listed, truncated } = await get('files');
    showProblem('files-problem', null);
    // A row that is replaced while its button is pressed would not be clicked.
    const text = JSON.stringify([listed, truncated]);
    if (text === loaded) return;
    loaded = text;
    all = listed;
    element('truncated').hidden = !truncated;
    element('truncated').textContent = `Only the first ${all.length.toLocaleString('en')} files by name are shown.`;
    show();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem('files-problem', error.message);
    if (!loaded) element('no-files').hidden = true;
  }
}

function show() {
  const inside = all.filter(({ name }) => name.startsWith(inFolder('')) && !isDeleted(name));
  const text = element('search').value.trim().toLowerCase();
  const isFound = ({ name }) => name.slice(inFolder('').length).toLowerCase().includes(text);
  const entries = text ? inside.filter(isFound) : grouped(inside);
  const order = ORDERS[element('order').value];
  entries.sort((a, b) => Boolean(b.files) - Boolean(a.files) || order(a, b));
  const focused = element('files').contains(document.activeElement) && nameOf(document.activeElement);
  element('files').replaceChildren(...entries.slice(0, rows).map((entry) => (
    entry.files ? folderRow(entry) : fileRow(entry, text !== ''))));
  if (focused) focus(focused, { preventScroll: true });
  element('more').hidden = entries.length <= rows;
  element('tools').hidden = inside.length === 0;
  element('found').textContent = `${text ? `${entries.length} of ` : ''}${count(inside.length, 'file')}`;
  element('no-files').hidden = entries.length > 0;
  element('no-files').textContent = emptyText(text);
  showFolder();
}

const nameOf = (control) => control.ariaLabel ?? control.textContent;

// The control of the list with this name, or the list if there is none any more.
function focus(name, options) {
  const controls = [...element('files').querySelectorAll('button, a')];
  (controls.find((control) => nameOf(control) === name) ?? element('files-title')).focus(options);
}

function emptyText(text) {
  if (text) return `No file name contains “${element('search').value.trim()}”.`;
  if (folder()) return 'This folder is empty. The folder appears in the list once it contains a file.';
  return 'No files yet. Upload a file, then share it.';
}

// The files directly in the folder, and its folders with the sums of their files.
function grouped(inside) {
  const folders = new Map();
  const direct = [];
  for (const file of inside) {
    // Another program may have stored a name that begins with a slash.
    const end = file.name.indexOf('/', inFolder('').length + 1);
    if (end < 0) {
      direct.push(file);
      continue;
    }
    const name = file.name.slice(0, end);
    const sum = folders.get(name) ?? { name, bytes: 0, files: [], modified: '' };
    sum.bytes += file.bytes;
    sum.files.push(file.name);
    if (file.modified > sum.modified) sum.modified = file.modified;
    folders.set(name, sum);
  }
  return [...folders.values(), ...direct];
}

function folderLink(path) {
  const text = visible(baseName(path));
  return create('a', { href: linkTo(path), textContent: text, ariaLabel: `Open folder ${visible(path)}` });
}

function folderRow({ name, files, bytes }) {
  const link = folderLink(name);
  link.className = 'file-name';
  const about = create('p', { className: 'hint', textContent: `${count(files.length, 'file')}, ${size(bytes)}` });
  return create('li', {}, icon('folder'), link, about, actions(deleteButton(files, `folder ${visible(name)}`, link.ariaLabel)));
}

function fileRow({ name, bytes, modified }, isFound) {
  const title = fileName(isFound ? name.slice(inFolder('').length) : baseName(name));
  const about = create('p', { className: 'hint', textContent: `${size(bytes)}, ${dateTime(modified)}` });
  const shareButton = button('Share', `Share ${visible(name)}`, () => share(name), '');
  const deletion = deleteButton([name], visible(name), shareButton.ariaLabel);
  return create('li', {}, icon(kindOf(name)), title, about, actions(shareButton, deletion));
}

const actions = (...buttons) => create('div', { className: 'actions' }, ...buttons);

const deleteButton = (names, title, here) => (
  button('Delete', `Delete ${title}`, ({ target }) => deleteFiles(names, title, here, neighbor(target))));

// The list may be shown anew while the dialog is open, so the browser cannot restore the focus.
function share(name) {
  openShare(name);
  element('share-dialog').addEventListener('close', () => focus(`Share ${visible(name)}`), { once: true });
}

// The name of a control in the next row.
function neighbor(control) {
  const row = control.closest('li');
  return nameOf((row.nextElementSibling ?? row.previousElementSibling ?? row).querySelector('button, a'));
}

function showFolder() {
  const parts = folder() ? folder().split('/') : [];
  const links = parts.map((_, index) => create('li', {}, folderLink(parts.slice(0, index + 1).join('/'))));
  links.at(-1)?.firstElementChild.setAttribute('aria-current', 'page');
  const top = create('li', {}, create('a', { href: '#/', textContent: 'All files' }));
  element('path').hidden = parts.length === 0;
  element('path').firstElementChild.replaceChildren(top, ...links);
  element('target').textContent = visible(folder());
  element('target-hint').hidden = !folder();
  document.title = folder() ? `${visible(baseName(folder()))} – Share files` : 'Share files';
}

connect({ show, refresh, focus });
element('more').addEventListener('click', () => {
  rows += ROWS;
  show();
  element('files').children[rows - ROWS].querySelector('button, a').focus();
});
element('search').addEventListener('input', () => {
  rows = ROWS;
  show();
});
element('order').addEventListener('change', show);
addEventListener('hashchange', () => {
  rows = ROWS;
  element('search').value = '';
  show();
  element('files-title').focus();
});
// Files may have come from another page or through an upload link in the meantime.
addEventListener('focus', refresh);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
