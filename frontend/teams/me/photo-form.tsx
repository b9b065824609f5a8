import { Camera, Trash2 } from "lucide";
import { useRef, useState } from "preact/hooks";
import { t } from "../../core/i18n";
import { ownPhoto } from "../../core/own-photo";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { announce } from "../../ui/live-region";
import { toast } from "../../ui/toast";
import {
	changePhoto,
	mayWorkLater,
	removePhoto,
	TooLargeError,
} from "./sent-photo";

/** What one does about one's own photo. */
export function PhotoForm({ user }: { user: string }) {
	const input = useRef<HTMLInputElement>(null);
	const { isBusy, error, retry, send, remove } = useOwnPhoto(user);
	const photo = ownPhoto(user);
	return (
		<div class="own-photo">
			<div class="cluster">
				<Button
					icon={Camera}
					isBusy={isBusy}
					onClick={() => input.current?.click()}
				>
					{isBusy ? t("teams.photo_sending") : t(wordFor(photo))}
				</Button>
				{photo && !isBusy && (
					<Button
						kind="quiet"
						icon={Trash2}
						label={t("teams.remove_photo")}
						onClick={() => void remove()}
					/>
				)}
			</div>
			<p class="meta">{t("teams.photo_hint")}</p>
			<FailureLine>{error}</FailureLine>
			{retry && (
				<Button onClick={() => void retry()}>{t("core.try_again")}</Button>
			)}
			<input
				ref={input}
				hidden
				type="file"
				accept="image/jpeg,image/png,image/webp"
				onChange={({ currentTarget }) => {
					const file = currentTarget.files?.[0];
					// The same file, chosen once more, shall be a change again.
					currentTarget.value = "";
					if (file) void send(file);
				}}
			/>
		</div>
	);
}

function wordFor(photo: string | null) {
	return photo ? "teams.change_photo" : "teams.add_photo";
}

function useOwnPhoto(user: string) {
	const [isBusy, setBusy] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const [again, setAgain] = useState<(() => Promise<void>) | null>(null);
	const run = async (work: () => Promise<void>) => {
		setBusy(true);
		setError(null);
		setAgain(null);
		try {
			await work();
		} catch (failure) {
			setError(sentence(failure));
			if (mayWorkLater(failure)) setAgain(() => () => run(work));
		}
		setBusy(false);
	};
	const send = (file: Blob) =>
		run(async () => {
			announce(t("teams.photo_sending"));
			await changePhoto(user, file);
			toast(t("teams.photo_changed"), { kind: "good" });
		});
	const remove = () =>
		run(async () => {
			const undo = await removePhoto(user);
			const dismiss = toast(t("teams.photo_removed"), {
				action: undo
					? {
							label: t("core.undo"),
							run: () => {
								dismiss();
								void run(undo);
							},
						}
					: undefined,
			});
		});
	return { isBusy, error, retry: again, send, remove };
}

function sentence(failure: unknown): string {
	const isTooLarge = failure instanceof TooLargeError;
	return isTooLarge ? t("teams.photo_too_large") : sentenceFor(failure);
}
