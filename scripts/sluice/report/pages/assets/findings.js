// What is to be said of a date and its feeds, reckoned from its numbers and alerts.

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
  const rejected = feeds.filter((feed) => isMostlyRejected(block, feed));
  const faults = [
    ...(lacking.length ? [`${listed(lacking)} are not complete`] : []),
    ...(rejected.length ? [`most ${listed(rejected)} were rejected`] : []),
  ];
  if (faults.length) return `${dayWords(day)}: ${faults.join(", and ")}`;
  const what = feeds.length > 1 ? " is" : `: ${feeds[0]} are`;
  return `${dayWords(day)}${what} ${LEVELS[state].word.toLowerCase()}`;
}

const age = (day) => Math.floor((Date.now() - startOf(day)) / DAY_MS);

function ageWords(day) {
  const days = age(day);
  return days < 1 ? "today" : days === 1 ? "yesterday" : `${counted(days, "day")} ago`;
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
  // A date that was mostly rejected is no chance, and among the others would hide itself: how they differ grows by it.
  const rejected = parts.flat().some((day) => feeds.some((feed) => volumeSum(blocks[day], [feed], 0) && isMostlyRejected(blocks[day], feed)));
  const chance = rejected ? 0 : CHANCE_ERRORS * 100 * Math.hypot(...parts.map((part) => meanError(part, blocks, feeds, share(part))));
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
