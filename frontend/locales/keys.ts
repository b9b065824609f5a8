import type accounts from "./en/accounts.json";
import type chat from "./en/chat.json";
import type core from "./en/core.json";
import type desk from "./en/desk.json";
import type joining from "./en/joining.json";
import type keeping from "./en/keeping.json";
import type overview from "./en/overview.json";
import type people from "./en/people.json";
import type presence from "./en/presence.json";
import type reports from "./en/reports.json";
import type teams from "./en/teams.json";
import type tree from "./en/tree.json";
import type trust from "./en/trust.json";

type In<Area extends string, Words> = `${Area}.${Extract<keyof Words, string>}`;

/** Every text there is: `area.name`, checked by the compiler. */
export type Key =
	| In<"accounts", typeof accounts>
	| In<"chat", typeof chat>
	| In<"core", typeof core>
	| In<"desk", typeof desk>
	| In<"joining", typeof joining>
	| In<"keeping", typeof keeping>
	| In<"overview", typeof overview>
	| In<"people", typeof people>
	| In<"presence", typeof presence>
	| In<"reports", typeof reports>
	| In<"teams", typeof teams>
	| In<"tree", typeof tree>
	| In<"trust", typeof trust>;
