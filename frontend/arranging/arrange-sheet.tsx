import { signal } from "@preact/signals";
import { t } from "../core/i18n";
import { Sheet } from "../ui/sheet";
import { ArchiveForm } from "./archive-form";
import { ChangeForm } from "./change-form";
import { MoveForm } from "./move-form";
import { OpenForm } from "./open-form";
import type { Act, Arrangeable } from "./places";

interface Arranging {
	act: Act;
	place: Arrangeable;
}

export interface ArrangeProps {
	place: Arrangeable;
	/** It is done: closes the sheet. */
	onDone: () => void;
}

const FORMS = {
	open: OpenForm,
	change: ChangeForm,
	move: MoveForm,
	archive: ArchiveForm,
};

const arranging = signal<Arranging | null>(null);

export function arrange(act: Act, place: Arrangeable): void {
	arranging.value = { act, place };
}

/** `onArchived` hears of a place that is open no more. */
export function ArrangeSheet({ onArchived }: { onArchived?: () => void }) {
	const now = arranging.value;
	const close = () => {
		arranging.value = null;
	};
	const Form = now ? FORMS[now.act] : null;
	return (
		<Sheet
			isOpen={now !== null}
			onClose={close}
			title={now ? t(`tree.title_${now.act}`, { name: now.place.name }) : ""}
			holdsWords={now?.act === "open" || now?.act === "change"}
		>
			{now && Form && (
				<Form
					place={now.place}
					onDone={() => {
						close();
						if (now.act === "archive") onArchived?.();
					}}
				/>
			)}
		</Sheet>
	);
}
