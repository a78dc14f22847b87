// Uploads directly from the browser to the store.

import { Problem, post } from './service.js';

const PARALLEL_PARTS = 4;
const ATTEMPTS = 3;
const PAUSE_MS = 1000;

// Sends one request to the store. `fetch` does not report upload progress.
export function send({ method, url, headers = {} }, body, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sends the length itself.
      if (name !== 'content-length') request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status < 300) resolve(request);
      else reject(refusal(request));
    };
    request.onerror = () => reject(new Problem('The store is not responding, or does not allow uploads from this page.'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', stop);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) reject(new DOMException('aborted', 'AbortError'));
    else request.send(body);
  });
}

const REFUSALS = {
  AccessDenied: 'The time for the upload is over. Try again.',
  EntityTooLarge: 'The file has become larger. Choose it again.',
  EntityTooSmall: 'The file has become smaller. Choose it again.',
  ExpiredToken: 'The time for the upload is over. Try again.',
};

// Explains why the store rejected a request. Only server errors are worth a retry.
function refusal(request) {
  const code = /<Code>(\w+)<\/Code>/.exec(request.responseText ?? '')?.[1];
  const problem = new Problem(REFUSALS[code] ?? 'The store did not accept the upload. Try again later.');
  problem.isFinal = request.status < 500;
  return problem;
}

function hiddenEtag() {
  const problem = new Problem('The settings of the store do not allow uploads of large files from this page.');
  problem.isFinal = true;
  return problem;
}

function formOf({ fields }, file, name) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    // S3 replaces `${filename}` itself, but some stores do not, and browsers escape some characters of file names.
    form.append(field, field === 'key' ? value.replace('${filename}', () => name) : value);
  }
  // The store ignores fields after the file.
  form.append('file', file);
  return form;
}

export const sendForm = (form, file, name, options) => (
  send({ method: 'POST', url: form.url }, formOf(form, file, name), options));

// Waits, unless the upload is aborted.
const pause = (milliseconds, signal) => new Promise((resolve) => {
  setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', resolve, { once: true });
});

// Calls again after a failure that may be temporary.
async function persist(call, signal, beforeRetry = () => {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || error.isFinal || error.isPermanent || attempt === ATTEMPTS) throw error;
      beforeRetry();
      await pause(attempt * PAUSE_MS, signal);
      signal.throwIfAborted();
    }
  }
}

async function uploadParts(file, name, { upload_id, part_bytes, parts }, { onProgress, signal }) {
  const sent = parts.map(() => 0);
  const etags = parts.map(() => '');
  const waiting = parts.map((request, index) => ({ request, index }));
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);

  const uploadPart = async ({ request, index }) => {
    const part = file.slice(index * part_bytes, (index + 1) * part_bytes);
    const report = (bytes) => {
      sent[index] = bytes;
      onProgress(sent.reduce((sum, bytes) => sum + bytes));
    };
    const response = await persist(() => send(request, part, { onProgress: report, signal: either }), either, () => report(0));
    etags[index] = response.getResponseHeader('etag');
    if (!etags[index]) throw hiddenEtag();
    report(part.size);
  };
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await uploadPart(next);
  };

  const upload = { name, upload_id };
  try {
    await Promise.all(Array.from({ length: PARALLEL_PARTS }, work));
    await persist(() => post('uploads/complete', { ...upload, etags }), signal);
  } catch (error) {
    stop.abort();
    // Parts of an incomplete upload are not listed, but stored and billed. Without an answer of the service, the store
    // may be about to complete the upload.
    if (!error.isUnanswered) await post('uploads/abort', upload).catch(() => {});
    throw error;
  }
}

// Uploads a file under a name with a form or in parts, as the service decides.
export async function upload(file, name, options) {
  const begun = await post('uploads', { name, bytes: file.size, replace: options?.isReplacing ?? false });
  if (begun.how === 'form') await sendForm(begun.form, file, name, options);
  else await uploadParts(file, name, begun, options);
}
