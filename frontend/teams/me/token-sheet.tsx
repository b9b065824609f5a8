import { Copy } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../../core/api";
import { t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { SelectField, TextField } from "../../ui/field";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { useSubmit } from "../../ui/use-submit";
import { ChipChoice } from "../chip-choice";
import { proven } from "../proof-sheet";
import "../../styles/secret.css";

const DAYS = [7, 30, 90, 365];

interface Props {
	isOpen: boolean;
	onClose: () => void;
}

/** A new token: for what, how long; then its secret, this once. */
export function TokenSheet({ isOpen, onClose }: Props) {
	return (
		<Sheet
			isOpen={isOpen}
			onClose={onClose}
			title={t("accounts.make_token")}
			holdsWords
		>
			<NewToken onClose={onClose} />
		</Sheet>
	);
}

function NewToken({ onClose }: { onClose: () => void }) {
	const [secret, setSecret] = useState<string | null>(null);
	if (secret === null) return <TokenForm onMade={setSecret} />;
	const copy = async () => {
		await navigator.clipboard?.writeText(secret);
		toast(t("accounts.copied"));
	};
	return (
		<>
			<p>{t("accounts.token_once")}</p>
			<code class="secret" dir="ltr">
				{secret}
			</code>
			<Button icon={Copy} isWide onClick={() => void copy()}>
				{t("teams.copy")}
			</Button>
			<Button kind="primary" isWide onClick={onClose}>
				{t("accounts.token_kept")}
			</Button>
		</>
	);
}

function TokenForm({ onMade }: { onMade: (secret: string) => void }) {
	const [name, setName] = useState("");
	const [scope, setScope] = useState<"read" | "write">("read");
	const [days, setDays] = useState("90");
	const { isBusy, error, submit } = useSubmit(async () => {
		const wanted = { name: name.trim(), scope, days: Number(days) };
		const made = await proven(() =>
			api.post<{ secret: string }>("/api/v1/me/tokens", wanted),
		);
		onMade(made.secret);
	});
	return (
		<form class="form" onSubmit={submit}>
			<TextField
				label={t("accounts.token_name")}
				hint={t("accounts.token_name_hint")}
				value={name}
				onInput={setName}
				limit={80}
				error={error}
				isRequired
			/>
			<ChipChoice
				label={t("accounts.scope")}
				value={scope}
				options={[
					{ value: "read", label: t("accounts.scope_read") },
					{ value: "write", label: t("accounts.scope_write") },
				]}
				onChange={setScope}
			/>
			<SelectField
				label={t("accounts.lasts")}
				value={days}
				options={DAYS.map((count) => ({
					value: String(count),
					label: t("core.span_days", { count }),
				}))}
				onChange={setDays}
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("accounts.make_token")}
			</Button>
		</form>
	);
}
