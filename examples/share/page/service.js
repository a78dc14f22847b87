// The API of the service.

// An error whose message is shown to the user.
export class Problem extends Error {}

async function call(path, options) {
  let response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch {
    throw new Problem('The service is not responding. Is it still running?');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = new Problem(body?.problem ?? `The service returned an error (${response.status}).`);
    problem.isPermanent = response.status === 422;
    throw problem;
  }
  return body;
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

// The time until `unixSeconds`, rounded to the nearest displayed unit, so that a link that is valid for twelve
// hours does not show 11 h 59 min a moment later.
export function timeLeft(unixSeconds) {
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
