// The fields for how long a link works.

import { now } from './clock.js';
import { element } from './elements.js';
import { limits } from './limits.js';
import { duration } from './text.js';

const DEFAULT_HOURS = 12;
const SECONDS = { minutes: 60, hours: 3600, days: 86400 };

const amount = element('amount');
const unit = element('unit');
const until = element('until');

// Shows the default within the limits of the service.
export function showLife() {
  const most = limits.longest_link_seconds;
  element('life-hint').textContent = `At most ${duration(most)}.`;
  for (const option of unit.options) option.disabled = SECONDS[option.value] > most;
  if (unit.selectedOptions[0].disabled) unit.value = 'minutes';
  amount.value = DEFAULT_HOURS;
  showUnit();
}

function showUnit() {
  const isUntil = unit.value === 'until';
  amount.hidden = isUntil;
  amount.disabled = isUntil;
  until.hidden = !isUntil;
  until.disabled = !isUntil;
  if (isUntil) {
    // The field has no seconds, so the next minute may begin at once.
    until.min = localMinute(120);
    until.max = localMinute(limits.longest_link_seconds);
    until.value = localMinute(Math.min(DEFAULT_HOURS * 3600, limits.longest_link_seconds));
  } else {
    amount.max = Math.floor(limits.longest_link_seconds / SECONDS[unit.value]);
    amount.value = Math.min(amount.value || 1, amount.max);
  }
  checkLife();
}

// The value of a `datetime-local` field for the local time in so many seconds.
function localMinute(seconds) {
  const time = new Date(now() + seconds * 1000);
  time.setMinutes(time.getMinutes() - time.getTimezoneOffset());
  return time.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}

// The browser's own sentence does not say what the maximum is for.
export function checkLife() {
  for (const field of [amount, until]) {
    field.setCustomValidity(field.validity.rangeOverflow ? `Links work for at most ${duration(limits.longest_link_seconds)}.` : '');
  }
}

export function requestedExpiry() {
  if (unit.value === 'until') return { until: Math.floor(new Date(until.value) / 1000) };
  return { seconds: amount.valueAsNumber * SECONDS[unit.value] };
}

unit.addEventListener('change', showUnit);
