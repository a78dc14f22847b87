// The API of the service.

// An error whose message is shown to the user. A permanent one would be the same at the next attempt.
export class Problem extends Error {
  constructor(message, isPermanent = false) {
    super(message);
    this.isPermanent = isPermanent;
  }
}

const CONFLICT = 409;

async function call(path, options) {
  let response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch {
    const problem = new Problem('The service is not responding. Check your connection, and that the service is running.');
    problem.isUnanswered = true;
    throw problem;
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const problem = new Problem(body?.problem ?? 'The service is not available. Try again later.', response.status < 500);
  problem.isConflict = response.status === CONFLICT;
  throw problem;
}

export const get = (path) => call(path);

export const post = (path, body, options) => call(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  ...options,
});
