// The time of the service, because the clock of the browser may be wrong.

let ahead = 0;

export const now = () => Date.now() - ahead;

// The header has whole seconds, and the response takes some time, so a small difference means nothing.
fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' }).then(({ headers }) => {
  const difference = Date.now() - Date.parse(headers.get('date'));
  if (Math.abs(difference) > 60_000) ahead = difference;
}, () => {});
