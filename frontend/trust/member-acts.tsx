import { Ban, ImageOff, LogIn, Mic, MicOff, UserMinus, UserX } from "lucide";
import { type ComponentChildren, toChildArray } from "preact";
import { useId, useState } from "preact/hooks";
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
	reload: () => Promise<void>;
	/** The member is not there any more. */
	gone: () => void;
}

/** The acts that this person may do, each with what follows from it. */
export function MemberActs({ card, reload, gone }: Props) {
	const may = (act: string) => card.may.includes(act);
	const isSuspended = card.state === "suspended";
	const path = `/api/v1/members/${card.id}`;
	const person = `/api/v1/people/${card.user.id}`;
	const place = card.unit.name;
	const { name } = card.user;
	const after = (then: () => unknown) => () => {
		toast(t("trust.done"), { kind: "good" });
		return then();
	};
	const act = (
		what: Act,
		icon: typeof Ban,
		run: () => Promise<unknown>,
		then: () => unknown = reload,
	) => (
		<ConfirmedAct
			key={what}
			name={name}
			label={t(`trust.${what}`, { place })}
			yes={t(`trust.yes_${what}`, { name })}
			detail={hasDetail(what) ? t(`trust.${what}_detail`) : undefined}
			icon={icon}
			givesBack={GIVING_BACK.has(what)}
			run={run}
			done={after(then)}
		/>
	);
	return (
		<div class="trust-groups">
			{isSuspended && <p class="warn">{t("trust.suspended")}</p>}
			<Group title="trust.group_role">
				{may("change_role") && <RoleForm card={card} done={after(reload)} />}
			</Group>
			<Group title="trust.group_mute">
				{may("mute") && <MuteForm card={card} done={after(reload)} />}
			</Group>
			<Group title="trust.group_photo">
				{may("remove_photo") &&
					act("remove_photo", ImageOff, () => api.remove(`${person}/photo`))}
			</Group>
			<Group title="trust.group_belonging">
				{may("suspend") &&
					(isSuspended
						? act("reinstate", LogIn, () => api.post(`${path}/reinstate`))
						: act("suspend", Ban, () => api.post(`${path}/suspend`)))}
				{may("remove") &&
					act("remove", UserMinus, () => api.remove(path), gone)}
				{may("suspend_person") &&
					(card.is_active
						? act("suspend_everywhere", UserX, () =>
								api.post(`${person}/suspend`),
							)
						: act("reinstate_everywhere", LogIn, () =>
								api.post(`${person}/reinstate`),
							))}
			</Group>
		</div>
	);
}

type Act =
	| "remove_photo"
	| "suspend"
	| "reinstate"
	| "remove"
	| "suspend_everywhere"
	| "reinstate_everywhere";
const GIVING_BACK = new Set<Act>(["reinstate", "reinstate_everywhere"]);

type Explained = Exclude<Act, "reinstate" | "reinstate_everywhere">;

function hasDetail(what: Act): what is Explained {
	return !what.startsWith("reinstate");
}

/** What belongs together, under a heading; nothing of it, no heading. */
function Group(props: { title: Key; children: ComponentChildren }) {
	const title = useId();
	if (toChildArray(props.children).length === 0) return null;
	return (
		<section class="trust-group" aria-labelledby={title}>
			<h3 id={title} class="section-title">
				{t(props.title)}
			</h3>
			{props.children}
		</section>
	);
}

interface FormProps {
	card: MemberCard;
	done: () => unknown;
}

function RoleForm({ card, done }: FormProps) {
	// Until one is chosen, the one that others give shows here as well.
	const [chosen, setChosen] = useState<string | null>(null);
	const role = chosen ?? card.role;
	const { isBusy, error, submit } = useSubmit(async () => {
		await proven(() => api.patch(`/api/v1/members/${card.id}`, { role }));
		await done();
		setChosen(null);
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
				onChange={(value) => setChosen(value === card.role ? null : value)}
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
		await done();
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
