// Numbers, dates and findings in words.

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

const feedChecks = (block, feed) => block.checks.filter((check) => check[1] === feed);
const firing = (checks) => checks.filter((check) => check[2] === "error" || check[2] === "warn");
// Behind an alert that is acknowledged stand who knows of it and why: it needs nobody any more.
const isKnown = (check) => check.length > 5;
const pressing = (checks) => firing(checks).filter((check) => !isKnown(check));
const skipped = (checks) => checks.filter((check) => check[2] === "not_evaluated");

const LEVELS = {
  good: {mark: "✓", word: "Complete"},
  warn: {mark: "!", word: "Complete, with warnings"},
  error: {mark: "‼", word: "Complete, with errors"},
  lacking: {mark: "✕", word: "Not complete"},
};
const BY_WEIGHT = Object.keys(LEVELS).reverse();
// A date with an error that nobody has acknowledged.
const needsSomebody = (block, feeds) => feeds.some((feed) =>
  pressing(feedChecks(block, feed)).some((check) => check[2] === "error"));

function isMostlyRejected(block, feed) {
  const [total, , quarantine] = block.volume[feed];
  return quarantine * 2 > total;
}

// The alert book says of each alert what is amiss; only what says that lines are lacking makes a feed incomplete.
function stateOf(block, feed) {
  const checks = feedChecks(block, feed);
  const errors = checks.filter((check) => check[2] === "error");
  if (errors.some((check) => check[4] === "lacking")) return "lacking";
  if (errors.length) return "error";
  return isMostlyRejected(block, feed) || checks.some((check) => check[2] === "warn") ? "warn" : "good";
}

const worst = (block, feeds) => {
  const states = feeds.map((feed) => stateOf(block, feed));
  return BY_WEIGHT.find((state) => states.includes(state));
};

function stateWords(block, feed) {
  const words = LEVELS[stateOf(block, feed)].word.toLowerCase();
  return isMostlyRejected(block, feed) ? `${words}; most lines were rejected` : words;
}

function headline(block, feeds, day) {
  const state = worst(block, feeds);
  const lacking = feeds.filter((feed) => stateOf(block, feed) === "lacking");
  if (lacking.length) return `${dayWords(day)}: ${listed(lacking)} are not complete`;
  const rejected = feeds.filter((feed) => isMostlyRejected(block, feed));
  if (rejected.length) return `${dayWords(day)}: most ${listed(rejected)} were rejected`;
  const what = feeds.length > 1 ? " is" : `: ${feeds[0]} are`;
  return `${dayWords(day)}${what} ${LEVELS[state].word.toLowerCase()}`;
}

const age = (day) => Math.floor((Date.now() - startOf(day)) / DAY_MS);

