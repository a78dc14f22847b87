// What the service allows; it applies its limits itself as well.

import { get } from './service.js';

export const limits = {
  longest_link_seconds: 7 * 86400,
  max_bytes: Infinity,
  max_form_bytes: Infinity,
  max_name_bytes: 200,
  // The extensions of the files that browsers show; unknown before the service has answered.
  shown: null,
};

export const loaded = get('limits').then((allowed) => Object.assign(limits, allowed), () => {});
