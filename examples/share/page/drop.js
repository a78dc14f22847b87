// The page behind an upload link. The fragment of its URL contains the presigned form.

import { element, showProblem } from './elements.js';
import { takeFiles } from './drop-zone.js';
import { nameProblem, uniqueName } from './names.js';
import { Queue } from './queue.js';
import { Problem } from './service.js';
import { size, timeLeft } from './text.js';
import { sendForm } from './upload.js';

function readBox() {
  try {
    const box = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    const { url, fields, expires_at, max_bytes, max_name_bytes } = box;
    const isBox = URL.canParse(url) && typeof fields.key === 'string' && typeof expires_at === 'string' && Date.parse(expires_at)
      && typeof max_bytes === 'number' && typeof max_name_bytes === 'number';
    return isBox ? box : null;
  } catch {
    return null;
  }
}

const box = readBox();

// A store replaces an object of the same name without asking, so the files of each visit are put in a folder of their
// own, and the names there are unique.
const visit = Math.random().toString(36).slice(2, 8);
const uploaded = new Set();

function checkExpiry() {
  if (!timeLeft(box.expires_at)) throw new Problem('This link has expired.', true);
}

async function uploadToBox(file, name, options) {
  const problem = nameProblem(name, box.max_name_bytes);
  if (problem) throw new Problem(problem, true);
  if (file.size > box.max_bytes) {
    throw new Problem(`The file is larger than ${size(box.max_bytes)}, the maximum of this link.`, true);
  }
  try {
    checkExpiry();
    await sendForm(box, file, `${visit}/${name}`, options);
    uploaded.add(name);
  } catch (error) {
    // The store says only that it refuses the upload.
    if (error instanceof Problem) checkExpiry();
    throw error;
  }
}

function showExpiry() {
  const time = box && timeLeft(box.expires_at);
  element('drop-zone').hidden = !time;
  element('lives').textContent = time ? `You can upload files. This link expires in ${time}.` : '';
  const problem = box ? 'This link has expired. Ask for a new one.' : 'This link is incomplete. Copy the whole link.';
  showProblem('problem', time ? null : problem);
}

const queue = new Queue(element('upload'), uploadToBox, { keepsFinished: true, goodbye: ' You can close this page.' });
takeFiles((picked) => {
  for (const { file, name } of picked) {
    const unique = uniqueName(name, (other) => uploaded.has(other) || queue.has(other));
    queue.add(file, unique);
  }
});
if (box) element('most').textContent = `At most ${size(box.max_bytes)} for each file.`;
showExpiry();
setInterval(showExpiry, 1000);
// Another link is opened in this tab.
addEventListener('hashchange', () => location.reload());
