/** What this campaign counts, in the person's language, and how often this person used it. */
import { effect } from "@preact/signals";
import { api } from "../core/api";
import { formatNumber, locale } from "../core/i18n";
import { kept } from "./kept";

export interface Kind {
	id: string;
	name: string;
	unit_of_count: string;
	counted: Partial<Record<Intl.LDMLPluralRule, string>>;
	icon: string;
	daily_maximum: number;
}

export interface Topic {
	id: string;
	name: string;
}

interface Kinds {
	language: string;
	items: Kind[];
	topics: Topic[];
}

const known = kept<Kinds>("report-kinds", {
	language: "",
	items: [],
	topics: [],
});
const used = kept<string[]>("report-kinds-used", []);

export const kinds = () => known.now.value.items;
export const topics = () => known.now.value.topics;

/** Loads the words now and whenever the language changes; returns the way to stop. */
export function keepKinds(): () => void {
	return effect(() => void load(locale.value));
}

async function load(language: string): Promise<void> {
	try {
		const path = `/api/v1/report-kinds?language=${language}`;
		const fresh = await api.get<Omit<Kinds, "language">>(path);
		known.set({ language, items: fresh.items, topics: fresh.topics });
	} catch {
		// Without network the kept words go on.
	}
}

export function kindOf(id: string): Kind | undefined {
	return kinds().find((kind) => kind.id === id);
}

/** Last used first. */
export function kindsInOrder(): Kind[] {
	const place = (kind: Kind) => {
		const at = used.now.value.indexOf(kind.id);
		return at < 0 ? used.now.value.length : at;
	};
	return [...kinds()].sort((one, two) => place(one) - place(two));
}

export function rememberUse(kind: string): void {
	used.set([kind, ...used.now.value.filter((one) => one !== kind)]);
}

/** The noun that fits a number: 'door', 'doors', 'بابًا'. */
export function nounFor(kind: string, quantity: number): string {
	const found = kindOf(kind);
	if (!found) return "";
	const form = new Intl.PluralRules(locale.value).select(quantity);
	return found.counted[form] ?? found.unit_of_count;
}

/** '25 doors'. The Arabic dual says its number itself. */
export function countOf(kind: string, quantity: number): string {
	const noun = nounFor(kind, quantity);
	if (locale.value === "ar" && quantity === 2) return noun;
	return `${formatNumber(quantity)} ${noun}`.trim();
}
