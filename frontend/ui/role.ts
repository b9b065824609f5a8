import { type Key, t } from "../core/i18n";

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
	return role && SAID.has(role) ? t(`teams.role_${role}` as Key) : "";
}
