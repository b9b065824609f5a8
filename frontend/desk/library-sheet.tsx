import { BookOpen } from "lucide";
import { flushSync } from "preact/compat";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { Library } from "./library";
import type { Question } from "./question-data";

/** On narrow screens the library comes as a sheet over the question. */
export function LibrarySheet({ question }: { question: Question }) {
	const [isOpenNow, setOpen] = useState(false);
	// At once: nothing behind an open sheet takes the focus.
	const close = () => flushSync(() => setOpen(false));
	return (
		<span class="desk-narrow">
			<Button icon={BookOpen} onClick={() => setOpen(true)}>
				{t("desk.library")}
			</Button>
			<Sheet isOpen={isOpenNow} onClose={close} title={t("desk.library")}>
				<Library question={question} makeRoom={close} />
			</Sheet>
		</span>
	);
}
