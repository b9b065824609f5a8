import { signal } from "@preact/signals";
import { Users } from "lucide";
import { useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { allJumps, type Jump } from "../core/registry";
import { shownTabs } from "./frame";
import { Icon } from "./icon";
import { keyOf } from "./keys";
import { ListRow } from "./list-row";
import { navigate } from "./router";
import { Sheet } from "./sheet";

const MOST = 12;
const isOpen = signal(false);

export function listenToJumpKey(): void {
	addEventListener("keydown", (event) => {
		if (keyOf(event) !== "k" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		isOpen.value = true;
	});
}

/** Ctrl K: type a few letters, go there. */
export function JumpDialog() {
	const close = () => {
		isOpen.value = false;
	};
	return (
		<Sheet isOpen={isOpen.value} onClose={close} title={t("core.jump")}>
			<JumpList close={close} />
		</Sheet>
	);
}

function JumpList({ close }: { close: () => void }) {
	const [text, setText] = useState("");
	const found = matching(text);
	const go = (jump?: Jump) => {
		if (!jump) return;
		close();
		navigate(jump.href);
	};
	return (
		<>
			<input
				class="input"
				type="search"
				dir={text ? "auto" : undefined}
				data-first
				aria-label={t("core.jump")}
				placeholder={t("core.jump_hint")}
				value={text}
				onInput={(event) => setText(event.currentTarget.value)}
				onKeyDown={(event) => {
					if (event.key === "Enter") go(found[0]);
				}}
			/>
			<div>
				{found.map((jump) => (
					<ListRow
						key={jump.href}
						onClick={() => go(jump)}
						start={<Icon of={jump.icon} />}
						title={<bdi>{jump.label}</bdi>}
					/>
				))}
				{found.length === 0 && <p class="muted">{t("core.jump_none")}</p>}
			</div>
		</>
	);
}

function matching(text: string): Jump[] {
	const rooms = client.store.own("room:").map((room) => ({
		label: room.title,
		href: `/rooms/${room.stream.slice("room:".length)}`,
		icon: Users,
	}));
	const sections = shownTabs().map((tab) => ({
		label: t(tab.label),
		href: tab.href,
		icon: tab.icon,
	}));
	const wanted = text.trim().toLocaleLowerCase();
	return [...rooms, ...allJumps(), ...sections]
		.filter((jump) => jump.label.toLocaleLowerCase().includes(wanted))
		.slice(0, MOST);
}
