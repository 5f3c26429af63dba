// Numbers, dates and hours in words.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86400000;
const STEADY_POINTS = 0.5; // a smaller change of the clean share is no change
const CHANCE_ERRORS = 2; // nor is one of fewer standard errors
const WEEKS_AROUND = 8; // that say whether a date's weekday usually comes
const SPARSE_LINES = 10; // on average in a run of empty hours; with fewer it means nothing
const TREND_DATES = 7; // the dates that are compared with as many before them
const METRICS = {
  duplicate_id: "Repeated ids",
  duplicate_row: "Repeated lines",
  orphan: "Orphans",
  invalid_timestamp: "Invalid timestamps",
  missing: "Missing values",
};

const startOf = (day) => Date.parse(day);
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);
const noonOf = (day) => new Date(startOf(day) + DAY_MS / 2);

function dayWords(day) {
  const [year, month, number] = day.split("-").map(Number);
  return `${number} ${MONTHS[month - 1]} ${year}`;
}

function shortDay(day) {
  const [, month, number] = day.split("-").map(Number);
  return `${number} ${MONTHS[month - 1].slice(0, 3)}`;
}

const weekday = (day) => WEEKDAYS[new Date(startOf(day)).getUTCDay()];
const grouped = (number) => number.toLocaleString("en-GB", {maximumFractionDigits: 0});
const compact = (number) => number.toLocaleString("en-GB", {notation: "compact", maximumSignificantDigits: 3});
const percent = (share, digits = 1) => `${(share * 100).toLocaleString("en-GB",
  {minimumFractionDigits: digits, maximumFractionDigits: digits})}\u00a0%`;
const counted = (number, one, many = `${one}s`) => `${grouped(number)} ${number === 1 ? one : many}`;

function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

// The zone whose clock the day of a feed goes by.
const zoneOf = (feed) => data.zones?.[feed] ?? "UTC";

// An hour that clocks show on its date: not that which summer time passes over.
const isThere = (hour) => hour.count !== null;

// Hours as spans, each up to the hour after its last: [1, 2, 3, 7] is "01:00-04:00 and 07:00-08:00".
function hourSpans(hours) {
  const two = (hour) => String(hour).padStart(2, "0");
  const spans = [];
  for (const hour of hours) {
    if (spans.length && spans.at(-1)[1] === hour - 1) spans.at(-1)[1] = hour;
    else spans.push([hour, hour]);
  }
  return listed(spans.map(([from, to]) => `${two(from)}:00-${two(to + 1)}:00`));
}

// Dates whose folders never came, in what is otherwise a rhythm: in most of the weeks around, their weekday did.
function neverCame(days) {
  const loaded = new Set(days);
  const [first, last] = [startOf(days[0]), startOf(days.at(-1))];
  const around = (date, steps, size) => steps.flatMap((step) => [date - step * size, date + step * size])
    .filter((other) => other >= first && other <= last);
  const weeks = Array.from({length: WEEKS_AROUND}, (_, week) => week + 1);
  const found = [];
  for (let date = first + DAY_MS; date < last; date += DAY_MS) {
    if (loaded.has(dayOf(date))) continue;
    const same = around(date, weeks, 7 * DAY_MS);
    const among = same.length > 1 ? same : around(date, [1, 2, 3], DAY_MS);
    if (among.filter((other) => loaded.has(dayOf(other))).length * 2 > among.length) found.push(dayOf(date));
  }
  return found;
}

// Dates as spans of neighbours.
function daySpans(days) {
  const spans = [];
  for (const day of days) {
    if (spans.length && startOf(day) - startOf(spans.at(-1)[1]) === DAY_MS) spans.at(-1)[1] = day;
    else spans.push([day, day]);
  }
  return spans.map(([from, to]) => (from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`));
}
