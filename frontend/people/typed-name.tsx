import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";

interface Props {
	detail: string;
	name: string;
	act: string;
	run: (typed: string) => Promise<void>;
}

/** What can't be undone is confirmed by typing a name. */
export function TypedName({ detail, name, act, run }: Props) {
	const [typed, setTyped] = useState("");
	const { isBusy, error, submit } = useSubmit(() => run(typed));
	return (
		<form class="form" onSubmit={submit}>
			<p>{detail}</p>
			<TextField
				label={t("people.type_name", { name })}
				value={typed}
				onInput={setTyped}
				autoComplete="off"
				error={error}
				isRequired
			/>
			<Button
				kind="danger"
				type="submit"
				isWide
				isBusy={isBusy}
				isDisabled={typed.trim() !== name}
			>
				{act}
			</Button>
		</form>
	);
}
