// The service's own API.

// What a person is to be told.
export class Problem extends Error {}

async function call(path, options) {
  let response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch {
    throw new Problem('The service does not answer. Is it still running?');
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = new Problem(answer?.problem ?? `The service answered ${response.status}.`);
    problem.isForGood = response.status === 422;
    throw problem;
  }
  return answer;
}

export const files = () => call('files');

export const post = (path, body) => call(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'];

export function size(bytes) {
  let unit = 0;
  while (bytes >= 1024 && unit < UNITS.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${unit > 0 && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${UNITS[unit]}`;
}

// How long something still lives, in the two largest units.
export function left(unixSeconds) {
  const seconds = Math.max(0, Math.round(unixSeconds - Date.now() / 1000));
  const parts = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return null;
  return parts.slice(first, first + 2).map(([amount, unit]) => `${amount} ${unit}`).join(' ');
}
