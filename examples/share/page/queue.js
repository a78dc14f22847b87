// The queue of uploads: one row for each file, and the progress of all.

import { button, create, fileName } from './elements.js';
import { Problem } from './service.js';
import { count, size, visible } from './text.js';

const PARALLEL_FILES = 3;

const CANCELLED = 'Cancelled.';
const isPending = ({ state }) => state === 'waiting' || state === 'running';

// `area` contains `.total`, `ul` and the picker. `start(file, name, {isReplacing, onProgress, signal})` uploads one
// file, and `onDone` is called when it is complete. Finished uploads leave the queue, unless `keepsFinished` is set. `goodbye` is shown
// when all files are uploaded.
export class Queue {
  // By name.
  #uploads = new Map();
  #waiting = [];
  #running = 0;
  // The uploads that the total is about: until all of them have ended.
  #batch = [];

  constructor(area, start, { onDone = () => {}, keepsFinished = false, goodbye = '' } = {}) {
    Object.assign(this, { start, onDone, keepsFinished, goodbye });
    this.picker = area.querySelector('input');
    this.list = area.querySelector('ul');
    this.total = area.querySelector('.total');
    this.text = create('p', { className: 'hint' });
    this.progress = create('progress', { ariaLabel: 'Progress of all uploads' });
    this.cancel = button('Cancel all', null, () => this.#cancelAll());
    this.dismiss = button('Dismiss all', null, () => this.#dismissAll());
    this.status = create('p', { className: 'hint', role: 'status' });
    this.total.append(this.text, this.cancel, this.progress);
    this.dismiss.hidden = true;
    // Above the list, which may be long.
    this.list.before(this.status);
    area.append(this.dismiss);
    addEventListener('beforeunload', (event) => {
      if (this.#running > 0) event.preventDefault();
    });
  }

  has(name) {
    return this.#uploads.has(name) && isPending(this.#uploads.get(name));
  }

  // Replaces an upload of the same name, and if `isReplacing` also a file.
  add(file, name, isReplacing = false) {
    const earlier = this.#uploads.get(name);
    if (earlier) {
      this.#cancelOne(earlier);
      this.#batch = this.#batch.filter((upload) => upload !== earlier);
      this.#remove(earlier);
    }
    const upload = { file, name, isReplacing, row: create('li') };
    this.#uploads.set(name, upload);
    this.list.append(upload.row);
    this.#enqueue(upload);
  }

  #enqueue(upload) {
    Object.assign(upload, { state: 'waiting', sent: 0, abort: new AbortController() });
    if (this.#batch.length === 0) this.status.textContent = '';
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
      const { file, name, isReplacing, abort: { signal } } = upload;
      await this.start(file, name, { isReplacing, onProgress, signal });
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
    this.#show(upload, `Uploaded, ${size(upload.file.size)}.`);
    if (!this.keepsFinished) this.#remove(upload);
    this.onDone();
  }

  #fail(upload, error) {
    const isCancelled = error.name === 'AbortError';
    const isProblem = error instanceof Problem;
    const sentence = isProblem ? error.message : 'The file could not be uploaded. Try again.';
    upload.state = isCancelled ? 'cancelled' : 'failed';
    const { isPermanent, isConflict } = error;
    Object.assign(upload, { isPermanent, isConflict });
    this.#show(upload, isCancelled ? CANCELLED : sentence);
    if (!isCancelled && !isProblem) throw error;
  }

  #remove(upload) {
    const hadFocus = upload.row.contains(document.activeElement);
    upload.row.remove();
    if (this.#uploads.get(upload.name) === upload) this.#uploads.delete(upload.name);
    if (hadFocus) this.picker.focus();
    this.#showTotal();
  }

  #cancelAll() {
    for (const upload of this.#batch) this.#cancelOne(upload);
    this.#showTotal();
  }

  #dismissAll() {
    for (const upload of this.#uploads.values()) {
      if (upload.state !== 'done') this.#remove(upload);
    }
    this.picker.focus();
  }

  #cancelOne(upload) {
    if (upload.state === 'running') upload.abort.abort();
    if (upload.state !== 'waiting') return;
    this.#waiting.splice(this.#waiting.indexOf(upload), 1);
    upload.state = 'cancelled';
    this.#show(upload, CANCELLED);
    this.#showTotal();
  }

  #show(upload, text) {
    const { file, name, row, state } = upload;
    const hadFocus = row.contains(document.activeElement);
    upload.text = create('span', { className: 'state', textContent: text });
    upload.progress = create('progress', { max: file.size || 1, value: upload.sent, ariaLabel: `Upload of ${visible(name)}` });
    const actions = create('div', { className: 'actions' }, ...this.#actions(upload));
    row.className = state;
    row.replaceChildren(fileName(name), upload.text, actions);
    if (state === 'running') row.append(upload.progress);
    if (hadFocus) actions.querySelector('button')?.focus();
  }

  #actions(upload) {
    const { state } = upload;
    const name = visible(upload.name);
    if (state === 'done') return [];
    if (isPending(upload)) return [button('Cancel', `Cancel the upload of ${name}`, () => this.#cancelOne(upload))];
    const retry = button('Try again', `Try again to upload ${name}`, () => this.#enqueue(upload));
    const dismiss = button('Dismiss', `Dismiss ${name}`, () => this.#remove(upload));
    const replace = button('Replace', `Replace ${name}`, () => {
      upload.isReplacing = true;
      this.#enqueue(upload);
    });
    if (upload.isConflict) return [replace, dismiss];
    return upload.isPermanent ? [dismiss] : [retry, dismiss];
  }

  #showTotal() {
    const isOver = this.#running === 0 && this.#waiting.length === 0;
    if (isOver && this.#batch.length > 0) this.#announce();
    const counted = this.#batch.filter((upload) => isPending(upload) || upload.state === 'done');
    const done = counted.filter(({ state }) => state === 'done').length;
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    const bytes = sum(counted.map(({ file }) => file.size));
    const sent = sum(counted.map((upload) => upload.sent));
    Object.assign(this.progress, { max: bytes || 1, value: sent });
    this.text.textContent = `${done} of ${count(counted.length, 'file')} uploaded, ${size(sent)} of ${size(bytes)}`;
    const hadFocus = this.total.contains(document.activeElement);
    this.total.hidden = counted.length < 2;
    if (hadFocus && this.total.hidden) this.picker.focus();
    const ended = [...this.#uploads.values()].filter(({ state }) => state === 'failed' || state === 'cancelled');
    this.dismiss.hidden = !isOver || ended.length < 2;
  }

  // Says how the uploads have ended, all at once: screen readers read only the last of several sentences.
  #announce() {
    const ended = (wanted) => this.#batch.filter(({ state }) => state === wanted);
    const results = [['done', 'uploaded'], ['failed', 'not uploaded'], ['cancelled', 'cancelled']]
      .map(([state, words]) => [ended(state).length, words])
      .filter(([number]) => number > 0)
      .map(([number, words]) => `${count(number, 'file')} ${words}`);
    const isComplete = ended('done').length === this.#batch.length;
    const reasons = ended('failed').map(({ text }) => ` ${text.textContent}`).join('');
    this.status.replaceChildren(
      `${results.join(', ')}.${isComplete ? this.goodbye : ''}`,
      create('span', { className: 'visually-hidden', textContent: reasons }),
    );
    this.#batch = [];
  }
}
