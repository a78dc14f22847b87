// Files and folders that are chosen or dropped anywhere on the page.

import { element, showProblem } from './elements.js';

const named = (file) => ({ file, name: file.name });

// What is dropped: an entry of a file system, which may be a folder, or only a file. Items are gone after the event.
function dropped(item) {
  const entry = item.webkitGetAsEntry();
  if (entry) return filesOf(entry);
  const file = item.getAsFile();
  return file ? [named(file)] : [];
}

// The files of a dropped file or folder, with their paths.
async function filesOf(entry, path = '') {
  const result = (call) => new Promise((resolve, reject) => call(resolve, reject));
  const name = path + entry.name;
  if (entry.isFile) return [{ file: await result((done, fail) => entry.file(done, fail)), name }];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    // Up to a hundred each time.
    const entries = await result((done, fail) => reader.readEntries(done, fail));
    if (entries.length === 0) return files;
    for (const inner of entries) files.push(...await filesOf(inner, `${name}/`));
  }
}

// Calls `onFiles` with the files, each `{file, name}`, in the order in which they are chosen and dropped, and with what
// `place` returned at that time.
export function takeFiles(onFiles, place = () => null) {
  const zone = element('drop-zone');
  const picker = element('picker');
  const isClosed = () => zone.hidden || document.querySelector('dialog[open]') !== null;
  let previous = Promise.resolve();
  const take = (found) => {
    const placed = place();
    previous = previous.finally(async () => {
      const files = await found;
      showProblem('drop-problem', files.length === 0 ? 'What you dropped contains no files, or they cannot be read.' : null);
      await onFiles(files, placed);
    });
  };
  picker.addEventListener('change', () => {
    take([...picker.files].map(named));
    picker.value = '';
  });
  for (const name of ['dragover', 'drop']) {
    addEventListener(name, (event) => {
      // Otherwise the browser opens the file in place of the page.
      event.preventDefault();
      if (name === 'dragover' && isClosed()) event.dataTransfer.dropEffect = 'none';
      zone.classList.toggle('over', name === 'dragover' && !isClosed());
    });
  }
  addEventListener('dragleave', () => zone.classList.remove('over'));
  addEventListener('drop', ({ dataTransfer }) => {
    if (!isClosed()) take(Promise.all([...dataTransfer.items].map(dropped)).then((files) => files.flat(), () => []));
  });
}