function ageWords(day) {
  const days = age(day);
  return days < 1 ? "today" : days === 1 ? "yesterday" : `${counted(days, "day")} ago`;
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

// What to type: the queue where single lines are wrong, else the run of a file that was sent again.
function remedy([, feed, , , kind], day) {
  return kind === "lines" ? `sluice quarantine export --date ${day} --feed ${feed} --save`
    : `sluice run --date ${day} --refresh-stale`;
}

// How a feed's lines compare with what is usual. Where that isn't known, the check of the volume says why.
function against(block, feed) {
  const [total] = block.volume[feed];
  const usual = block.usual?.[feed];
  if (!usual) {
    const why = feedChecks(block, feed).find(([type, , state]) => type === "volume_drop" && state === "not_evaluated");
    return `not compared with earlier dates${why ? ` (${why[3]})` : ""}`;
  }
  const [least, most] = usual;
  const change = total < least ? total / least - 1 : total > most ? total / most - 1 : 0;
  if (Math.abs(change) < 0.0005) return "as usual";
  return `${percent(Math.abs(change))} ${change > 0 ? "more" : "fewer"} than usual`;
}

function cleanAgainst(block, feed) {
  const [total, clean] = block.volume[feed];
  const usual = block.usual?.[feed];
  if (!total) return "nothing to judge";
  return `${percent(clean / total)} clean${usual ? ` (usually ${percent(1 - usual[2])})` : ""}`;
}

// How many lines an hour of a feed has on average, by feed: over the loaded dates, or over a date's own hours.
const averages = {};

function learnHours(blocks) {
  const days = Object.values(blocks);
  for (const feed of new Set(days.flatMap((block) => Object.keys(block.hours ?? {})))) {
    const counts = days.map((block) => block.hours?.[feed]?.[0] ?? []).filter((hours) => hours.some(Boolean));
    const mean = (hours) => hours.reduce((sum, count) => sum + count, 0) / hours.length;
    averages[feed] = Array.from({length: 24}, (_, hour) =>
      (days.length === 1 && days[0].usual_hours?.[feed] ? days[0].usual_hours[feed][hour] : counts.length > 1 ? mean(counts.map((hours) => hours[hour])) : counts.length ? mean(counts[0]) : 0));
  }
}

// The empty hours that are missing: neighbours among them usually have so many lines together that chance can't
// explain that there are none. Of a feed without any line all are.
function missingHours(block, feed) {
  const received = block.hours?.[feed]?.[0] ?? [];
  const runs = [];
  received.forEach((count, hour) => {
    if (count !== 0) return;
    if (runs.length && runs.at(-1).at(-1) === hour - 1) runs.at(-1).push(hour);
    else runs.push([hour]);
  });
  const usual = (run) => run.reduce((sum, hour) => sum + averages[feed][hour], 0);
  return runs.filter((run) => run.length === 24 || usual(run) >= SPARSE_LINES).flat();
}

function hoursWords(block, feed) {
  const received = block.hours?.[feed]?.[0];
  if (!received) return "";
  const missing = missingHours(block, feed);
  if (missing.length) return `${counted(missing.length, "hour")} without ${feed}: ${hourSpans(missing)} ${zoneOf(feed)}`;
  const empty = received.filter((count) => count === 0).length;
  if (!empty) return `all 24 hours have ${feed}`;
  return `no hour is missing (${counted(empty, "hour")} without ${feed}, not unusual for so few)`;
}

// A place of the volume (0 received, 1 clean, 2 quarantine) summed over feeds.
function volumeSum(block, feeds, place) {
  return feeds.reduce((total, feed) => total + (block.volume?.[feed]?.[place] ?? 0), 0);
}

// How the clean share of the latest dates compares with that of as many before.
function trend(days, blocks, feeds) {
  const loaded = days.filter((day) => volumeSum(blocks[day], feeds, 0));
  const length = Math.min(TREND_DATES, Math.floor(loaded.length / 2));
  if (!length) return null;
  const share = (part) => {
    const sum = (place) => part.reduce((total, day) => total + volumeSum(blocks[day], feeds, place), 0);
    return sum(1) / sum(0);
  };
  const parts = [loaded.slice(-length), loaded.slice(-2 * length, -length)];
  const [after, before] = parts.map(share);
  const points = (after - before) * 100;
  const chance = CHANCE_ERRORS * 100 * Math.hypot(...parts.map((part) => meanError(part, blocks, feeds, share(part))));
  const direction = Math.abs(points) <= Math.max(STEADY_POINTS, chance) ? "steady" : points > 0 ? "better" : "worse";
  return {direction, length, after, before, points};
}

// The standard error of a clean share: by how the dates differ, at least what chance brings to so many lines.
function meanError(days, blocks, feeds, share) {
  const lines = days.map((day) => volumeSum(blocks[day], feeds, 0));
  const total = lines.reduce((sum, count) => sum + count, 0);
  const off = days.map((day, place) => (volumeSum(blocks[day], feeds, 1) - share * lines[place]) / total);
  const between = days.length > 1
    ? Math.sqrt(off.reduce((sum, each) => sum + each * each, 0) * days.length / (days.length - 1)) : 0;
  return Math.max(between, Math.sqrt(share * (1 - share) / total));
}

function trendWords(found) {
  const size = Math.abs(found.points).toFixed(1);
  const change = size === "0.0" ? "no change" : `${found.points > 0 ? "+" : "−"}${size} points`;
  const span = found.length === 1 ? ["the latest date", "in the one before"]
    : [`the latest ${found.length} dates`, `in the ${found.length} before`];
  return `${percent(found.after)} of lines clean in ${span[0]}, ${percent(found.before)} ${span[1]} (${change})`;
}
