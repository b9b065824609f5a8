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

type Word = Partial<Record<Locale, string>>;

/** What this kind of campaign calls its places and roles. */
export interface CampaignWords {
	units: Record<string, Word>;
	roles: Record<string, Word>;
}

export interface Boot {
	user: User | null;
	/** Somebody who is signed in and is a member somewhere. */
	belongs: boolean;
	/** The names of places that have shut this person out for now. */
	suspended_from?: string[];
	/** For who belongs nowhere else: the names of their places that were archived. */
	closed?: string[];
	/** Likewise: the names of places that declined this person's request. */
	declined?: string[];
	/** Likewise: has been a member somewhere. */
	has_left?: boolean;
	campaign: {
		name: string;
		kind: "political" | "civic" | "humanitarian";
		timezone: string;
		polls_close_at: string | null;
		words?: CampaignWords;
	} | null;
	demo: boolean;
	demo_accounts: DemoAccount[];
	first_run: boolean;
	mail_ready: boolean;
	/** Whose account one may sign in with, too. */
	openid: string | null;
	languages: Locale[];
}

export const boot = signal<Boot | null>(null);

export async function loadBoot(): Promise<Boot> {
	const fresh = await api.get<Boot>("/api/v1/boot");
	boot.value = fresh;
	return fresh;
}
