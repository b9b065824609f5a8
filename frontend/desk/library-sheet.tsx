import { BookOpen } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { Library } from "./library";
import type { Question } from "./question-data";

/** On narrow screens the library comes as a sheet over the question. */
export function LibrarySheet({ question }: { question: Question }) {
	const [isOpenNow, setOpen] = useState(false);
	return (
		<span class="desk-narrow">
			<Button icon={BookOpen} onClick={() => setOpen(true)}>
				{t("desk.library")}
			</Button>
			<Sheet
				isOpen={isOpenNow}
				onClose={() => setOpen(false)}
				title={t("desk.library")}
			>
				<Library question={question} onInserted={() => setOpen(false)} />
			</Sheet>
		</span>
	);
}
