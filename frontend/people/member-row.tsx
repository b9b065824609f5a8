import { Ban, Clock3, MicOff } from "lucide";
import type { ComponentChildren } from "preact";
import { campaignZone, dayBefore } from "../core/campaign-day";
import { client } from "../core/client";
import { formatAgo, formatDay, type Key, t } from "../core/i18n";
import type { PresenceState } from "../core/protocol";
import { Avatar } from "../ui/avatar";
import { Icon } from "../ui/icon";
import { roleWord } from "../ui/role";
import { now } from "../ui/time";
import { HeldNameLink } from "./held-name-link";
import { clockWords } from "./newcomer-clock";
import type { Member } from "./people-data";

const HOUR = 3_600_000;

interface Props {
	member: Member;
	/** What the socket says now; what the list said before it is older. */
	state?: PresenceState;
	/** In a list of several places each row says its own. */
	withPlace?: boolean;
	end?: ComponentChildren;
}

/** Somebody in a list: who, as what, there or not, when they reported last. */
export function MemberRow({ member, state, withPlace, end }: Props) {
	const { user } = member;
	const isSelf = user.id === client.store.user.value?.id;
	return (
		<div class="row member-row">
			<a class="member-link" href={`/people/person/${user.id}`}>
				<Avatar {...user} isSelf={isSelf} state={state} />
				<span class="row-body">
					<span class="row-title">
						<bdi>{user.name}</bdi>
					</span>
					<span class="row-detail">
						{withPlace && (
							<>
								<bdi>{member.unit.name}</bdi>
								{" · "}
							</>
						)}
						{member.out ? roleWord(member.role) : detailOf(member, state)}
					</span>
					<Marks member={member} />
				</span>
			</a>
			{member.held && <HeldNameLink held={member.held} />}
			{end}
		</div>
	);
}

function Marks({ member }: { member: Member }) {
	const { newcomer_until, muted_until, out } = member;
	if (!newcomer_until && !muted_until && !out) return null;
	const isOver = Date.parse(newcomer_until ?? "") <= now.value;
	return (
		<span class="cluster member-marks">
			{out && (
				<span class="mark mark-urgent">
					<Icon of={Ban} size={16} />
					{t(`people.out_${out}`)}
				</span>
			)}
			{newcomer_until && (
				<span class={`mark ${isOver ? "mark-urgent" : "mark-warn"}`}>
					<Icon of={Clock3} size={16} />
					{t("people.newcomer_left", {
						left: clockWords(newcomer_until, now.value),
					})}
				</span>
			)}
			{muted_until && (
				<span class="mark">
					<Icon of={MicOff} size={16} />
					{t("people.muted", { hours: hoursUntil(muted_until) })}
				</span>
			)}
		</span>
	);
}

function detailOf(member: Member, state?: PresenceState): string {
	return [
		roleWord(member.role),
		t(`presence.${state ?? "offline"}` as Key),
		member.last_report
			? t("people.last_report", { day: dayOf(member.last_report) })
			: t("people.no_report"),
	].join(" · ");
}

/** 'today' and 'yesterday' in words, else the day itself. */
function dayOf(day: string): string {
	const at = new Date(`${day}T00:00:00`);
	if (day >= dayBefore(now.value, 0, campaignZone())) return t("people.today");
	const isYesterday = day === dayBefore(now.value, 1, campaignZone());
	return isYesterday ? formatAgo(at, at.getTime() + 24 * HOUR) : formatDay(at);
}

function hoursUntil(at: string): number {
	return Math.max(1, Math.ceil((new Date(at).getTime() - now.value) / HOUR));
}
