// The parts that say which dates and feeds need somebody. `at` is what is shown: days, blocks, day (the chosen date), feeds and choose.

function stateList(at) {
  const block = at.blocks[at.day];
  return make("ul", {class: "states"}, at.feeds.map((feed) => {
    const state = stateOf(block, feed);
    const [total, , quarantine] = block.volume[feed];
    const alerts = firing(feedChecks(block, feed)).sort(byWeight);
    return make("li", {class: state}, badge(state), make("div", {},
      make("p", {class: "verdict"}, make("strong", {}, `${feed}: ${stateWords(block, feed)}`),
        state !== "lacking" && total && hoursWords(block, feed) ? ` – ${hoursWords(block, feed)}.` : "."),
      make("p", {class: "numbers"}, [
        `${counted(total, "line")} received, ${against(block, feed)}`,
        cleanAgainst(block, feed),
        `${grouped(quarantine)} in quarantine`,
        alertCount(alerts),
      ].join(" · ")),
      alerts.length ? make("ul", {class: "alerts"}, alerts.map((check) => alertItem(at, check, at.day))) : null,
      acknowledging(pressing(alerts), at.day)));
  }));
}

// What to type of alerts that nothing is to be done about.
function acknowledging(alerts, day) {
  if (!alerts.length) return null;
  const names = alerts.map(([type, feed]) => `${feed}.${type}`).join(" ");
  return make("p", {class: "note"}, "Known, and nothing to do? ",
    make("code", {}, `sluice acknowledge ${day} ${names} --note "why"`), " keeps what is named here, and it pages nobody.");
}

const weight = (check) => (isKnown(check) ? 2 : check[2] === "error" ? 0 : 1);
const byWeight = (one, other) => weight(one) - weight(other);

// An alert in words, where it looks like that, and what mends it.
function alertItem(at, check, day) {
  const [type, feed, severity, message, kind, by, note] = check;
  const mark = severity === "error" && kind === "lacking" ? "lacking" : severity;
  const reasons = day === at.day && document.getElementById("main").dataset.kind === "day" ? "#reasons"
    : pageOf(day) && `${pageOf(day)}#reasons`;
  return make("li", {class: severity}, badge(mark), make("p", {},
    make("span", {class: day === at.day ? "unseen" : null}, `${feed}: `), `${message} `,
    make("span", {class: "name"}, `${severity === "error" ? "error" : "warning"}, ${type}`),
    isKnown(check) ? make("span", {class: "known"}, `acknowledged by ${by}: ${note}`) : null,
    make("span", {class: "remedy"},
      kind === "lines" && reasons ? make("a", {href: reasons, "aria-label": `Lines of ${type} on ${dayWords(day)}`},
        "such lines") : null,
      make("code", {}, remedy(check, day)))));
}

// A date's own page, where it was written.
function pageOf(day) {
  return (data.absent ?? []).includes(day) ? null : `ingest_date=${day}/index.html`;
}

function linked(href, words) {
  return href ? make("a", {href}, words) : words;
}

function alertCount(alerts) {
  const of = (severity) => pressing(alerts).filter((check) => check[2] === severity).length;
  const parts = [["error", "error"], ["warn", "warning"]].filter(([severity]) => of(severity))
    .map(([severity, word]) => counted(of(severity), word));
  const known = alerts.filter(isKnown).length;
  if (known) parts.push(`${grouped(known)} acknowledged`);
  return parts.length ? listed(parts) : "no alert";
}

function skippedPart(at) {
  const left = skipped(at.blocks[at.day].checks.filter((check) => at.feeds.includes(check[1])));
  if (!left.length) return null;
  return make("details", {id: "skipped"}, make("summary", {}, `${counted(left.length, "check")} did not run`),
    table("Checks that did not run", ["Check", "Feed", "Why"], left.map(([type, feed, , why]) => [type, feed, why])));
}

// The dates before the chosen one that somebody should look at, however few are shown.
const needing = (at) => at.days.filter((day) => day < at.day && needsSomebody(at.blocks[day], at.feeds));

function attention(at) {
  const days = needing(at);
  if (!days.length) return null;
  const named = days.slice(-FEW_DATES).reverse();
  const more = days.length - named.length;
  return make("p", {class: "attention"},
    `${counted(days.length, "earlier date")} ${days.length === 1 ? "needs" : "need"} attention: `,
    ...named.flatMap((day, place) => [place ? ", " : "", make("a", {href: hashOf({...at, day})}, shortWords(day))]),
    ...(more > 0 ? [" and ", make("a", {href: "#problems"}, `${grouped(more)} more`)] : []));
}

const shortWords = (day) => dayWords(day).split(" ").slice(0, 2).join(" ");
const FEW_DATES = 3;
const FIRST_DATES = 10; // of a long list; the others are a click away

// Every other date with an alert: those with errors first, then the latest.
function problemsPart(at) {
  const hasError = ([, alerts]) => alerts.some((check) => check[2] === "error");
  const found = [...at.days].reverse().filter((day) => day !== at.day)
    .map((day) => [day, pressing(at.blocks[day].checks.filter((check) => at.feeds.includes(check[1])))])
    .filter(([, alerts]) => alerts.length)
    .filter((entry) => !at.errors || hasError(entry))
    .sort((one, other) => hasError(other) - hasError(one));
  const item = ([day, alerts]) => make("li", {}, make("details", {open: needsSomebody(at.blocks[day], at.feeds)},
    make("summary", {}, badge(worst(at.blocks[day], at.feeds)),
      ` ${headline(at.blocks[day], at.feeds, day)} (${alertCount(alerts)})`),
    make("ul", {class: "alerts"}, alerts.filter((check) => !at.errors || check[2] === "error").sort(byWeight)
      .map((check) => alertItem(at, check, day))),
    acknowledging(alerts, day),
    make("p", {}, make("a", {href: hashOf({...at, day})}, "Look at this date"))));
  const more = found.slice(FIRST_DATES);
  return section("problems", "Open problems on other dates", found.length ? null
    : `None${at.errors ? " with errors" : ""}.`,
  make("label", {class: "only"}, make("input", {type: "checkbox", id: "errors", checked: at.errors,
    onchange: (event) => at.filter(event.target.checked)}), " only dates with errors"),
  make("ul", {class: "problems"}, found.slice(0, FIRST_DATES).map(item)),
  more.length ? make("details", {}, make("summary", {}, `${counted(more.length, "date")} more`),
    make("ul", {class: "problems"}, more.map(item))) : null);
}
