import type chat from "./en/chat.json";
import type core from "./en/core.json";
import type desk from "./en/desk.json";
import type presence from "./en/presence.json";
import type reports from "./en/reports.json";
import type teams from "./en/teams.json";

type In<Area extends string, Words> = `${Area}.${Extract<keyof Words, string>}`;

/** Every text there is: `area.name`, checked by the compiler. */
export type Key =
	| In<"chat", typeof chat>
	| In<"core", typeof core>
	| In<"desk", typeof desk>
	| In<"presence", typeof presence>
	| In<"reports", typeof reports>
	| In<"teams", typeof teams>;
