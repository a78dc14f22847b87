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
    problem.isPermanent = response.status < 500;
    throw problem;
  }
  return body;
}

export const files = () => call('files');

export const limits = () => call('limits');

export const post = (path, body, options) => call(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  ...options,
});
