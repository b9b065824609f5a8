import { useState } from "preact/hooks";
import { RequestError } from "../core/protocol";
import { sentenceFor } from "./failure";

interface Submission {
	isBusy: boolean;
	error: string | null;
	/** The field the server found wrong, if it named one. */
	field?: string;
	submit: (event: Event) => void;
}

/** Send a form once at a time; keep what was typed and say what went wrong. */
export function useSubmit(run: () => Promise<void>): Submission {
	const [isBusy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const submit = async (event: Event) => {
		event.preventDefault();
		if (isBusy) return;
		setBusy(true);
		setFailure(null);
		try {
			await run();
		} catch (error) {
			setFailure(error);
		}
		setBusy(false);
	};
	return {
		isBusy,
		error: failure ? sentenceFor(failure) : null,
		field: failure instanceof RequestError ? failure.field : undefined,
		submit: (event) => void submit(event),
	};
}
