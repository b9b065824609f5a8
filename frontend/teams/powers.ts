/** What the person may do anywhere at all: which pages are worth offering. */
import { effect, signal } from "@preact/signals";
import { api } from "../core/api";
import { client } from "../core/client";
import { isOwnRole } from "../core/own-streams";

const KEY = "muster-powers";

/** Kept, so that what is offered does not change under the finger when the answer is there. */
const powers = signal<ReadonlySet<string>>(new Set());

export function mayAnywhere(...some: string[]): boolean {
	return some.some((power) => powers.value.has(power));
}

export function followPowers(): undefined {
	powers.value = new Set((localStorage.getItem(KEY) ?? "").split(" "));
	client.onEvent((event) => {
		if (isOwnRole(event, client.store.user.peek()?.id)) void learn();
	});
	// A place that is one's own from now on may be one that one leads.
	effect(() => {
		client.store.titles.value;
		void learn();
	});
	return undefined;
}

async function learn(): Promise<void> {
	try {
		const { may } = await api.get<{ may: string[] }>("/api/v1/me");
		powers.value = new Set(may);
		localStorage.setItem(KEY, may.join(" "));
	} catch {
		// Without network what was known goes on.
	}
}
