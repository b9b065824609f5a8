import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { isTypedAs } from "../core/typed";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";

interface Props {
	detail: string;
	/** What is asked for. */
	name: string;
	/** What confirms it as well. */
	others?: string[];
	act: string;
	run: (typed: string) => Promise<void>;
}

/** What can't be undone is confirmed by typing a name. */
export function TypedName({ detail, name, others = [], act, run }: Props) {
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
				isDisabled={![name, ...others].some((one) => isTypedAs(typed, one))}
			>
				{act}
			</Button>
		</form>
	);
}
