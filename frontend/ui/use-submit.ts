import { useRef, useState } from "preact/hooks";
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
	// Known before the next drawing: a second press may come sooner than that.
	const isSending = useRef(false);
	const [failure, setFailure] = useState<unknown>(null);
	const submit = async (event: Event) => {
		event.preventDefault();
		if (isSending.current) return;
		isSending.current = true;
		setBusy(true);
		setFailure(null);
		try {
			await run();
		} catch (error) {
			setFailure(error);
		}
		isSending.current = false;
		setBusy(false);
	};
	return {
		isBusy,
		error: failure ? sentenceFor(failure) : null,
		field: failure instanceof RequestError ? failure.field : undefined,
		submit: (event) => void submit(event),
	};
}
