// The dialog that creates links: download links and upload links.

import { Problem, post, timeLeft } from './service.js';

const element = (id) => document.getElementById(id);
const dialog = element('share-dialog');
const form = element('share-form');
const result = element('link');

// The name of the file to share; null for an upload link.
let shared = null;
let countdown = 0;
// Counts changes of the settings, so that a late response for earlier settings is ignored.
let revision = 0;

export function openShare(name) {
  open(name, 'Share ', name);
  element('save-as').value = name;
}

export function openDropBox() {
  open(null, 'Request files', '');
}

function open(name, title, shownName) {
  shared = name;
  clear();
  element('share-title').firstChild.textContent = title;
  element('share-name').textContent = shownName;
  element('download-settings').hidden = name === null;
  dialog.showModal();
}

// Removes the link, which belongs to the settings that it was created with.
function clear() {
  revision += 1;
  clearInterval(countdown);
  result.hidden = true;
  element('share-problem').hidden = true;
  element('make-link').textContent = 'Create link';
}

const SECONDS = { minutes: 60, hours: 3600, days: 86400 };

function requestedExpiry() {
  const unit = element('unit').value;
  if (unit === 'until') return { until: Math.floor(new Date(element('until').value) / 1000) };
  return { seconds: element('amount').valueAsNumber * SECONDS[unit] };
}

function showUnit() {
  const isUntil = element('unit').value === 'until';
  element('amount').hidden = isUntil;
  element('amount').required = !isUntil;
  element('until').hidden = !isUntil;
  element('until').required = isUntil;
}

async function makeLink() {
  if (shared === null) {
    const made = await post('drop-boxes', { life: requestedExpiry() });
    const { expires_at, max_bytes } = made;
    // Browsers do not send the fragment to any server.
    const box = encodeURIComponent(JSON.stringify({ ...made.form, expires_at, max_bytes }));
    return { ...made, url: new URL(`/drop#${box}`, location).href, qr_svg: null };
  }
  return post('links', {
    name: shared,
    save_as: element('save-as').value,
    disposition: new FormData(form).get('disposition'),
    life: requestedExpiry(),
  });
}

function show({ url, curl, qr_svg, expires_at, limited_by }) {
  element('url').value = url;
  element('curl').value = curl;
  element('qr').hidden = qr_svg === null;
  if (qr_svg !== null) element('qr').src = `data:image/svg+xml,${encodeURIComponent(qr_svg)}`;
  const tick = () => {
    const time = timeLeft(expires_at);
    const limit = limited_by ? `, limited by ${limited_by}` : '';
    element('lives').textContent = time ? `Expires in ${time}${limit}` : 'Expired';
    if (!time) clearInterval(countdown);
  };
  clearInterval(countdown);
  countdown = setInterval(tick, 1000);
  tick();
  result.hidden = false;
  element('make-link').textContent = 'Create another link';
  result.scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  clear();
  const requested = revision;
  element('make-link').disabled = true;
  try {
    const link = await makeLink();
    if (requested === revision) show(link);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (requested !== revision) return;
    element('share-problem').textContent = error.message;
    element('share-problem').hidden = false;
  } finally {
    element('make-link').disabled = false;
  }
});

form.addEventListener('input', (event) => {
  if (!result.contains(event.target)) clear();
});
element('unit').addEventListener('change', showUnit);
element('close-share').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', clear);

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = element(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
