import { KeyRound, ShieldAlert, Smartphone } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatDay, t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { Icon } from "../../ui/icon";
import { ListRow } from "../../ui/list-row";
import { query } from "../../ui/router";
import { Skeleton } from "../../ui/skeleton";
import { toast } from "../../ui/toast";
import { canUsePasskeys, removePasskey } from "../passkeys";
import { proven } from "../proof-sheet";
import {
	type Passkey,
	removeApp,
	type SignInMethods,
	signInMethods,
} from "../second-factor";
import { AppSheet } from "./app-sheet";
import { CodesSheet } from "./codes-sheet";
import { PasskeySheet } from "./passkey-sheet";

type Open = "passkey" | "app" | "codes" | null;

/** How one signs in beside the mailed code: passkeys, an app, recovery codes. */
export function SignInMethodsSection() {
	const [methods, setMethods] = useState<SignInMethods | null>(null);
	const [error, setError] = useState<string | null>(null);
	const [open, setOpen] = useState<Open>(null);
	const load = () =>
		signInMethods()
			.then(setMethods)
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => void load(), []);
	const section = useRef<HTMLElement>(null);
	const isAsked = query.value.has("set_up") && methods !== null;
	// Whoever was sent here to set one up is led to it.
	useEffect(() => {
		if (isAsked) section.current?.querySelector("button")?.focus();
	}, [isAsked]);
	const change = (act: () => Promise<void>, done: string) =>
		void proven(act)
			.then(() => toast(done))
			.catch((failure) => toast(sentenceFor(failure), { kind: "urgent" }))
			.then(load);
	const close = () => {
		setOpen(null);
		void load();
	};
	return (
		<section class="stack" aria-labelledby="sign-in-methods" ref={section}>
			<h2 class="section-title" id="sign-in-methods">
				{t("accounts.sign_in_methods")}
			</h2>
			<FailureLine>{error}</FailureLine>
			{!methods && !error && <Skeleton rows={2} />}
			{methods && (
				<>
					<Needed methods={methods} />
					<div class="panel stack">
						<p class="meta">
							{t("accounts.by_code", { email: methods.email })}
						</p>
						<PasskeyRows
							passkeys={methods.passkeys}
							onRemove={(one) =>
								change(
									() => removePasskey(one.id),
									t("accounts.passkey_removed"),
								)
							}
						/>
						<AppRow
							methods={methods}
							onRemove={() => change(removeApp, t("accounts.app_removed"))}
							onCodes={() => setOpen("codes")}
						/>
						<div class="cluster">
							{canUsePasskeys() && (
								<Button icon={KeyRound} onClick={() => setOpen("passkey")}>
									{t("accounts.add_passkey")}
								</Button>
							)}
							{!methods.totp && (
								<Button icon={Smartphone} onClick={() => setOpen("app")}>
									{t("accounts.add_app")}
								</Button>
							)}
						</div>
					</div>
				</>
			)}
			<PasskeySheet isOpen={open === "passkey"} onClose={close} />
			<AppSheet isOpen={open === "app"} onClose={close} />
			<CodesSheet isOpen={open === "codes"} onClose={close} />
		</section>
	);
}

/** Who leads is led to set one up. Fresh without one is the demo, where a click counts. */
function Needed({ methods }: { methods: SignInMethods }) {
	const hasOne = methods.totp || methods.passkeys.length > 0;
	if (!methods.must_prove || hasOne || methods.is_fresh) return null;
	return (
		<Card
			icon={ShieldAlert}
			tone="warn"
			title={t("accounts.needed")}
			detail={
				canUsePasskeys()
					? t("accounts.needed_detail")
					: t("accounts.needed_app_detail")
			}
			isOurs
		/>
	);
}

interface PasskeyProps {
	passkeys: Passkey[];
	onRemove: (one: Passkey) => void;
}

function PasskeyRows({ passkeys, onRemove }: PasskeyProps) {
	if (passkeys.length === 0) return null;
	return (
		<ul class="rows">
			{passkeys.map((one) => (
				<li key={one.id}>
					<ListRow
						start={<Icon of={KeyRound} />}
						title={<bdi>{one.name}</bdi>}
						detail={t("accounts.added_on", { day: formatDay(one.created_at) })}
						end={
							<Button
								kind="quiet"
								onClick={() => onRemove(one)}
								label={t("accounts.remove_named", { name: one.name })}
							>
								{t("accounts.remove")}
							</Button>
						}
					/>
				</li>
			))}
		</ul>
	);
}

interface AppRowProps {
	methods: SignInMethods;
	onRemove: () => void;
	onCodes: () => void;
}

function AppRow({ methods, onRemove, onCodes }: AppRowProps) {
	const { totp, recovery_codes_left: left } = methods;
	return (
		<>
			{totp && (
				<ListRow
					start={<Icon of={Smartphone} />}
					title={t("accounts.app")}
					end={
						<Button
							kind="quiet"
							onClick={onRemove}
							label={t("accounts.remove_named", { name: t("accounts.app") })}
						>
							{t("accounts.remove")}
						</Button>
					}
				/>
			)}
			{left !== null && (
				<ListRow
					title={t("accounts.codes")}
					detail={t("accounts.codes_left", { count: left })}
					end={
						<Button kind="quiet" onClick={onCodes}>
							{t("accounts.show")}
						</Button>
					}
				/>
			)}
		</>
	);
}
