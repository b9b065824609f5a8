import { useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import { capacityIn, type Mode } from "./door";
import { DoorFields } from "./door-fields";

export interface DoorState {
	join_mode: Mode;
	capacity: number | null;
	/** How many are in it. */
	taken: number;
}

export function DoorForm({ unit, door }: { unit: string; door: DoorState }) {
	const [mode, setMode] = useState<Mode>(door.join_mode);
	const [room, setRoom] = useState(door.capacity ? String(door.capacity) : "");
	const capacity = capacityIn(room);
	const { isBusy, error, submit } = useSubmit(async () => {
		if (capacity === undefined) return;
		await api.patch(`/api/v1/units/${unit}/door`, {
			join_mode: mode,
			capacity,
		});
		toast(t("joining.door_saved"), { kind: "good" });
	});
	return (
		<form class="panel form" onSubmit={submit}>
			<DoorFields
				mode={mode}
				onMode={setMode}
				room={room}
				onRoom={setRoom}
				taken={door.taken}
				error={error}
			/>
			<div class="cluster">
				<Button type="submit" isBusy={isBusy}>
					{t("core.save")}
				</Button>
			</div>
		</form>
	);
}
