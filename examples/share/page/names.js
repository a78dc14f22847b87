// The names of new files. The service has the same rules, but not for files that the holder of an upload link sends.

const MAX_PART_BYTES = 200;

const isLonger = (text, bytes) => new TextEncoder().encode(text).length > bytes;

// Why a file cannot have this name with its folders; null if it can.
export function nameProblem(name, maxBytes) {
  const parts = name.split('/');
  if (parts.some((part) => part.trim() === '')) return 'The name is empty.';
  if (/[\\\p{Cc}]|\$\{filename\}/u.test(name) || parts.includes('.') || parts.includes('..')) {
    return 'The name contains characters that are not allowed.';
  }
  const isTooLong = isLonger(name, maxBytes) || parts.some((part) => isLonger(part, MAX_PART_BYTES));
  return isTooLong ? 'The name is too long. Shorten it.' : null;
}

// `cat.jpg` becomes `cat (2).jpg` if it is taken.
export function uniqueName(name, isTaken) {
  const [, stem, extension] = /^(.*[^/])(\.[^./]+)$/s.exec(name) ?? [null, name, ''];
  let unique = name;
  for (let number = 2; isTaken(unique); number += 1) unique = `${stem} (${number})${extension}`;
  return unique;
}
