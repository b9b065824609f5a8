/** Who is signed in here, and what kind of installation this is. */
import { signal } from "@preact/signals";
import { api } from "./api";
import type { Locale, User } from "./protocol";

export interface DemoAccount {
	email: string;
	name: string;
	role: string;
	unit: string;
}

export interface Boot {
	user: User | null;
	campaign: {
		name: string;
		kind: "political" | "civic" | "humanitarian";
		timezone: string;
		polls_close_at: string | null;
	} | null;
	demo: boolean;
	demo_accounts: DemoAccount[];
	first_run: boolean;
	mail_ready: boolean;
	languages: Locale[];
}

export const boot = signal<Boot | null>(null);

export async function loadBoot(): Promise<Boot> {
	const fresh = await api.get<Boot>("/api/v1/boot");
	boot.value = fresh;
	return fresh;
}
