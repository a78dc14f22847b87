// The dialog that creates and copies links: download links and upload links.

import { create, element, showProblem } from './elements.js';
import { remember } from './history.js';
import { checkLife, requestedExpiry, showLife } from './life.js';
import { limits } from './limits.js';
import { nameProblem } from './names.js';
import { Problem, post } from './service.js';
import { baseName, expiryTime, extension, size, timeLeft, visible } from './text.js';

const MIB = 1 << 20;
const DEFAULT_CAP_MIB = 100;

const dialog = element('share-dialog');
const form = element('share-form');
const cap = element('cap');
const saveAs = element('save-as');
const status = element('share-status');

// The name of the file to share; null for an upload link.
let shared = null;
// The link that belongs to the current settings.
let made = null;
let countdown = 0;
// Counts changes of the settings, so that a late response for earlier settings is ignored.
let revision = 0;
let isBusy = false;

const DOWNLOAD = 'Anyone with the link can download this file until the link expires.';
const UPLOAD = 'Anyone with the link can upload files to a new folder until the link expires, and cannot see your files.';

export const openShare = (name) => open(name, 'Share', visible(baseName(name)), DOWNLOAD);

export const openDropBox = () => open(null, 'Request files', '', UPLOAD);

// Each time with the default settings.
function open(name, title, shownName, about) {
  shared = name;
  form.reset();
  clear();
  element('share-action').textContent = title;
  element('share-name').textContent = shownName;
  element('share-about').textContent = about;
  saveAs.value = shownName;
  element('download-settings').hidden = name === null;
  saveAs.disabled = name === null;
  const isShown = name === null || !limits.shown || limits.shown.includes(extension(name));
  form.querySelector('[value=show]').disabled = !isShown;
  element('show-hint').hidden = isShown;
  showLife();
  showCap();
  check();
  dialog.showModal();
}

function showCap() {
  const most = Math.floor(limits.max_form_bytes / MIB);
  cap.max = most;
  cap.value = Math.min(DEFAULT_CAP_MIB, most);
  // The service may have a limit that is not in whole MiB.
  element('upload-settings').hidden = shared !== null || most < 1;
  cap.disabled = element('upload-settings').hidden;
  const reason = limits.max_form_bytes < limits.max_bytes ? ', the limit of an upload link' : '';
  element('cap-hint').textContent = Number.isFinite(most) ? `At most ${size(limits.max_form_bytes)}${reason}.` : '';
}

// The browser's own sentences do not say what the limits are for.
function check() {
  checkLife();
  cap.setCustomValidity(cap.validity.rangeOverflow ? `An upload link accepts files of at most ${size(limits.max_form_bytes)}.` : '');
  saveAs.setCustomValidity((saveAs.value && nameProblem(saveAs.value.replaceAll('/', '\\'), Infinity)) ?? '');
}

// Removes the link, which belongs to the settings that it was created with.
function clear() {
  revision += 1;
  made = null;
  setBusy(false);
  clearInterval(countdown);
  element('link').hidden = true;
  status.textContent = '';
  showProblem('share-problem', null);
}

function setBusy(value) {
  isBusy = value;
  form.ariaBusy = value;
}

async function makeLink() {
  if (shared !== null) {
    return post('links', {
      name: shared,
      save_as: saveAs.value,
      disposition: new FormData(form).get('disposition'),
      life: requestedExpiry(),
    });
  }
  const { form: fields, folder, limited_by, ...box } = await post('drop-boxes', {
    life: requestedExpiry(),
    max_bytes: cap.disabled ? null : cap.valueAsNumber * MIB,
  });
  // Browsers do not send the fragment to any server.
  const url = new URL(`/drop#${encodeURIComponent(JSON.stringify({ ...fields, ...box }))}`, location).href;
  return { url, folder, limited_by, expires_at: box.expires_at, curl: null, qr: null };
}

const isLoopback = (url) => /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

function show({ url, curl, qr, folder, expires_at, limited_by }) {
  const isLocal = isLoopback(url);
  element('url').value = url;
  element('command').hidden = curl === null;
  element('curl').value = curl ?? '';
  element('destination').hidden = !folder;
  element('folder').textContent = folder ?? '';
  element('local').hidden = !isLocal;
  // A phone that scanned the code could not open the link.
  element('qr').hidden = isLocal || qr === null;
  if (!element('qr').hidden) {
    element('qr').src = `data:image/svg+xml,${encodeURIComponent(qr.svg)}`;
    element('qr').width = qr.pixels;
    element('qr').height = qr.pixels;
  }
  const limit = limited_by ? `, limited by ${limited_by}` : '';
  const tick = () => {
    const time = timeLeft(expires_at);
    element('lives').textContent = `Expires in ${time}, on ${expiryTime(expires_at)}${limit}`;
    if (time) return;
    clear();
    showProblem('share-problem', 'The link has expired. Copy the link again to create a new one.');
  };
  tick();
  countdown = setInterval(tick, 1000);
  element('link').hidden = false;
}

// `forScreenReaders` is announced with the text: they do not read the countdown.
async function copy(id, done, forScreenReaders = '') {
  const field = element(id);
  let text = done;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.focus();
    field.select();
    text = 'The browser does not allow copying. Copy the selected text yourself.';
  }
  status.replaceChildren(text, create('span', { className: 'visually-hidden', textContent: forScreenReaders }));
}

async function makeAndCopy() {
  const requested = revision;
  if (made === null) {
    status.textContent = 'Creating the link…';
    const link = await makeLink();
    if (requested !== revision) return;
    made = link;
    remember(shared ?? `Upload to ${link.folder}`, link.expires_at);
    show(link);
  }
  const { expires_at } = made;
  await copy('url', 'Link copied.', ` It works for ${timeLeft(expires_at)}, until ${expiryTime(expires_at)}.`);
  element('link').scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (isBusy) return;
  if (made === null) clear();
  const requested = revision;
  setBusy(true);
  try {
    await makeAndCopy();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (requested !== revision) return;
    status.textContent = '';
    showProblem('share-problem', error.message);
  } finally {
    if (requested === revision) setBusy(false);
  }
});

form.addEventListener('input', (event) => {
  if (element('link').contains(event.target)) return;
  clear();
  check();
});
element('copy-command').addEventListener('click', () => copy('curl', 'Command copied.'));
element('close-share').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', clear);
