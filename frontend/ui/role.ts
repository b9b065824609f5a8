import { type Key, locale, t } from "../core/i18n";
import { boot, type CampaignWords } from "../core/session";

/** Roles that are worth saying beside a name; a volunteer is the usual case. */
const SAID = new Set([
	"coordinator",
	"leader",
	"organizer",
	"operator",
	"desk_lead",
	"director",
	"owner",
]);

export function roleName(role?: string): string {
	return role && SAID.has(role) ? roleWord(role) : "";
}

/** Every role's word, a volunteer's too, as this kind of campaign says it. */
export function roleWord(role: string): string {
	return campaignWord("roles", role) ?? t(`teams.role_${role}` as Key);
}

/** 'field office', 'local committee': the campaign's word for a kind of place. */
export function placeWord(kind: string): string {
	return campaignWord("units", kind) ?? t(`tree.kind_${kind}` as Key);
}

function campaignWord(
	of: keyof CampaignWords,
	key: string,
): string | undefined {
	return boot.value?.campaign?.words?.[of][key]?.[locale.value];
}
