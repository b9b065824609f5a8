/** Asks a person to prove that it is them, where the server wants it proven. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { signInAgain } from "./accounts";
import { FactorForm } from "./factor-form";
import { canUsePasskeys } from "./passkeys";
import { type FactorType, ownFactors, signInMethods } from "./second-factor";

type Want = "proof" | "proof_or_code" | "second_factor" | "sign_in";

interface Asking {
	want: Want;
	proved: () => void;
	gaveUp: () => void;
}

const WANTS = new Set(["proof", "proof_or_code", "second_factor", "sign_in"]);
const asking = signal<Asking | null>(null);

/**
 * Do something that may need a fresh proof: where the server asks for one, the person is
 * asked for it, and it is done again. Who gives up gets the server's first answer.
 */
export async function proven<Result>(
	act: () => Promise<Result>,
): Promise<Result> {
	try {
		return await act();
	} catch (error) {
		const want = wanted(error);
		if (!want || !(await ask(want))) throw error;
		return act();
	}
}

function wanted(error: unknown): Want | null {
	if (!isRefusal(error)) return null;
	return WANTS.has(error.field ?? "") ? (error.field as Want) : null;
}

function ask(want: Want): Promise<boolean> {
	return new Promise((resolve) => {
		asking.value = {
			want,
			proved: () => resolve(true),
			gaveUp: () => resolve(false),
		};
	});
}

/** Lies over every page; see `proven`. */
export function ProofSheet() {
	const asked = asking.value;
	const close = (answer?: () => void) => {
		asking.value = null;
		answer?.();
	};
	return (
		<Sheet
			isOpen={asked !== null}
			onClose={() => close(asked?.gaveUp)}
			title={t("accounts.prove")}
		>
			{(asked?.want === "proof" || asked?.want === "proof_or_code") && (
				<Prove
					takesRecoveryCode={asked.want === "proof_or_code"}
					onDone={() => close(asked.proved)}
					onLeave={() => close(asked.gaveUp)}
				/>
			)}
			{asked?.want === "second_factor" && (
				<SetUpFirst onLeave={() => close(asked.gaveUp)} />
			)}
			{asked?.want === "sign_in" && <SignInAgain />}
		</Sheet>
	);
}

interface ProveProps {
	/** For changing how one signs in; power over others needs the key or app itself. */
	takesRecoveryCode: boolean;
	onDone: () => void;
	onLeave: () => void;
}

function Prove({ takesRecoveryCode, onDone, onLeave }: ProveProps) {
	const [types, setTypes] = useState<FactorType[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		signInMethods()
			.then((found) => {
				setTypes(ownFactors(found, takesRecoveryCode));
			})
			.catch((failure) => setError(sentenceFor(failure)));
	}, [takesRecoveryCode]);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!types) return <Skeleton rows={2} />;
	return (
		<>
			<p>
				{takesRecoveryCode
					? t("accounts.prove_change_detail")
					: t("accounts.prove_detail")}
			</p>
			<FactorForm way="reauthenticate" types={types} onDone={onDone} />
			{!takesRecoveryCode && (
				<p class="field-hint">
					{t("accounts.prove_lost")}{" "}
					<a href="/me" onClick={onLeave}>
						{t("accounts.prove_lost_link")}
					</a>
				</p>
			)}
		</>
	);
}

function SetUpFirst({ onLeave }: { onLeave: () => void }) {
	return (
		<>
			<p>
				{canUsePasskeys()
					? t("accounts.set_up_first")
					: t("accounts.set_up_app_first")}
			</p>
			<a
				class="button button-primary button-wide"
				href="/me?set_up"
				onClick={onLeave}
			>
				{t("accounts.set_up_now")}
			</a>
		</>
	);
}

function SignInAgain() {
	const [error, setError] = useState<string | null>(null);
	return (
		<>
			<p>{t("accounts.sign_in_again_detail")}</p>
			<FailureLine>{error}</FailureLine>
			<Button
				kind="primary"
				isWide
				onClick={() =>
					void signInAgain().catch((failure) => setError(sentenceFor(failure)))
				}
			>
				{t("accounts.sign_in_again")}
			</Button>
		</>
	);
}
