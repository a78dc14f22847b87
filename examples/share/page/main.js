// Connects the parts of the page.

import { finishDelete } from './deletion.js';
import { takeFiles } from './drop-zone.js';
import { create, element, fileName } from './elements.js';
import { exists, folder, inFolder, refresh } from './files.js';
import './history.js';
import { limits, loaded } from './limits.js';
import { nameProblem, uniqueName } from './names.js';
import { Queue } from './queue.js';
import { openDropBox } from './share.js';
import { size } from './text.js';
import { upload } from './upload.js';

const queue = new Queue(element('upload'), upload, { onDone: refresh });
takeFiles(async (picked, target) => {
  await finishDelete();
  // Another browser may have uploaded files since the last list. The service refuses to replace others.
  await refresh();
  const files = new Map();
  for (const { file, name } of picked) files.set(uniqueName(inFolder(name, target), (other) => files.has(other)), file);
  const isTaken = (name) => exists(name) || queue.has(name);
  const existing = [...files.keys()].filter(isTaken);
  const isReplacing = existing.length === 0 || await askToReplace(existing);
  for (const [name, file] of files) {
    if (isReplacing || !isTaken(name)) queue.add(file, name, isReplacing && existing.includes(name));
  }
}, folder);
loaded.then(() => {
  if (Number.isFinite(limits.max_bytes)) element('most').textContent = `At most ${size(limits.max_bytes)} for each file.`;
});

// A store replaces an object of the same name without asking.
const replaceDialog = element('replace-dialog');

function askToReplace(names) {
  element('replace-names').replaceChildren(...names.map((name) => create('li', {}, fileName(name))));
  replaceDialog.returnValue = '';
  replaceDialog.showModal();
  return new Promise((resolve) => {
    replaceDialog.addEventListener('close', () => {
      element('picker').focus();
      resolve(replaceDialog.returnValue === 'replace');
    }, { once: true });
  });
}

element('open-drop-box').addEventListener('click', openDropBox);

const folderDialog = element('folder-dialog');
const folderForm = folderDialog.querySelector('form');
const folderName = element('folder-name');
const newFolder = () => inFolder(folderName.value.trim());
element('new-folder').addEventListener('click', () => {
  folderForm.reset();
  checkFolder();
  folderDialog.showModal();
});
// There must be room for the name of a file in the folder.
function checkFolder() {
  const isNested = folderName.value.includes('/');
  folderName.setCustomValidity((isNested ? 'The name must not contain slashes.' : nameProblem(`${newFolder()}/1.jpg`, limits.max_name_bytes)) ?? '');
}
folderName.addEventListener('input', checkFolder);
element('close-folder').addEventListener('click', () => folderDialog.close());
folderForm.addEventListener('submit', () => {
  // A store has no folders without files, so nothing is created before the first upload.
  location.hash = `/${encodeURIComponent(newFolder())}`;
});

// A dialog belongs to the folder over which it was opened.
addEventListener('hashchange', () => document.querySelector('dialog[open]')?.close());
refresh();
