// The list of files: folders, search, sorting, and deletion with undo.

import { button, create, element, icon, showProblem } from './elements.js';
import { Problem, files, post } from './service.js';
import { openShare } from './share.js';
import { baseName, count, dateTime, kindOf, size } from './text.js';

const ROWS = 100;
const UNDO_MS = 10_000;

const byName = (a, b) => a.name.localeCompare(b.name, [], { numeric: true });
const ORDERS = {
  newest: (a, b) => b.modified.localeCompare(a.modified) || byName(a, b),
  oldest: (a, b) => a.modified.localeCompare(b.modified) || byName(a, b),
  name: byName,
  largest: (a, b) => b.bytes - a.bytes || byName(a, b),
};

let all = [];
let rows = ROWS;
// Counts the requests for the list, so that a late response does not replace a newer one.
let refreshes = 0;
// The name of a file that is shown as deleted, and deleted when it can no longer be undone.
let deleted = null;
let timer = 0;

// The open folder is in the fragment of the URL, so that the browser's buttons Back and Reload work.
export function folder() {
  try {
    return decodeURIComponent(location.hash).replace(/^#\/?|\/$/g, '');
  } catch {
    return '';
  }
}

export const inFolder = (name) => (folder() ? `${folder()}/${name}` : name);

export const exists = (name) => all.some((file) => file.name === name);

const linkTo = (path) => `#/${encodeURIComponent(path)}`;

export async function refresh() {
  refreshes += 1;
  const own = refreshes;
  try {
    const listed = await files();
    if (own !== refreshes) return;
    all = listed;
    showProblem('files-problem', null);
    show();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem('files-problem', error.message);
  }
}

function show() {
  const inside = all.filter(({ name }) => name.startsWith(inFolder('')) && name !== deleted);
  const text = element('search').value.trim().toLowerCase();
  const isFound = ({ name }) => name.slice(inFolder('').length).toLowerCase().includes(text);
  const entries = text ? inside.filter(isFound) : grouped(inside);
  const order = ORDERS[element('order').value];
  entries.sort((a, b) => Boolean(b.files) - Boolean(a.files) || order(a, b));
  const focused = element('files').contains(document.activeElement) && nameOf(document.activeElement);
  element('files').replaceChildren(...entries.slice(0, rows).map((entry) => (
    entry.files ? folderRow(entry) : fileRow(entry, text !== ''))));
  if (focused) controlNamed(focused)?.focus({ preventScroll: true });
  element('more').hidden = entries.length <= rows;
  element('tools').hidden = inside.length === 0;
  element('found').textContent = `${text ? `${entries.length} of ` : ''}${count(inside.length, 'file')}`;
  element('no-files').hidden = entries.length > 0;
  element('no-files').textContent = emptyText(text);
  showFolder();
}

const nameOf = (control) => control.ariaLabel ?? control.textContent;

const controlNamed = (name) => (
  [...element('files').querySelectorAll('button, a')].find((control) => nameOf(control) === name));

function emptyText(text) {
  if (text) return `No file name contains “${element('search').value.trim()}”.`;
  if (folder()) return 'This folder is empty. Files that you upload now are put here.';
  return 'No files yet. Upload a file, then share it.';
}

// The files directly in the folder, and its folders with the sums of their files.
function grouped(inside) {
  const folders = new Map();
  const direct = [];
  for (const file of inside) {
    const [first, ...rest] = file.name.slice(inFolder('').length).split('/');
    const name = inFolder(first);
    if (rest.length === 0) {
      direct.push(file);
      continue;
    }
    const sum = folders.get(name) ?? { name, bytes: 0, files: 0, modified: '' };
    sum.bytes += file.bytes;
    sum.files += 1;
    if (file.modified > sum.modified) sum.modified = file.modified;
    folders.set(name, sum);
  }
  return [...folders.values(), ...direct];
}

function folderRow({ name, files, bytes }) {
  const link = create('a', { href: linkTo(name), className: 'file-name', textContent: baseName(name) });
  const about = create('p', { className: 'hint', textContent: `${count(files, 'file')}, ${size(bytes)}` });
  return create('li', {}, icon('folder'), link, about);
}

function fileRow({ name, bytes, modified }, isFound) {
  const shown = isFound ? name.slice(inFolder('').length) : baseName(name);
  const title = create('span', { className: 'file-name', textContent: shown });
  const about = create('p', { className: 'hint', textContent: `${size(bytes)}, ${dateTime(modified)}` });
  const actions = create(
    'div',
    { className: 'actions' },
    button('Delete', `Delete ${name}`, () => deleteFile(name)),
    button('Share', `Share ${name}`, () => openShare(name), ''),
  );
  return create('li', {}, icon(kindOf(name)), title, about, actions);
}

function showFolder() {
  const parts = folder() ? folder().split('/') : [];
  const links = parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    const link = create('a', { href: linkTo(parts.slice(0, index + 1).join('/')), textContent: part });
    if (isLast) link.setAttribute('aria-current', 'page');
    return create('li', {}, link);
  });
  const top = create('li', {}, create('a', { href: '#/', textContent: 'All files' }));
  element('path').hidden = parts.length === 0;
  element('path').firstElementChild.replaceChildren(top, ...links);
  element('target').textContent = folder();
  element('target-hint').hidden = !folder();
}

// Removes the file from the list at once, and from the store when the time for undo is over.
async function deleteFile(name) {
  const index = [...element('files').children].findIndex((row) => row.contains(document.activeElement));
  const before = finishDelete();
  deleted = name;
  element('deleted').textContent = `Deleted ${baseName(name)}. Links to it will not work any more.`;
  element('undo').setAttribute('aria-label', `Undo the deletion of ${name}`);
  element('undo-bar').hidden = false;
  timer = setTimeout(endUndo, UNDO_MS);
  show();
  const next = element('files').children[Math.min(index, element('files').children.length - 1)];
  (next?.querySelector('button, a') ?? element('files-title')).focus();
  await before;
}

// Someone who is about to press the button has more time.
function endUndo() {
  if (element('undo-bar').matches(':hover, :focus-within')) timer = setTimeout(endUndo, UNDO_MS);
  else finishDelete();
}

function undo() {
  clearTimeout(timer);
  const name = deleted;
  deleted = null;
  element('undo-bar').hidden = true;
  element('deleted').textContent = '';
  show();
  (controlNamed(`Share ${name}`) ?? element('files-title')).focus();
}

// Before an upload too, which may have the same name.
export async function finishDelete() {
  clearTimeout(timer);
  if (deleted === null) return;
  const name = deleted;
  deleted = null;
  all = all.filter((file) => file.name !== name);
  if (element('undo-bar').contains(document.activeElement)) element('files-title').focus();
  element('undo-bar').hidden = true;
  element('deleted').textContent = '';
  try {
    // Also if the page is being closed.
    await post('files/delete', { name }, { keepalive: true });
    await refresh();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await refresh();
    showProblem('files-problem', `${name} was not deleted: ${error.message}`);
  }
}

element('undo').addEventListener('click', undo);
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
addEventListener('pagehide', finishDelete);
