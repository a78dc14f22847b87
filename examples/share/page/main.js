// Connects the parts of the page.

import { finishDelete } from './deletion.js';
import { create, element } from './elements.js';
import { exists, inFolder, refresh } from './files.js';
import './history.js';
import { Queue, takeFiles } from './queue.js';
import { openDropBox } from './share.js';
import { upload } from './upload.js';

const queue = new Queue(element('upload'), upload, { onDone: refresh });
takeFiles(element('drop-zone'), element('picker'), async (picked) => {
  await finishDelete();
  // Another browser may have uploaded files since the last list.
  await refresh();
  const files = picked.map(({ file, name }) => ({ file, name: inFolder(name) }));
  const existing = files.filter(({ name }) => exists(name));
  const isReplacing = existing.length === 0 || await askToReplace(existing);
  for (const { file, name } of files) {
    if (isReplacing || !exists(name)) queue.add(file, name);
  }
});

// A store replaces an object of the same name without asking.
const replaceDialog = element('replace-dialog');

function askToReplace(files) {
  const names = files.map(({ name }) => create('li', { className: 'file-name', textContent: name }));
  element('replace-names').replaceChildren(...names);
  replaceDialog.returnValue = '';
  replaceDialog.showModal();
  return new Promise((resolve) => {
    replaceDialog.addEventListener('close', () => resolve(replaceDialog.returnValue === 'replace'), { once: true });
  });
}

element('open-drop-box').addEventListener('click', openDropBox);

const folderDialog = element('folder-dialog');
const folderForm = folderDialog.querySelector('form');
element('new-folder').addEventListener('click', () => {
  folderForm.reset();
  folderDialog.showModal();
});
element('close-folder').addEventListener('click', () => folderDialog.close());
folderForm.addEventListener('submit', () => {
  // A store has no folders without files, so nothing is created before the first upload.
  location.hash = `/${encodeURIComponent(inFolder(element('folder-name').value.trim()))}`;
});

refresh();
