// The dialog that makes links: to a file, and to a drop box.

import { Problem, left, post } from './service.js';

const element = (id) => document.getElementById(id);
const dialog = element('share-dialog');
const form = element('share-form');
const result = element('link');

// The name of the file that is shared; nothing when somebody is to upload.
let shared = null;
let countdown = 0;
// Which settings these are, so that a late answer to others is not taken for theirs.
let settings = 0;

export function openShare(name) {
  open(name, `Share `, name);
  element('save-as').value = name;
}

export function openDropBox() {
  open(null, 'Let somebody upload', '');
}

function open(name, title, shownName) {
  shared = name;
  forget();
  element('share-title').firstChild.textContent = title;
  element('share-name').textContent = shownName;
  element('download-settings').hidden = name === null;
  dialog.showModal();
}

// A link stands for the settings that it was made with.
function forget() {
  settings += 1;
  clearInterval(countdown);
  result.hidden = true;
  element('share-problem').hidden = true;
  element('make-link').textContent = 'Make the link';
}

const SECONDS = { minutes: 60, hours: 3600, days: 86400 };

function life() {
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
    const made = await post('drop-boxes', { life: life() });
    const { expires_at, max_bytes } = made;
    // The form stands behind the `#`, so that no server ever sees it.
    const box = encodeURIComponent(JSON.stringify({ ...made.form, expires_at, max_bytes }));
    return { ...made, url: new URL(`/drop#${box}`, location).href, qr_svg: null };
  }
  return post('links', {
    name: shared,
    save_as: element('save-as').value,
    disposition: new FormData(form).get('disposition'),
    life: life(),
  });
}

function show({ url, curl, qr_svg, expires_at, limited_by }) {
  element('url').value = url;
  element('curl').value = curl;
  element('qr').hidden = qr_svg === null;
  if (qr_svg !== null) element('qr').src = `data:image/svg+xml,${encodeURIComponent(qr_svg)}`;
  const tick = () => {
    const time = left(expires_at);
    const limit = limited_by ? `, limited by ${limited_by}` : '';
    element('lives').textContent = time ? `Works for ${time}${limit}` : 'It has expired.';
    if (!time) clearInterval(countdown);
  };
  clearInterval(countdown);
  countdown = setInterval(tick, 1000);
  tick();
  result.hidden = false;
  element('make-link').textContent = 'Make another';
  result.scrollIntoView({ block: 'nearest' });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  forget();
  const asked = settings;
  element('make-link').disabled = true;
  try {
    const link = await makeLink();
    if (asked === settings) show(link);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (asked !== settings) return;
    element('share-problem').textContent = error.message;
    element('share-problem').hidden = false;
  } finally {
    element('make-link').disabled = false;
  }
});

form.addEventListener('input', (event) => {
  if (!result.contains(event.target)) forget();
});
element('unit').addEventListener('change', showUnit);
element('close-share').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', forget);

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = element(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Press Ctrl-C';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
