import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { isRefusal, type Unit } from "../core/protocol";
import { ChipChoice } from "../teams/chip-choice";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { roleWord } from "../ui/role";
import { path } from "../ui/router";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { Text } from "../ui/text";
import { useSubmit } from "../ui/use-submit";
import { type Invitation, MadeInvitation, POSTER } from "./made-invitation";
import "../styles/joining.css";

interface Inviting {
	unit: Unit;
	made: Invitation | null;
}

/** Outlives the page, so that the poster leads back to a link that is shown only once. */
const inviting = signal<Inviting | null>(null);
/** The last one that was made here: the list of those that work is longer by it. */
export const lastMade = signal<Invitation | null>(null);
const SPANS = { day: 24, week: 7 * 24, month: 30 * 24, never: null } as const;
const USES = [1, 10, 50, 500] as const;

export function invite(unit: Unit): void {
	inviting.value = { unit, made: null };
}

/** A link with its QR code, or a code to say aloud, that brings people into one team. */
export function InviteSheet() {
	const now = inviting.value;
	const close = () => {
		inviting.value = null;
	};
	return (
		<Sheet
			isOpen={now !== null && path.value !== POSTER}
			onClose={close}
			title={
				<Text
					k="joining.invite_into"
					parts={{ team: <bdi>{now?.unit.name}</bdi> }}
				/>
			}
		>
			{now?.made && <MadeInvitation invitation={now.made} />}
			{now && !now.made && <Invite unit={now.unit} onLeave={close} />}
		</Sheet>
	);
}

interface Props {
	unit: Unit;
	onLeave: () => void;
}

function Invite({ unit, onLeave }: Props) {
	const [kind, setKind] = useState<"link" | "spoken">("link");
	const [roles, setRoles] = useState<string[] | null>(null);
	const [role, setRole] = useState("");
	const [span, setSpan] = useState<keyof typeof SPANS>("month");
	const [uses, setUses] = useState("50");
	const [failure, setFailure] = useState<string | null>(null);
	/** Who may not invite here, or not any more, is offered no form. */
	const shut = (error: unknown): never => {
		if (isRefusal(error)) setFailure(sentenceFor(error));
		throw error;
	};
	const { isBusy, error, submit } = useSubmit(async () => {
		const limits =
			kind === "link" ? { hours: SPANS[span], uses: Number(uses) } : {};
		const asked = { unit: unit.id, kind, role, ...limits };
		const made = await api
			.post<Invitation>("/api/v1/invitations", asked)
			.catch(shut);
		lastMade.value = made;
		if (inviting.value?.unit.id === unit.id) inviting.value = { unit, made };
	});
	useEffect(() => {
		rolesIn(unit)
			.then((found) => {
				setRoles(found);
				setRole(found[0] ?? "");
			})
			.catch((error) => setFailure(sentenceFor(error)));
	}, [unit.id]);
	if (failure) return <FailureLine>{failure}</FailureLine>;
	return (
		<form class="form" onSubmit={submit}>
			<ChipChoice
				label={t("joining.kind")}
				value={kind}
				options={[
					{ value: "link", label: t("joining.kind_link") },
					{ value: "spoken", label: t("joining.kind_spoken") },
				]}
				onChange={setKind}
			/>
			<p class="meta">
				{t(kind === "link" ? "joining.link_detail" : "joining.spoken_detail")}
			</p>
			{!roles && <Skeleton rows={1} />}
			{roles && (
				<ChipChoice
					label={t("joining.as_what")}
					value={role}
					options={roles.map((value) => ({ value, label: roleWord(value) }))}
					onChange={setRole}
				/>
			)}
			{kind === "link" && (
				<>
					<ChipChoice
						label={t("joining.lasts")}
						value={span}
						options={(Object.keys(SPANS) as (keyof typeof SPANS)[]).map(
							(value) => ({ value, label: t(`joining.lasts_${value}`) }),
						)}
						onChange={setSpan}
					/>
					<ChipChoice
						label={t("joining.for_how_many")}
						value={uses}
						options={USES.map((count) => ({
							value: String(count),
							label: t("joining.people", { count }),
						}))}
						onChange={setUses}
					/>
				</>
			)}
			<FailureLine>{error}</FailureLine>
			<Button
				kind="primary"
				type="submit"
				isWide
				isBusy={isBusy}
				isDisabled={!role}
			>
				{t(kind === "link" ? "joining.make_link" : "joining.make_code")}
			</Button>
			<a
				class="center"
				href={`/people/invitations/${unit.id}`}
				onClick={onLeave}
			>
				{t("joining.all_invitations")}
			</a>
		</form>
	);
}

/** The least first, so that nobody is made more than meant. */
async function rolesIn(unit: Unit): Promise<string[]> {
	const path = `/api/v1/units/${unit.id}/invitations?limit=1`;
	return (await api.get<{ roles: string[] }>(path)).roles;
}
