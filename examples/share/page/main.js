// Connects the parts of the page.

import { element } from './elements.js';
import { finishDelete, inFolder, refresh } from './files.js';
import './history.js';
import { Queue, takeFiles } from './queue.js';
import { openDropBox } from './share.js';
import { upload } from './upload.js';

const queue = new Queue(element('upload'), upload, { onDone: refresh });
takeFiles(element('drop-zone'), element('picker'), async (picked) => {
  await finishDelete();
  for (const { file, name } of picked) queue.add(file, inFolder(name));
});

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
