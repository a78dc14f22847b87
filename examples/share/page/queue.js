// The queue of uploads: one row for each file, and the progress of all.

import { button, create } from './elements.js';
import { Problem } from './service.js';
import { count, size } from './text.js';

const PARALLEL_FILES = 3;

// `area` contains `.total` and `ul`. `start(file, name, {onProgress, signal})` uploads one file, and `onDone(name)` is
// called when it is complete. Finished uploads leave the queue, unless `keepsFinished` is set.
export class Queue {
  #waiting = [];
  #running = 0;
  // The uploads that the total is about: until all of them have ended.
  #batch = [];

  constructor(area, start, { onDone = () => {}, keepsFinished = false } = {}) {
    Object.assign(this, { area, start, onDone, keepsFinished });
    this.list = area.querySelector('ul');
    this.total = area.querySelector('.total');
    this.text = create('p', { className: 'hint' });
    this.progress = create('progress', { ariaLabel: 'Progress of all uploads' });
    this.cancel = button('Cancel all', null, () => this.#cancelAll());
    this.status = create('p', { className: 'visually-hidden', role: 'status' });
    this.total.append(this.text, this.cancel, this.progress);
    area.append(this.status);
    addEventListener('beforeunload', (event) => {
      if (this.#running > 0) event.preventDefault();
    });
  }

  add(file, name) {
    const upload = { file, name, sent: 0, abort: new AbortController(), state: 'waiting' };
    upload.row = create('li');
    this.list.append(upload.row);
    this.#enqueue(upload);
  }

  #enqueue(upload) {
    Object.assign(upload, { state: 'waiting', sent: 0, abort: new AbortController() });
    this.#batch.push(upload);
    this.#waiting.push(upload);
    this.#show(upload, 'Waiting');
    this.#next();
  }

  #next() {
    while (this.#running < PARALLEL_FILES && this.#waiting.length > 0) this.#run(this.#waiting.shift());
    this.#showTotal();
  }

  async #run(upload) {
    this.#running += 1;
    upload.state = 'running';
    const { size: bytes } = upload.file;
    const onProgress = (sent) => {
      // The browser also counts the form fields and boundaries around the file.
      upload.sent = Math.min(sent, bytes);
      upload.progress.value = upload.sent;
      upload.text.textContent = `${size(upload.sent)} of ${size(bytes)}`;
      this.#showTotal();
    };
    this.#show(upload, `0 of ${size(bytes)}`);
    try {
      await this.start(upload.file, upload.name, { onProgress, signal: upload.abort.signal });
      this.#finish(upload);
    } catch (error) {
      this.#fail(upload, error);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #finish(upload) {
    upload.state = 'done';
    upload.sent = upload.file.size;
    this.#show(upload, `Uploaded, ${size(upload.file.size)}`);
    if (!this.keepsFinished) this.#remove(upload);
    this.onDone(upload.name);
  }

  #fail(upload, error) {
    upload.state = 'failed';
    upload.isPermanent = error.isPermanent;
    this.#show(upload, error.name === 'AbortError' ? 'Cancelled.' : error.message);
    if (error.name !== 'AbortError' && !(error instanceof Problem)) throw error;
  }

  #remove({ row }) {
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) this.area.querySelector('input').focus();
  }

  #cancelAll() {
    for (const upload of this.#batch) this.#cancelOne(upload);
  }

  #cancelOne(upload) {
    if (upload.state === 'running') upload.abort.abort();
    if (upload.state !== 'waiting') return;
    this.#waiting.splice(this.#waiting.indexOf(upload), 1);
    upload.state = 'failed';
    this.#show(upload, 'Cancelled.');
    this.#showTotal();
  }

  #show(upload, text) {
    const { file, name, row, state } = upload;
    const hadFocus = row.contains(document.activeElement);
    upload.text = create('span', { className: 'state', textContent: text });
    upload.progress = create('progress', { max: file.size || 1, value: upload.sent, ariaLabel: `Upload of ${name}` });
    const actions = create('div', { className: 'actions' }, ...this.#actions(upload));
    row.className = state;
    row.replaceChildren(create('span', { className: 'file-name', textContent: name }), upload.text, actions);
    if (state === 'running') row.append(upload.progress);
    if (state === 'failed') this.status.textContent = `${name}: ${text}`;
    if (hadFocus) actions.querySelector('button')?.focus();
  }

  #actions(upload) {
    const { name, state } = upload;
    if (state === 'done') return [];
    if (state !== 'failed') return [button('Cancel', `Cancel the upload of ${name}`, () => this.#cancelOne(upload))];
    const retry = button('Try again', `Try again to upload ${name}`, () => this.#enqueue(upload));
    const dismiss = button('Dismiss', `Dismiss ${name}`, () => this.#remove(upload));
    return upload.isPermanent ? [dismiss] : [retry, dismiss];
  }

  #showTotal() {
    const counted = this.#batch.filter(({ state }) => state !== 'failed');
    const done = counted.filter(({ state }) => state === 'done').length;
    const isOver = this.#running === 0 && this.#waiting.length === 0;
    if (isOver && done > 0) this.status.textContent = `${count(done, 'file')} uploaded.`;
    if (isOver) this.#batch = [];
    this.total.hidden = isOver || counted.length < 2;
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    const bytes = sum(counted.map(({ file }) => file.size));
    const sent = sum(counted.map((upload) => upload.sent));
    Object.assign(this.progress, { max: bytes || 1, value: sent });
    this.text.textContent = `${done} of ${count(counted.length, 'file')} uploaded, ${size(sent)} of ${size(bytes)}`;
  }
}

const named = (file) => ({ file, name: file.name });

// What is dropped: an entry of a file system, which may be a folder, or only a file. Items are gone after the event.
function dropped(item) {
  const entry = item.webkitGetAsEntry();
  if (entry) return filesOf(entry);
  const file = item.getAsFile();
  return file ? [named(file)] : [];
}

// The files of a dropped file or folder, with their paths.
async function filesOf(entry, path = '') {
  const result = (call) => new Promise((resolve, reject) => call(resolve, reject));
  const name = path + entry.name;
  if (entry.isFile) return [{ file: await result((done, fail) => entry.file(done, fail)), name }];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    // Up to a hundred each time.
    const entries = await result((done, fail) => reader.readEntries(done, fail));
    if (entries.length === 0) return files;
    for (const inner of entries) files.push(...await filesOf(inner, `${name}/`));
  }
}

// Calls `onFiles` with the files that are chosen or dropped, each `{file, name}`.
export function takeFiles(zone, picker, onFiles) {
  picker.addEventListener('change', () => {
    onFiles([...picker.files].map(named));
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
  zone.addEventListener('drop', async (event) => {
    event.preventDefault();
    onFiles((await Promise.all([...event.dataTransfer.items].map(dropped))).flat());
  });
}
