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

// How long something still lives, to the nearest of the units shown: what was made to work for twelve hours
// is not said to work for 11 h 59 min a moment later.
export function left(unixSeconds) {
  const seconds = Math.round(unixSeconds - Date.now() / 1000);
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(seconds / 3600);
  if (seconds <= 0) return null;
  if (seconds < 60 * 60) return inUnits(seconds, 60, 'min', 's');
  if (minutes < 24 * 60) return inUnits(minutes, 60, 'h', 'min');
  return inUnits(hours, 24, 'd', 'h');
}

function inUnits(amount, inLarge, large, small) {
  return [[Math.floor(amount / inLarge), large], [amount % inLarge, small]]
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
