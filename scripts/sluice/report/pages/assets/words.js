// Numbers, dates and findings in words.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86400000;
const STEADY_POINTS = 0.5; // a smaller change of the clean share is no change
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
const skipped = (checks) => checks.filter((check) => check[2] === "not_evaluated");

// An error means that lines are missing, or that too many of them can't be used.
function level(checks) {
  if (checks.some((check) => check[2] === "error")) return "error";
  return checks.some((check) => check[2] === "warn") ? "warn" : "good";
}

const LEVELS = {
  good: {mark: "✓", word: "Complete"},
  warn: {mark: "!", word: "Complete, with warnings"},
  error: {mark: "✕", word: "Not complete"},
};

function headline(block, feeds, day) {
  const broken = feeds.filter((feed) => level(feedChecks(block, feed)) === "error");
  if (broken.length) return `${dayWords(day)}: ${listed(broken)} are not complete`;
  const isWarned = feeds.some((feed) => level(feedChecks(block, feed)) === "warn");
  const what = feeds.length > 1 ? " is" : `: ${feeds[0]} are`;
  return `${dayWords(day)}${what} complete${isWarned ? ", with warnings" : ""}`;
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
      (counts.length > 1 ? mean(counts.map((hours) => hours[hour])) : counts.length ? mean(counts[0]) : 0));
  }
}

// The empty hours that are missing: neighbours among them usually have so many lines together that chance can't
// explain that there are none. Of a feed without any line all are.
function missingHours(block, feed) {
  const received = block.hours?.[feed]?.[0] ?? [];
  const runs = [];
  received.forEach((count, hour) => {
    if (count) return;
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
  if (missing.length) return `${counted(missing.length, "hour")} without ${feed}: ${hourSpans(missing)} UTC`;
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
  const after = share(loaded.slice(-length));
  const before = share(loaded.slice(-2 * length, -length));
  const points = (after - before) * 100;
  const direction = Math.abs(points) < STEADY_POINTS ? "steady" : points > 0 ? "better" : "worse";
  return {direction, length, after, before, points};
}

function trendWords(found) {
  const size = Math.abs(found.points).toFixed(1);
  const change = size === "0.0" ? "no change" : `${found.points > 0 ? "+" : "−"}${size} points`;
  const span = found.length === 1 ? ["the latest date", "in the one before"]
    : [`the latest ${found.length} dates`, `in the ${found.length} before`];
  return `${percent(found.after)} of lines clean in ${span[0]}, ${percent(found.before)} ${span[1]} (${change})`;
}
