// The page behind an upload link. The fragment of its URL contains the presigned form.

import { size, timeLeft } from './service.js';
import { formOf, send, showUpload, takeFiles } from './upload.js';

const element = (id) => document.getElementById(id);

function readBox() {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

const box = readBox();
const uploadTo = (file, options) => send('POST', box.url, formOf(box, file), options);

function showExpiry() {
  const time = box && timeLeft(box.expires_at);
  element('drop-zone').hidden = !time;
  element('problem').hidden = Boolean(time);
  if (time) element('lives').textContent = `You can upload files. This link expires in ${time}.`;
  else element('problem').textContent = box ? 'This link has expired. Ask for a new one.' : 'This link is incomplete. Copy the whole link.';
}

takeFiles(element('drop-zone'), element('picker'), (picked) => {
  for (const file of picked) showUpload(element('uploads'), file, uploadTo);
});
if (box) element('most').textContent = `Up to ${size(box.max_bytes)} per file.`;
showExpiry();
setInterval(showExpiry, 1000);
