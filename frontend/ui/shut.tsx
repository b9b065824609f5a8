import { Lock } from "lucide";
import { t } from "../core/i18n";
import { Empty } from "./empty";

/** In place of what is not for this person: who it is for, where that is known. */
export function Shut({ detail }: { detail?: string }) {
	return <Empty icon={Lock} title={t("core.shut")} detail={detail} />;
}
