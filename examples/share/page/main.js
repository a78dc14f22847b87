// The list of files and its buttons.

import { Problem, files, size } from './service.js';
import { openDropBox, openShare } from './share.js';
import { showUpload, takeFiles, upload } from './upload.js';

const element = (id) => document.getElementById(id);

const DATE = { dateStyle: 'medium', timeStyle: 'short' };

function row({ name, bytes, modified }) {
  const row = document.createElement('li');
  const title = Object.assign(document.createElement('span'), { className: 'file-name', textContent: name });
  const about = Object.assign(document.createElement('p'), {
    className: 'hint',
    textContent: `${size(bytes)}, ${new Date(modified).toLocaleString([], DATE)}`,
  });
  const share = Object.assign(document.createElement('button'), {
    type: 'button',
    textContent: 'Share',
    onclick: () => openShare(name),
  });
  share.setAttribute('aria-label', `Share ${name}`);
  row.append(title, about, share);
  return row;
}

async function showFiles() {
  const problem = element('files-problem');
  try {
    const all = await files();
    element('files').replaceChildren(...all.map(row));
    element('no-files').hidden = all.length > 0;
    problem.hidden = true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

takeFiles(element('drop-zone'), element('picker'), (picked) => {
  for (const file of picked) showUpload(element('uploads'), file, upload, showFiles);
});
element('open-drop-box').addEventListener('click', openDropBox);
showFiles();
