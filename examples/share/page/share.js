// The dialog that creates and copies links: download links and upload links.

import { create, element, showProblem } from './elements.js';
import { remember } from './history.js';
import { Problem, limits, post } from './service.js';
import { baseName, dateTime, duration, size, timeLeft } from './text.js';

const MIB = 1 << 20;
const DEFAULT_CAP_MIB = 100;
const DEFAULT_HOURS = 12;

const dialog = element('share-dialog');
const form = element('share-form');
const amount = element('amount');
const until = element('until');
const cap = element('cap');

// The name of the file to share; null for an upload link.
let shared = null;
// The link that belongs to the current settings.
let made = null;
let countdown = 0;
// Counts changes of the settings, so that a late response for earlier settings is ignored.
let revision = 0;
let isBusy = false;
// What the service allows; it applies its limits itself as well.
let most = { longest_link_seconds: 7 * 86400, max_bytes: Infinity };

const DOWNLOAD = 'Anyone with the link can download this file until the link expires.';
const UPLOAD = 'Anyone with the link can upload files to a new folder until the link expires, and cannot see your files.';

export const openShare = (name) => open(name, 'Share ', baseName(name), DOWNLOAD);

export const openDropBox = () => open(null, 'Request files', '', UPLOAD);

// Each time with the default settings.
function open(name, title, shownName, about) {
  shared = name;
  form.reset();
  clear();
  element('share-title').firstChild.textContent = title;
  element('share-name').textContent = shownName;
  element('share-about').textContent = about;
  element('save-as').value = shownName;
  element('download-settings').hidden = name === null;
  element('upload-settings').hidden = name !== null;
  showLimits();
  dialog.showModal();
}

// Removes the link, which belongs to the settings that it was created with.
function clear() {
  revision += 1;
  made = null;
  clearInterval(countdown);
  element('link').hidden = true;
  element('share-status').textContent = '';
  showProblem('share-problem', null);
}

const SECONDS = { minutes: 60, hours: 3600, days: 86400 };

function showLimits() {
  const { longest_link_seconds, max_bytes } = most;
  element('life-hint').textContent = `At most ${duration(longest_link_seconds)}.`;
  for (const option of element('unit').options) {
    option.disabled = SECONDS[option.value] > longest_link_seconds;
  }
  if (element('unit').selectedOptions[0].disabled) element('unit').value = 'minutes';
  const maxMib = Math.floor(max_bytes / MIB);
  cap.max = maxMib;
  cap.value = Math.min(DEFAULT_CAP_MIB, maxMib);
  // The service has a limit that is not in whole MiB.
  if (maxMib < 1) element('upload-settings').hidden = true;
  element('cap-hint').textContent = Number.isFinite(max_bytes) ? `At most ${size(max_bytes)}.` : '';
  amount.value = DEFAULT_HOURS;
  showUnit();
  amount.value = Math.min(DEFAULT_HOURS, amount.max);
  checkLife();
}

function showUnit() {
  const unit = element('unit').value;
  const isUntil = unit === 'until';
  amount.hidden = isUntil;
  amount.disabled = isUntil;
  until.hidden = !isUntil;
  until.disabled = !isUntil;
  if (!isUntil) {
    amount.max = Math.floor(most.longest_link_seconds / SECONDS[unit]);
    return;
  }
  until.min = localMinute(60);
  until.max = localMinute(most.longest_link_seconds);
  until.value = localMinute(Math.min(DEFAULT_HOURS * 3600, most.longest_link_seconds));
}

// The value of a `datetime-local` field for the local time in so many seconds.
function localMinute(seconds) {
  const time = new Date(Date.now() + seconds * 1000);
  time.setMinutes(time.getMinutes() - time.getTimezoneOffset());
  return time.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}

// The browser's own sentence does not say what the maximum is for.
function checkLife() {
  for (const field of [amount, until]) {
    field.setCustomValidity(field.validity.rangeOverflow ? `Links work for at most ${duration(most.longest_link_seconds)}.` : '');
  }
}

function requestedExpiry() {
  const unit = element('unit').value;
  if (unit === 'until') return { until: Math.floor(new Date(until.value) / 1000) };
  return { seconds: amount.valueAsNumber * SECONDS[unit] };
}

async function makeLink() {
  if (shared !== null) {
    return post('links', {
      name: shared,
      save_as: element('save-as').value,
      disposition: new FormData(form).get('disposition'),
      life: requestedExpiry(),
    });
  }
  const max_bytes = element('upload-settings').hidden ? null : cap.valueAsNumber * MIB;
  const link = await post('drop-boxes', { life: requestedExpiry(), max_bytes });
  const box = { ...link.form, expires_at: link.expires_at, max_bytes: link.max_bytes };
  // Browsers do not send the fragment to any server.
  const url = new URL(`/drop#${encodeURIComponent(JSON.stringify(box))}`, location).href;
  return { ...link, url, qr: null };
}

const isLoopback = (url) => /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

function show({ url, curl, qr, expires_at, limited_by }) {
  const isLocal = isLoopback(url);
  element('url').value = url;
  element('curl').value = curl;
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
    element('lives').textContent = time ? `Expires in ${time}, on ${dateTime(expires_at)}${limit}` : 'Expired';
    if (time) return;
    clearInterval(countdown);
    made = null;
    element('share-status').textContent = 'The link has expired.';
  };
  clearInterval(countdown);
  countdown = setInterval(tick, 1000);
  tick();
  element('link').hidden = false;
}

// `forScreenReaders` is announced with the text: they do not read the countdown.
async function copy(id, done, forScreenReaders = '') {
  const field = element(id);
  try {
    await navigator.clipboard.writeText(field.value);
    const unseen = create('span', { className: 'visually-hidden', textContent: forScreenReaders });
    element('share-status').replaceChildren(done, unseen);
  } catch {
    field.focus();
    field.select();
    element('share-status').textContent = 'The browser does not allow copying. Press Ctrl+C.';
  }
}

async function makeAndCopy() {
  if (made === null) {
    clear();
    const requested = revision;
    const link = await makeLink();
    if (requested !== revision) return;
    made = link;
    remember(shared ?? 'Upload link', link.expires_at);
    show(link);
  }
  const life = ` It works for ${timeLeft(made.expires_at)}, until ${dateTime(made.expires_at)}.`;
  await copy('url', 'Link copied.', life);
  element('link').scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  try {
    await makeAndCopy();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem('share-problem', error.message);
  } finally {
    isBusy = false;
  }
});

form.addEventListener('input', (event) => {
  if (element('link').contains(event.target)) return;
  clear();
  checkLife();
});
element('unit').addEventListener('change', () => {
  clear();
  showUnit();
  checkLife();
});
element('copy-command').addEventListener('click', () => copy('curl', 'Command copied.'));
element('close-share').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', clear);
limits().then((loaded) => { most = loaded; }, () => {});
