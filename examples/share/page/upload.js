// Uploads directly from the browser to the store, and their rows on the page.

import { Problem, post, size } from './service.js';

const PARALLEL_PARTS = 4;
const ATTEMPTS = 3;
const PAUSE_MS = 1000;

// Sends one request to the store. `fetch` does not report upload progress.
export function send(method, url, body, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open(method, url);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status < 300) resolve(request);
      else reject(refusal(request));
    };
    request.onerror = () => reject(new Problem('The store cannot be reached, or its CORS rules do not allow this page.'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', stop);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) reject(new DOMException('aborted', 'AbortError'));
    else request.send(body);
  });
}

const REFUSALS = {
  AccessDenied: 'The upload authorization has expired or was modified. Try again.',
  EntityTooLarge: 'The file is larger than this upload allows.',
  EntityTooSmall: 'The file is smaller than this upload requires.',
  ExpiredToken: 'The upload authorization has expired. Try again.',
  SignatureDoesNotMatch: 'The upload does not match the signed request.',
};

// Explains why the store rejected a request. Only server errors are worth a retry.
function refusal(request) {
  const code = /<Code>(\w+)<\/Code>/.exec(request.responseText ?? '')?.[1];
  const problem = new Problem(REFUSALS[code] ?? `The store rejected the upload (${code ?? request.status}).`);
  problem.isFinal = request.status < 500;
  return problem;
}

function hiddenEtag() {
  const problem = new Problem('The CORS rules of the store must expose the ETag header to this page.');
  problem.isFinal = true;
  return problem;
}

export function formOf({ fields }, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    // S3 replaces `${filename}` itself, but some stores do not, and browsers escape some characters of file names.
    form.append(name, name === 'key' ? value.replace('${filename}', () => file.name) : value);
  }
  // The store ignores fields after the file.
  form.append('file', file);
  return form;
}

async function uploadForm(file, { form }, options) {
  await send('POST', form.url, formOf(form, file), options);
}

// Waits, unless the upload is aborted.
const pause = (milliseconds, signal) => new Promise((resolve) => {
  setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', resolve, { once: true });
});

async function uploadParts(file, { upload_id, part_bytes, urls }, { onProgress, signal }) {
  const sent = urls.map(() => 0);
  const etags = urls.map(() => '');
  const waiting = urls.map((url, index) => ({ url, index }));
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);

  const uploadPart = async ({ url, index }) => {
    const part = file.slice(index * part_bytes, (index + 1) * part_bytes);
    const report = (bytes) => {
      sent[index] = bytes;
      onProgress(sent.reduce((sum, bytes) => sum + bytes));
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await send('PUT', url, part, { onProgress: report, signal: either });
        etags[index] = response.getResponseHeader('etag');
        if (!etags[index]) throw hiddenEtag();
        report(part.size);
        return;
      } catch (error) {
        if (either.aborted || error.isFinal || attempt === ATTEMPTS) throw error;
        report(0);
        await pause(attempt * PAUSE_MS, either);
      }
    }
  };
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await uploadPart(next);
  };

  const upload = { name: file.name, upload_id };
  try {
    await Promise.all(Array.from({ length: PARALLEL_PARTS }, work));
    await post('uploads/complete', { ...upload, etags });
  } catch (error) {
    stop.abort();
    // Parts of an incomplete upload are not listed, but stored and billed.
    await post('uploads/abort', upload).catch(() => {});
    throw error;
  }
}

// Uploads a file with a form or in parts, as the service decides.
export async function upload(file, options) {
  const begun = await post('uploads', {
    name: file.name,
    type: file.type || 'application/octet-stream',
    bytes: file.size,
  });
  await (begun.how === 'form' ? uploadForm : uploadParts)(file, begun, options);
}

// Adds a row to `list` with the progress of an upload and buttons to cancel and retry it.
// `start(file, {onProgress, signal})` performs the upload.
export function showUpload(list, file, start, onDone = () => {}) {
  const row = document.createElement('li');
  const name = Object.assign(document.createElement('span'), { className: 'file-name', textContent: file.name });
  const state = Object.assign(document.createElement('span'), { className: 'state' });
  const progress = Object.assign(document.createElement('progress'), { max: file.size || 1, value: 0 });
  progress.setAttribute('aria-label', `Upload of ${file.name}`);
  const actions = Object.assign(document.createElement('div'), { className: 'actions' });
  row.append(name, state, actions, progress);
  list.prepend(row);

  const button = (text, onclick) => Object.assign(
    document.createElement('button'),
    { type: 'button', className: 'quiet', textContent: text, onclick },
  );
  const run = async () => {
    const cancel = new AbortController();
    row.className = '';
    progress.hidden = false;
    // Screen readers announce the result, but not each progress step.
    state.ariaLive = 'off';
    actions.replaceChildren(button('Cancel', () => cancel.abort()));
    state.textContent = `0 of ${size(file.size)}`;
    const onProgress = (bytes) => {
      // The browser also counts the form fields and boundaries around the file.
      progress.value = Math.min(bytes, file.size);
      state.textContent = `${size(progress.value)} of ${size(file.size)}`;
    };
    try {
      await start(file, { onProgress, signal: cancel.signal });
      state.ariaLive = 'polite';
      row.className = 'done';
      state.textContent = `Uploaded, ${size(file.size)}`;
      actions.replaceChildren();
      progress.hidden = true;
      onDone();
    } catch (error) {
      state.ariaLive = 'polite';
      row.className = 'failed';
      progress.hidden = true;
      if (error.name === 'AbortError') state.textContent = 'Cancelled.';
      else if (error instanceof Problem) state.textContent = error.message;
      else throw error;
      actions.replaceChildren(...(error.isPermanent ? [] : [button('Try again', run)]));
    }
  };
  return run();
}

// Calls `onFiles` with the files that are chosen or dropped.
export function takeFiles(zone, picker, onFiles) {
  picker.addEventListener('change', () => {
    onFiles([...picker.files]);
    picker.value = '';
  });
  // Otherwise the browser opens a file that is dropped outside the zone in place of the page.
  for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault());
  for (const name of ['dragenter', 'dragover']) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
  }
  for (const name of ['dragleave', 'drop']) zone.addEventListener(name, () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    onFiles([...event.dataTransfer.files]);
  });
}
