/** Cases as the server tells them. */
import type { Item, Unit } from "../core/protocol";

export interface Case {
	id: string;
	unit: Unit;
	level: Unit;
	person: { id: string; name: string };
	message: FlaggedMessage | null;
	flags: { reason: string; words: string; at: string }[];
	opened_at: string;
}

export interface FlaggedMessage {
	id: string;
	room: string;
	seq: number;
	at: string;
	text?: string;
	language?: string;
	deleted?: boolean;
}

export interface CaseDetail extends Case {
	around: Item[];
	member: { id: string; role: string; since: string } | null;
	former: { flagged: number; acted_on: number };
	may: string[];
}
