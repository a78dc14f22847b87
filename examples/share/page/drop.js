// The page of somebody who was sent a link to upload: all that it may do stands in its address.

import { left, size } from './service.js';
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

function showLife() {
  const time = box && left(box.expires_at);
  element('drop-zone').hidden = !time;
  element('problem').hidden = Boolean(time);
  if (time) element('lives').textContent = `You can upload for ${time}.`;
  else element('problem').textContent = box ? 'This link has expired. Ask for another.' : 'This link is not complete. Copy all of it.';
}

takeFiles(element('drop-zone'), element('picker'), (picked) => {
  for (const file of picked) showUpload(element('uploads'), file, uploadTo);
});
if (box) element('most').textContent = `${size(box.max_bytes)} each at most.`;
showLife();
setInterval(showLife, 1000);
