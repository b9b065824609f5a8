import { Ban, ImageOff, LogIn, Mic, MicOff, UserMinus, UserX } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { formatExact, type Key, t } from "../core/i18n";
import { proven } from "../teams/proof-sheet";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { SelectField } from "../ui/field";
import { roleName } from "../ui/role";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import { ConfirmedAct } from "./confirmed-act";
import { HowLong, type Minutes, MUTE_MINUTES } from "./how-long";
import type { MemberCard } from "./member-sheet";

interface Props {
	card: MemberCard;
	reload: () => void;
	/** The member is not there any more. */
	gone: () => void;
}

/** The acts that this person may do, each with what follows from it. */
export function MemberActs({ card, reload, gone }: Props) {
	const { may } = card;
	const isSuspended = card.state === "suspended";
	const path = `/api/v1/members/${card.id}`;
	const person = `/api/v1/people/${card.user.id}`;
	const place = card.unit.name;
	const after = (then: () => void) => () => {
		toast(t("trust.done"), { kind: "good" });
		then();
	};
	const act = (
		label: Key,
		detail: Key | undefined,
		icon: typeof Ban,
		run: () => Promise<unknown>,
		then = reload,
	) => (
		<ConfirmedAct
			name={card.user.name}
			label={t(label, { place })}
			detail={detail && t(detail)}
			icon={icon}
			run={run}
			done={after(then)}
		/>
	);
	return (
		<div class="stack">
			{isSuspended && <p class="warn">{t("trust.suspended")}</p>}
			{may.includes("change_role") && (
				<RoleForm card={card} done={after(reload)} />
			)}
			{may.includes("mute") && <MuteForm card={card} done={after(reload)} />}
			{may.includes("remove_photo") &&
				act("trust.remove_photo", "trust.remove_photo_detail", ImageOff, () =>
					api.remove(`${person}/photo`),
				)}
			{may.includes("suspend") &&
				!isSuspended &&
				act("trust.suspend", "trust.suspend_detail", Ban, () =>
					api.post(`${path}/suspend`),
				)}
			{may.includes("suspend") &&
				isSuspended &&
				act("trust.reinstate", undefined, LogIn, () =>
					api.post(`${path}/reinstate`),
				)}
			{may.includes("remove") &&
				act(
					"trust.remove",
					"trust.remove_detail",
					UserMinus,
					() => api.remove(path),
					gone,
				)}
			{may.includes("suspend_person") &&
				(card.is_active
					? act(
							"trust.suspend_everywhere",
							"trust.suspend_everywhere_detail",
							UserX,
							() => api.post(`${person}/suspend`),
						)
					: act("trust.reinstate_everywhere", undefined, LogIn, () =>
							api.post(`${person}/reinstate`),
						))}
		</div>
	);
}

interface FormProps {
	card: MemberCard;
	done: () => void;
}

function RoleForm({ card, done }: FormProps) {
	const [role, setRole] = useState(card.role);
	const { isBusy, error, submit } = useSubmit(async () => {
		await proven(() => api.patch(`/api/v1/members/${card.id}`, { role }));
		done();
	});
	const roles = [...new Set([card.role, ...card.roles])];
	return (
		<form class="form" onSubmit={submit}>
			<SelectField
				label={t("trust.role")}
				value={role}
				options={roles.map((value) => ({
					value,
					label: roleName(value) || t("trust.role_volunteer"),
				}))}
				onChange={setRole}
				error={error}
			/>
			{role !== card.role && (
				<Button type="submit" kind="primary" isBusy={isBusy}>
					{t("trust.change_role")}
				</Button>
			)}
		</form>
	);
}

function MuteForm({ card, done }: FormProps) {
	const [minutes, setMinutes] = useState<Minutes>(MUTE_MINUTES[1]);
	const path = `/api/v1/members/${card.id}`;
	const { isBusy, error, submit } = useSubmit(async () => {
		if (card.muted_until) await api.post(`${path}/unmute`);
		else await api.post(`${path}/mute`, { minutes });
		done();
	});
	return (
		<form class="form" onSubmit={submit}>
			{card.muted_until ? (
				<p>{t("trust.muted_until", { time: formatExact(card.muted_until) })}</p>
			) : (
				<HowLong minutes={minutes} onChange={setMinutes} />
			)}
			<FailureLine>{error}</FailureLine>
			<Button
				type="submit"
				icon={card.muted_until ? Mic : MicOff}
				isBusy={isBusy}
				isWide
			>
				{t(card.muted_until ? "trust.unmute" : "trust.mute")}
			</Button>
		</form>
	);
}
