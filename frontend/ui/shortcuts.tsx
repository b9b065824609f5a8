import { signal } from "@preact/signals";
import { t } from "../core/i18n";
import { shortcuts } from "../core/registry";
import { keyOf } from "./keys";
import { Sheet } from "./sheet";
import { Switch } from "./switch";

const SWITCH = "muster-single-keys";

const isOpen = signal(false);
export const singleKeysAllowed = signal(localStorage.getItem(SWITCH) !== "off");

/** True when a single key may act: not while a person writes, not when switched off. */
export function isFreeKey(event: KeyboardEvent): boolean {
	const target = event.target as HTMLElement;
	const isWriting =
		target.isContentEditable ||
		(/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
			!/^(checkbox|radio)$/.test((target as HTMLInputElement).type));
	const isChord = event.ctrlKey || event.metaKey || event.altKey;
	return singleKeysAllowed.value && !isWriting && !isChord;
}

export function listenToQuestionMark(): void {
	addEventListener("keydown", (event) => {
		if (keyOf(event) === "?" && isFreeKey(event)) isOpen.value = true;
	});
}

export function ShortcutList() {
	return (
		<Sheet
			isOpen={isOpen.value}
			onClose={() => {
				isOpen.value = false;
			}}
			title={t("core.shortcuts")}
		>
			<dl class="shortcut-list">
				{shortcuts.map((one) => (
					<div key={one.keys}>
						<dt>
							<kbd dir="ltr">{one.keys}</kbd>
						</dt>
						<dd>{t(one.label)}</dd>
					</div>
				))}
			</dl>
			<Switch
				label={t("core.single_keys")}
				isOn={singleKeysAllowed.value}
				onChange={(isOn) => {
					singleKeysAllowed.value = isOn;
					localStorage.setItem(SWITCH, isOn ? "on" : "off");
				}}
			/>
		</Sheet>
	);
}
