import { useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { User } from "../core/protocol";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";
import { ownName, tellHeld } from "./held-name";

interface Props {
	onDone: () => void;
}

/** What others call one. */
export function NameForm({ onDone }: Props) {
	const [text, setText] = useState(ownName());
	const { isBusy, error, submit } = useSubmit(async () => {
		const person = await api.patch<User & { held_name: string | null }>(
			"/api/v1/me",
			{ name: text.trim() },
		);
		tellHeld(person);
		const { user } = client.store;
		if (user.value) user.value = { ...user.value, name: person.name };
		onDone();
	});
	return (
		<form class="panel form" onSubmit={submit}>
			<TextField
				label={t("teams.name")}
				value={text}
				onInput={setText}
				autoComplete="name"
				limit={80}
				error={error}
				isRequired
			/>
			<div class="cluster">
				<Button kind="primary" type="submit" isBusy={isBusy}>
					{t("core.save")}
				</Button>
				<Button onClick={onDone}>{t("core.cancel")}</Button>
			</div>
		</form>
	);
}
