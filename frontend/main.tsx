import { render } from "preact";
import { registerChat } from "./chat/register";
import { registerShortcut } from "./core/registry";
import { registerDesk } from "./desk/register";
import { registerPresence } from "./presence/register";
import { registerReports } from "./reports/register";
import { begin } from "./start";
import { registerTeams } from "./teams/register";
import { App } from "./ui/app";
import { applyPreferences } from "./ui/preferences";

applyPreferences();
registerShortcut({ keys: "?", label: "core.shortcuts" });
registerShortcut({ keys: "Ctrl K", label: "core.jump" });
registerChat();
registerTeams();
registerPresence();
registerReports();
registerDesk();

void begin().then(() => {
	const root = document.getElementById("app");
	if (!root) return;
	root.textContent = "";
	render(<App />, root);
});
