import { render } from "preact";
import { registerArranging } from "./arranging/register";
import { registerChat } from "./chat/register";
import { registerErasing } from "./core/erased";
import { registerShortcut } from "./core/registry";
import { registerDesk } from "./desk/register";
import { registerImporting } from "./importing/register";
import { registerKeeping } from "./keeping/register";
import { registerOverview } from "./overview/register";
import { registerPresence } from "./presence/register";
import { registerReports } from "./reports/register";
import { begin } from "./start";
import { registerTeams } from "./teams/register";
import { registerTrust } from "./trust/register";
import { App } from "./ui/app";
import { applyPreferences } from "./ui/preferences";

applyPreferences();
registerShortcut({ keys: "?", label: "core.shortcuts" });
registerShortcut({ keys: "Ctrl K", label: "core.jump" });
registerErasing();
registerChat();
registerTeams();
registerImporting();
registerArranging();
registerPresence();
registerReports();
registerDesk();
registerKeeping();
registerTrust();
registerOverview();

void begin().then(() => {
	const root = document.getElementById("app");
	if (!root) return;
	root.textContent = "";
	render(<App />, root);
});
