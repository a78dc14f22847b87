// Sizes, times and names as the page shows them.

import { now } from './clock.js';

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

export function size(bytes) {
  if (bytes === 1) return '1 byte';
  let unit = 0;
  while (bytes >= 1024 && unit < UNITS.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${Number(bytes.toFixed(bytes < 10 ? 1 : 0))} ${UNITS[unit]}`;
}

export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

const DATE_TIME = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' };

export const dateTime = (time, zone) => new Date(time).toLocaleString([], { ...DATE_TIME, timeZoneName: zone });

// Recipients may be in another time zone.
export const expiryTime = (time) => dateTime(time, 'short');

// The time until `time`, rounded to the nearest displayed unit, so that a link that is valid for twelve hours does
// not show 11 hours 59 minutes a moment later.
export function timeLeft(time) {
  const seconds = Math.round((new Date(time) - now()) / 1000);
  return seconds > 0 ? duration(seconds) : null;
}

export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60 * 60) return inUnits(seconds, 60, 'minute', 'second');
  if (minutes < 24 * 60) return inUnits(minutes, 60, 'hour', 'minute');
  return inUnits(Math.round(seconds / 3600), 24, 'day', 'hour');
}

function inUnits(amount, inLarge, large, small) {
  return [[Math.floor(amount / inLarge), large], [amount % inLarge, small]]
    .filter(([number]) => number > 0)
    .map(([number, unit]) => count(number, unit))
    .join(' ');
}

// Shows the characters that reverse the order of others: with one, `exe.jpg` could be `gpj.exe`.
export const visible = (name) => name.replace(/[\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');

// `photos/2026/cat.jpg` is the file `cat.jpg` in the folder `photos/2026`.
export const baseName = (name) => name.slice(name.lastIndexOf('/') + 1);

const KINDS = {
  image: 'avif bmp gif heic ico jpeg jpg png psd raw svg tif tiff webp',
  video: 'avi m4v mkv mov mp4 mpeg mpg ogv webm wmv',
  audio: 'aac aiff flac m4a mid mp3 oga ogg opus wav wma',
  archive: '7z bz2 gz iso jar rar tar tgz xz zip zst',
  document: 'csv doc docx epub md odp ods odt pdf ppt pptx rtf tex txt xls xlsx',
  code: 'c cpp css go h html java js json log py rs sh sql toml ts xml yaml yml',
};
const KIND_OF = new Map(Object.entries(KINDS).flatMap(([kind, extensions]) => (
  extensions.split(' ').map((extension) => [extension, kind]))));

export const extension = (name) => /\.([^./]*)$/.exec(name)?.[1].toLowerCase() ?? '';

// The type of a file, by the extension of its name, for its icon.
export const kindOf = (name) => KIND_OF.get(extension(name)) ?? 'file';
