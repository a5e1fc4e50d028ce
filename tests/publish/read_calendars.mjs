// Reads every calendar named on the command line with ical.js and with node-ical, and prints what each understood.
// Usage: node read_calendars.mjs <folder of node modules> <file>...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, ...paths] = process.argv.slice(2);
const require = createRequire(join(modules, "anywhere.js"));
const ICAL = require("ical.js");
const ical = require("node-ical");

function byIcalJs(text) {
  const calendar = new (ICAL.default ?? ICAL).Component((ICAL.default ?? ICAL).parse(text));
  const { TimezoneService, Event } = ICAL.default ?? ICAL;
  for (const zone of calendar.getAllSubcomponents("vtimezone")) TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new Event(component);
    return {
      uid: event.uid,
      starts: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
      summary: event.summary,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      alarms: component.getAllSubcomponents("valarm").length,
    };
  });
}

function byNodeIcal(text) {
  return Object.values(ical.sync.parseICS(text))
    .filter((each) => each.type === "VEVENT")
    .map((each) => {
      const day = [each.start.getFullYear(), each.start.getMonth() + 1, each.start.getDate()];
      const padded = day.map((part) => String(part).padStart(2, "0")).join("-");
      return {
        uid: each.uid,
        starts: each.datetype === "date" ? padded : each.start.toISOString(),
        summary: each.summary.val ?? each.summary,
        sequence: Number(each.sequence),
        status: each.status,
        alarms: (each.alarms ?? []).length,
      };
    });
}

const read = paths.map((path) => {
  const text = readFileSync(path, "utf-8");
  return { "ical.js": byIcalJs(text), "node-ical": byNodeIcal(text) };
});
process.stdout.write(JSON.stringify(read));
