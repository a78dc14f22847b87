// Deletion with undo: the list hides the files at once, and the store deletes them when the time for undo is over.

import { element, showProblem } from './elements.js';
import { Problem, post } from './service.js';
import { count } from './text.js';

const UNDO_MS = 10_000;
// Of one request. Browsers send 64 KiB also if the page is being closed.
const MAX_BYTES = 60_000;

const bar = element('undo-bar');
// The names that the list does not show.
const hidden = new Set();
// The files that can be restored.
let pending = null;
let timer = 0;
// All deletions in the store.
let deletions = Promise.resolve();
// The functions `show`, `refresh` and `focus` of the list of files.
let list = null;

export const isDeleted = (name) => hidden.has(name);

export const connect = (files) => { list = files; };

// `title` is what the user deletes: a file or a folder. The focus returns to the control with the name `here` if the files
// are restored, otherwise to that with the name `next`.
export function deleteFiles(names, title, here, next) {
  finishDelete();
  pending = { names, title, here, next };
  for (const name of names) hidden.add(name);
  showDeleteProblem(null);
  const number = names.length > 1 ? ` with ${count(names.length, 'file')}` : '';
  const them = names.length > 1 ? 'these files' : 'it';
  element('deleted').textContent = `Deleted ${title}${number}. Links to ${them} will not work any more.`;
  element('undo').setAttribute('aria-label', `Undo the deletion of ${title}`);
  bar.hidden = false;
  timer = setTimeout(endUndo, UNDO_MS);
  list.show();
  element('undo').focus();
}

// Someone who is about to press the button has more time. Only a keyboard makes the focus visible.
function endUndo() {
  if (bar.matches(':hover, :has(:focus-visible)')) timer = setTimeout(endUndo, UNDO_MS);
  else finishDelete();
}

// Below the list, so that it is visible wherever the list is scrolled to.
function showDeleteProblem(problem) {
  showProblem('delete-problem', problem);
  element('dismiss-problem').hidden = !problem;
}

function hideBar(next) {
  clearTimeout(timer);
  pending = null;
  if (bar.contains(document.activeElement)) list.focus(next);
  bar.hidden = true;
  element('deleted').textContent = '';
}

function undo() {
  const { names, here } = pending;
  restore(names);
  hideBar(here);
}

function restore(names) {
  for (const name of names) hidden.delete(name);
  list.show();
}

// Before an upload too, which may have the same name.
export function finishDelete(isLeaving = false) {
  if (pending !== null) deletions = Promise.all([deletions, deleteInStore(pending, isLeaving)]);
  return deletions;
}

// The names in groups for one request each.
function grouped(names) {
  const groups = [];
  let left = 0;
  for (const name of names) {
    const bytes = new TextEncoder().encode(JSON.stringify(name)).length + 1;
    if (bytes > left) {
      groups.push([]);
      left = MAX_BYTES;
    }
    groups.at(-1).push(name);
    left -= bytes;
  }
  return groups;
}

async function deleteInStore({ names, title, next }, isLeaving) {
  hideBar(next);
  let problem = null;
  try {
    // All at once, because there may be no time later.
    await Promise.all(grouped(names).map((group, index) => (
      post('files/delete', { names: group }, { keepalive: isLeaving && index === 0 }))));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem = `Could not delete ${title}. ${error.message}`;
  }
  await list.refresh();
  restore(names);
  if (problem) showDeleteProblem(problem);
}

element('dismiss-problem').addEventListener('click', () => {
  showDeleteProblem(null);
  element('files-title').focus({ preventScroll: true });
});
element('undo').addEventListener('click', undo);
addEventListener('pagehide', () => finishDelete(true));
