// The part about what was rejected and why, with examples.

// A line may break after any of its fields.
function breakable(text) {
  return text.split(/(?<=[,;|⟩])/).flatMap((field, place) => (place ? [make("wbr"), field] : [field]));
}

function exampleLines(examples, headers) {
  const shown = new Set();
  const headerOf = (file) => {
    if (shown.has(file) || !headers[file]) return null;
    shown.add(file);
    return make("code", {class: "header"}, breakable(headers[file]));
  };
  return make("ul", {class: "examples"}, examples.map(([file, line, [before, wrong, after], others]) => make("li", {},
    headerOf(file),
    make("code", {}, breakable(before), wrong === undefined ? null : make("mark", {}, wrong), breakable(after ?? "")),
    make("span", {class: "where"},
      `${file}, line ${grouped(line)}${others.length ? `; also ${others.join(", ")}` : ""}`))));
}

function reasonRows(at, block) {
  const place = at.days.indexOf(at.day);
  const before = place > 0 ? at.blocks[at.days[place - 1]] : null;
  return at.feeds.flatMap((feed) => Object.entries(block.reasons?.[feed] ?? {}).map(([rule, rows]) => ({
    feed, rule, rows,
    share: rows / block.volume[feed][0],
    before: before ? before.reasons?.[feed]?.[rule] ?? 0 : null,
    means: at.rules[feed]?.[rule] ?? "",
    examples: block.examples?.[feed]?.[rule] ?? [],
    headers: block.headers?.[feed] ?? {},
  }))).sort((one, other) => other.rows - one.rows || (one.rule < other.rule ? -1 : 1));
}

const FIRST_REASONS = 5; // more of them are a click away

function reasonTables(at, block) {
  const rows = reasonRows(at, block);
  const more = rows.slice(FIRST_REASONS);
  if (!rows.length) return [];
  return [
    reasonTable(at, rows.slice(0, FIRST_REASONS)),
    more.length ? make("details", {}, make("summary", {}, `${counted(more.length, "more reason")}, less common`),
      reasonTable(at, more)) : null,
    rows.some((row) => row.examples.length) ? make("p", {class: "note"},
      "Lines are as received, with their file's header above them and the field marked that the reason is about. ␣ is a blank at either end, ⟨U+0009⟩ and the like what can't be seen.") : null,
    mending(at, rows[0]),
  ];
}

// What to type to mend lines: one of them, by its place, or all of its feed.
function mending(at, {feed, examples}) {
  const [file, line] = examples[0] ?? [`${feed}_raw.csv`, "LINE"];
  const place = `ingest_date=${at.day}/${file}:${line}`;
  const commands = [
    ["why it was rejected", `why ${place}`],
    ["correct it, in one column or more", `fix ${place} COLUMN=VALUE`],
    ["leave it rejected, and no longer open", `waive ${place} --note "why"`],
    [`all of ${feed}, in a table to fill in`, `export --date ${at.day} --feed ${feed} --save`],
  ];
  return make("details", {class: "mend"}, make("summary", {}, "What to type to mend such lines"),
    make("ul", {}, commands.map(([words, command]) => make("li", {}, `${words}: `,
      make("code", {}, `sluice quarantine ${command}`)))),
    make("p", {class: "note"}, "Then ", make("code", {}, `sluice run --date ${at.day} --refresh-stale`),
      " builds the date again; what is wrong in many lines is best sent again by its sender."));
}

function reasonTable(at, rows) {
  const headings = ["Reason", "Feed", "Lines", "Of its feed", ...(rows[0]?.before === null ? [] : ["Date before"]),
    "Such lines look like this"];
  return table(`Reasons on ${dayWords(at.day)}`, headings, rows.map((row) => [
    make("div", {}, make("strong", {class: "rule"}, row.rule), make("span", {class: "means"}, row.means)),
    row.feed, row.rows, percent(row.share), ...(row.before === null ? [] : [row.before]),
    row.examples.length ? exampleLines(row.examples, row.headers) : linked(pageOf(at.day) && `${pageOf(at.day)}#reasons`, "on the date's page"),
  ]), "reasons");
}

function reasonWords(at, block) {
  const rows = reasonRows(at, block);
  if (!rows.length) return `Nothing was rejected on ${dayWords(at.day)}.`;
  const [{rule, feed, rows: lines, means}] = rows;
  return `Most common on ${dayWords(at.day)}: ${rule} (${counted(lines, "line")} of ${feed}). ${means}`;
}

function reasonsPart(at) {
  const block = at.blocks[at.day];
  const kinds = faultKinds(at);
  return section("reasons", "Why were lines rejected?", reasonWords(at, block),
    ...reasonTables(at, block),
    make("h3", {}, "Over time"),
    legend(kinds.map((kind, place) => [colourOfKind(place), kind.name])),
    figure("Rejected lines per date, by kind of fault", reasonsChart(at, kinds),
      make("figcaption", {}, "A line with two reasons counts under both."),
      asTable("Rejected lines per date, by kind of fault", ["Date", ...kinds.map((kind) => kind.name)],
        () => at.shown.map((day) => [dayWords(day), ...kinds.map((kind) => rowsOfKind(at, day, kind))]).reverse())));
}
