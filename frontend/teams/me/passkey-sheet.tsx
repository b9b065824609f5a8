import { useState } from "preact/hooks";
import { t } from "../../core/i18n";
import { RequestError } from "../../core/protocol";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { TextField } from "../../ui/field";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { addPasskey } from "../passkeys";
import { proven } from "../proof-sheet";

interface Props {
	isOpen: boolean;
	onClose: () => void;
}

/** One more passkey: a name for it, and the device asks for the rest. */
export function PasskeySheet({ isOpen, onClose }: Props) {
	return (
		<Sheet
			isOpen={isOpen}
			onClose={onClose}
			title={t("accounts.add_passkey")}
			holdsWords
		>
			<NewPasskey onDone={onClose} />
		</Sheet>
	);
}

function NewPasskey({ onDone }: { onDone: () => void }) {
	const [name, setName] = useState(t("accounts.this_device"));
	const [error, setError] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);
	const add = async (event: Event) => {
		event.preventDefault();
		setBusy(true);
		setError(null);
		try {
			await proven(() => addPasskey(name.trim()));
			toast(t("accounts.passkey_added"));
			onDone();
		} catch (failure) {
			// The browser says no in English, and for many reasons.
			const isOurs = failure instanceof RequestError;
			setError(isOurs ? sentenceFor(failure) : t("accounts.passkey_failed"));
			setBusy(false);
		}
	};
	return (
		<form class="form" onSubmit={(event) => void add(event)}>
			<p>{t("accounts.passkey_detail")}</p>
			<TextField
				label={t("accounts.passkey_name")}
				value={name}
				onInput={setName}
				limit={80}
				error={error}
				isRequired
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("accounts.go_on")}
			</Button>
		</form>
	);
}
