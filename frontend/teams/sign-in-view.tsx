import { Check } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { wasDeleted } from "../core/kept-entry";
import { boot, type DemoAccount } from "../core/session";
import { Avatar } from "../ui/avatar";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { ListRow } from "../ui/list-row";
import { roleWord } from "../ui/role";
import { navigate, query } from "../ui/router";
import { useSubmit } from "../ui/use-submit";
import { enterDemo, factorsStillAsked, goIn, requestCode } from "./accounts";
import { CodeForm } from "./code-form";
import { EntryPage } from "./entry-page";
import { OtherWays } from "./other-ways";
import type { FactorType } from "./second-factor";
import { SecondStep } from "./second-step";
import { useEntry } from "./use-entry";

/** E-mail, then the code from the mail; or a passkey. In the demo: one click. */
export default function SignInView() {
	const [{ email, isCodeSent }, keep] = useEntry("sign-in", {
		email: "",
		isCodeSent: false,
	});
	const setCodeSent = (isSent: boolean) => keep({ email, isCodeSent: isSent });
	const { factors, startAgain } = useReturn(isCodeSent);
	const [isBack, setBack] = useState(false);
	const goBack = () => {
		setBack(true);
		setCodeSent(false);
		startAgain();
	};
	return (
		<EntryPage
			title={boot.value?.campaign?.name ?? "Muster"}
			lead={t("teams.sign_in_lead")}
		>
			<Deleted />
			<Failed />
			{factors ? (
				<SecondStep types={factors} onBack={goBack} onDone={goIn} />
			) : (
				<>
					<DemoAccounts accounts={boot.value?.demo_accounts ?? []} />
					{isCodeSent ? (
						<CodeForm
							email={email}
							onAgain={() => requestCode(email.trim())}
							onBack={goBack}
							onDone={goIn}
						/>
					) : (
						<>
							<EmailForm
								email={email}
								isBack={isBack}
								onInput={(typed) => keep({ email: typed, isCodeSent })}
								onSent={() => setCodeSent(true)}
							/>
							<OtherWays onDone={goIn} />
							{boot.value && !boot.value.demo && <NewHere />}
						</>
					)}
				</>
			)}
		</EntryPage>
	);
}

/**
 * Back from the campaign's own provider, or from the app with the codes, for which a phone has
 * forgotten the page: in, or what is still asked for.
 */
function useReturn(isCodeSent: boolean): {
	factors: FactorType[] | null;
	startAgain: () => void;
} {
	const [factors, setFactors] = useState<FactorType[] | null>(null);
	const isBack = query.value.has("back");
	const [wasUnderWay] = useState(isCodeSent);
	useEffect(() => {
		if (!isBack && !wasUnderWay) return;
		factorsStillAsked()
			.then((asked) => (asked ? setFactors(asked) : goIn()))
			.catch(() => {});
	}, [isBack]);
	const startAgain = () => {
		setFactors(null);
		navigate("/signin", { replace: true });
	};
	return { factors, startAgain };
}

function Deleted() {
	const [isDeleted] = useState(wasDeleted);
	if (!isDeleted) return null;
	return (
		<Banner kind="good" icon={Check}>
			{t("people.erased_now")}
		</Banner>
	);
}

const FAILURES = {
	cancelled: "accounts.failed_cancelled",
	unverified: "accounts.failed_unverified",
	refused: "accounts.failed_refused",
	failed: "accounts.failed",
} as const;

function Failed() {
	const reason = query.value.get("failed");
	if (!reason) return null;
	const key = FAILURES[reason as keyof typeof FAILURES] ?? FAILURES.failed;
	return (
		<FailureLine>{t(key, { name: boot.value?.openid ?? "" })}</FailureLine>
	);
}

/** Without an invitation: the open teams, by postal code. */
function NewHere() {
	return (
		<p>
			<a href="/join">{t("teams.new_here")}</a>
		</p>
	);
}

interface EmailProps {
	email: string;
	/** From a later step: goes on with the keyboard where it begins. */
	isBack: boolean;
	onInput: (email: string) => void;
	onSent: () => void;
}

function EmailForm({ email, isBack, onInput, onSent }: EmailProps) {
	const control = useRef<HTMLInputElement>(null);
	useEffect(() => {
		if (isBack) control.current?.focus();
	}, [isBack]);
	const { isBusy, error, submit } = useSubmit(async () => {
		await requestCode(email.trim());
		onSent();
	});
	return (
		<form class="form" onSubmit={submit}>
			<TextField
				label={t("teams.email")}
				type="email"
				value={email}
				onInput={onInput}
				autoComplete="email"
				hint={t("teams.email_hint")}
				error={error}
				controlRef={control}
				isRequired
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("teams.send_code")}
			</Button>
		</form>
	);
}

function DemoAccounts({ accounts }: { accounts: DemoAccount[] }) {
	const [error, setError] = useState<string | null>(null);
	const enter = (account: DemoAccount) =>
		enterDemo(account.email)
			.then(goIn)
			.catch((failure) => setError(sentenceFor(failure)));
	if (accounts.length === 0) return null;
	return (
		<section class="stack" aria-labelledby="demo-accounts">
			<h2 class="section-title" id="demo-accounts">
				{t("teams.demo_accounts")}
			</h2>
			<ul class="rows">
				{accounts.map((account) => (
					<li key={account.email}>
						<ListRow
							onClick={() => void enter(account)}
							start={<Avatar id={account.email} name={account.name} />}
							title={<bdi>{account.name}</bdi>}
							detail={<AccountDetail account={account} />}
						/>
					</li>
				))}
			</ul>
			<FailureLine>{error}</FailureLine>
		</section>
	);
}

function AccountDetail({ account }: { account: DemoAccount }) {
	return (
		<>
			{roleWord(account.role)} · <bdi>{account.unit}</bdi>
		</>
	);
}
