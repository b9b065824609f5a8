import { DoorClosed } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../core/api";
import { locale, t } from "../core/i18n";
import { forgetEntries } from "../core/kept-entry";
import { RequestError } from "../core/protocol";
import { boot } from "../core/session";
import { CodeForm } from "../teams/code-form";
import { useEntry } from "../teams/use-entry";
import { turnDocument } from "../ui/back";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { isTooLong } from "../ui/short-text";
import { Text } from "../ui/text";
import { useSubmit } from "../ui/use-submit";
import { loadArrival, versionsOf } from "./arrival";
import { Documents } from "./documents";
import { addressAfter, type Entered, type Found, type Place } from "./place";

interface Props {
	place: Place;
	found: Found;
	/** The door shut meanwhile: look again. */
	onShut: () => void;
}

interface Typed {
	name: string;
	email: string;
	/** Where to a code was asked for. */
	sentFor: string | null;
}

const NAME_AT_MOST = 80;
const NOTHING_TYPED: Typed = { name: "", email: "", sentFor: null };

/** Name and e-mail; for who is signed in one button. */
export function JoinForm({ place, found, onShut }: Props) {
	const [isOther, setOther] = useState(false);
	const [typed, keep] = useEntry<Typed>("join", NOTHING_TYPED);
	const [isSuspended, setSuspended] = useState(false);
	const { name, email } = typed;
	const control = useRef<HTMLInputElement>(null);
	const [isBack, setBack] = useState(false);
	useEffect(() => {
		if (isBack) control.current?.focus();
		setBack(false);
	}, [isBack]);
	const here = nameOf(place);
	const user = isOther ? null : boot.value?.user;
	const person: Record<string, string> = user
		? {}
		: { name: name.trim(), email: email.trim() };
	const end = (outcome: string | undefined) => {
		if (outcome === "suspended") setSuspended(true);
		else leaveFor(outcome, onShut);
	};
	const { isBusy, error, field, submit } = useSubmit(async () => {
		if (!user && isTooLong(name, NAME_AT_MOST)) return;
		const entered = await join(place, found, person).catch((failure) => {
			if (failure instanceof RequestError && failure.code === "conflict")
				onShut();
			throw failure;
		});
		if (entered.code_sent) keep({ ...typed, sentFor: here });
		else end(entered.outcome);
	});
	if (isSuspended) return <Suspended team={found.unit.name} />;
	if (typed.sentFor === here && !user)
		return (
			<CodeForm
				email={email}
				onAgain={() => join(place, found, person).then(() => {})}
				onBack={() => {
					setBack(true);
					keep({ ...typed, sentFor: null });
				}}
				onDone={() =>
					void loadArrival().then((now) => end(now.outcome?.outcome))
				}
			/>
		);
	const errorOf = (of: string) => (field === of ? error : null);
	return (
		<form class="form" onSubmit={submit}>
			{!user && (
				<>
					<TextField
						label={t("teams.name")}
						value={name}
						onInput={(text) => keep({ ...typed, name: text })}
						autoComplete="name"
						limit={NAME_AT_MOST}
						error={errorOf("name")}
						isRequired
					/>
					<TextField
						label={t("teams.email")}
						type="email"
						value={email}
						onInput={(text) => keep({ ...typed, email: text })}
						autoComplete="email"
						hint={t("teams.email_hint")}
						error={errorOf("email")}
						controlRef={control}
						isRequired
					/>
				</>
			)}
			<Documents documents={found.documents} />
			<p class="meta">{t("teams.join_agree")}</p>
			{found.door === "approval" && (
				<p class="meta">{t("joining.approval_first")}</p>
			)}
			{error && field !== "name" && field !== "email" && (
				<FailureLine>{error}</FailureLine>
			)}
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{user ? (
					<Text k="joining.join_as" parts={{ name: <bdi>{user.name}</bdi> }} />
				) : (
					t("teams.join")
				)}
			</Button>
			{user && (
				<Button kind="quiet" onClick={() => setOther(true)}>
					{t("joining.somebody_else")}
				</Button>
			)}
		</form>
	);
}

/** Suspended there, which only who organizes there can end: no invitation does. */
function Suspended({ team }: { team: string }) {
	useEffect(forgetEntries, []);
	return (
		<Empty
			icon={DoorClosed}
			title={t("joining.suspended", { team })}
			detail={t("joining.suspended_detail")}
			action={
				<a class="button button-primary" href="/">
					{t("teams.open")}
				</a>
			}
		/>
	);
}

function join(
	place: Place,
	found: Found,
	person: Record<string, string>,
): Promise<Entered> {
	return api.post<Entered>("/api/v1/join", {
		...placeOf(place, found),
		...person,
		locale: locale.value,
		accepted: versionsOf(found.documents),
	});
}

function nameOf(place: Place): string {
	return place.secret ?? place.unit ?? place.postal_code ?? "";
}

/** The team that was shown, and no other that got more room meanwhile. */
function placeOf(place: Place, found: Found): Place {
	return place.postal_code ? { unit: found.unit.id } : place;
}

function leaveFor(outcome: string | undefined, onShut: () => void): void {
	const address = addressAfter(outcome);
	if (address) {
		forgetEntries();
		turnDocument(address, true);
	} else onShut();
}
