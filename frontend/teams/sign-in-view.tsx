import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { boot, type DemoAccount } from "../core/session";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { TextField } from "../ui/field";
import { ListRow } from "../ui/list-row";
import { roleName } from "../ui/role";
import { useSubmit } from "../ui/use-submit";
import { enterDemo, requestCode } from "./accounts";
import { CodeForm } from "./code-form";
import { EntryPage } from "./entry-page";

/** E-mail, then the code from the mail. In the demo: one click. */
export default function SignInView() {
	const [email, setEmail] = useState("");
	const [isCodeSent, setCodeSent] = useState(false);
	const enter = () => location.assign("/");
	return (
		<EntryPage
			title={boot.value?.campaign?.name ?? "Muster"}
			lead={t("teams.sign_in_lead")}
		>
			<DemoAccounts accounts={boot.value?.demo_accounts ?? []} />
			{isCodeSent ? (
				<CodeForm
					email={email}
					onBack={() => setCodeSent(false)}
					onDone={enter}
				/>
			) : (
				<EmailForm
					email={email}
					onInput={setEmail}
					onSent={() => setCodeSent(true)}
				/>
			)}
		</EntryPage>
	);
}

interface EmailProps {
	email: string;
	onInput: (email: string) => void;
	onSent: () => void;
}

function EmailForm({ email, onInput, onSent }: EmailProps) {
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
			.then(() => location.assign("/"))
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
			{error && (
				<p class="field-error" role="alert">
					{error}
				</p>
			)}
		</section>
	);
}

function AccountDetail({ account }: { account: DemoAccount }) {
	return (
		<>
			{roleName(account.role) || t("teams.role_volunteer")} ·{" "}
			<bdi>{account.unit}</bdi>
		</>
	);
}
