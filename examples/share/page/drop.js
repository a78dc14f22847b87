// The page behind an upload link. The fragment of its URL contains the presigned form.

import { element, showProblem } from './elements.js';
import { Queue, takeFiles } from './queue.js';
import { Problem } from './service.js';
import { size, timeLeft } from './text.js';
import { sendForm } from './upload.js';

function readBox() {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

const box = readBox();

async function uploadToBox(file, name, options) {
  if (file.size > box.max_bytes) {
    const problem = new Problem(`The file is larger than ${size(box.max_bytes)}, the maximum of this link.`);
    problem.isPermanent = true;
    throw problem;
  }
  await sendForm(box, file, name, options);
}

function showExpiry() {
  const time = box && timeLeft(box.expires_at);
  element('drop-zone').hidden = !time;
  if (time) element('lives').textContent = `You can upload files. This link expires in ${time}.`;
  const problem = box ? 'This link has expired. Ask for a new one.' : 'This link is incomplete. Copy the whole link.';
  showProblem('problem', time ? null : problem);
}

const queue = new Queue(element('upload'), uploadToBox, { keepsFinished: true });
takeFiles(element('drop-zone'), element('picker'), (picked) => {
  for (const { file, name } of picked) queue.add(file, name);
});
if (box) element('most').textContent = `Up to ${size(box.max_bytes)} per file.`;
showExpiry();
setInterval(showExpiry, 1000);
