import { beforeAll, expect, test } from "vitest";
import { setTexts } from "../core/i18n";
import ar from "../locales/ar";
import en from "../locales/en";
import es from "../locales/es";
import { TOLD, toldLine } from "../trust/told";

beforeAll(() => setTexts("en", en));

test.each([
	[
		{ before: "volunteer", after: "desk_lead" },
		"before volunteer, after desk lead",
	],
	[{ minutes: 60 }, "minutes 60"],
	[{ kind: "office" }, "kind field office"],
	[{ kind: "spoken" }, "kind Spoken code"],
	[{ reason: "shift" }, "reason A shift or a task"],
	[{ join_mode: "approval", capacity: null }, "who comes in After approval"],
	[{ fields: "capacity name" }, "changed room for how many · name"],
	[{ what: "own data" }, "what one’s own data"],
	[{ again: true, places: 2 }, "brought back, places 2"],
	[{ bytes: 1000, encrypted: false }, "bytes 1,000"],
	[{ made_by_a_later_version: "x_y" }, ""],
])("%j reads %s", (detail, line) => {
	expect(toldLine(detail)).toBe(line);
});

test.each([en, ar, es])("every detail has a word in language %#", (texts) => {
	for (const name of TOLD) expect(texts.trust).toHaveProperty(`told_${name}`);
});
